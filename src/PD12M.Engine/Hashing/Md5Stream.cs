#if NET
using System.Buffers;
using System.Threading.Tasks.Sources;

namespace PD12M.Hashing;

/// <summary>The MD5 of one stream, whose pieces are hashed by a stage one after the other.</summary>
internal sealed unsafe class Md5Stream(Md5Stage stage) : IValueTaskSource
{
    // Not run on the stage's thread, which has others to serve.
    private ManualResetValueTaskSourceCore<bool> _done = new() { RunContinuationsAsynchronously = true };
    private readonly byte[] _digest = new byte[Md5Lanes.DigestBytes];
    private Md5Lanes.Lane _message;
    private ReadOnlyMemory<byte> _piece;
    private MemoryHandle _pin;
    private bool _hasBegun;
    private bool _isLast;
    private bool _isFinishing;

    /// <summary>The digest, once the last piece has been hashed.</summary>
    public ReadOnlySpan<byte> Digest => _digest;

    /// <summary>Takes the next piece.</summary>
    /// <param name="piece">The piece, which must stay as it is until the task ends.</param>
    /// <param name="isLast">Whether it is the last: then the digest is made.</param>
    /// <returns>Ends, soon and without fail, when the piece has been hashed.</returns>
    public ValueTask AppendAsync(ReadOnlyMemory<byte> piece, bool isLast)
    {
        _piece = piece;
        _isLast = isLast;
        _done.Reset();
        stage.Add(this);
        return new ValueTask(this, _done.Version);
    }

    /// <summary>Forgets all pieces.</summary>
    public void Restart() => _hasBegun = false;

    /// <summary>Goes into a lane with the piece that waits.</summary>
    internal void Enter(Md5Lanes md5, int lane)
    {
        if (_hasBegun)
        {
            md5.Resume(lane, _message);
        }
        else
        {
            md5.Begin(lane);
            _hasBegun = true;
        }
        _isFinishing = false;
        _pin = _piece.Pin();
        md5.Feed(lane, (byte*)_pin.Pointer, _piece.Length);
    }

    /// <summary>Leaves a lane that is not busy any more, unless the message is to be ended there.</summary>
    /// <returns>Whether it has left.</returns>
    internal bool Leave(Md5Lanes md5, int lane)
    {
        if (_isLast && !_isFinishing)
        {
            _isFinishing = true;
            md5.Finish(lane);
            return false;
        }
        if (_isLast)
        {
            md5.GetDigest(lane, _digest);
            _hasBegun = false;
        }
        else
        {
            _message = md5.Suspend(lane);
        }
        _pin.Dispose();
        _done.SetResult(true);
        return true;
    }

    void IValueTaskSource.GetResult(short token) => _done.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _done.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _done.OnCompleted(continuation, state, token, flags);
}
#endif
