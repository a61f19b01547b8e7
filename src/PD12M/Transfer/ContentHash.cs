using System.Security.Cryptography;
#if NET
using PD12M.Hashing;
#endif

namespace PD12M.Transfer;

/// <summary>The MD5 of an object's bytes, made while they come: in vector lanes where many objects come at once, else by the platform.</summary>
internal sealed class ContentHash : IDisposable
{
#if NET
    private readonly Md5Stage? _stage = Md5Stage.Shared;
    private readonly Md5Stream? _stream;
#endif
    private readonly IncrementalHash? _md5;

    public ContentHash()
    {
#if NET
        if (_stage?.Enter() == true)
        {
            _stream = new Md5Stream(_stage);
            return;
        }
#endif
        _md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
    }

    /// <summary>Takes the next bytes.</summary>
    /// <param name="buffer">The bytes; they may change once the task has ended, which takes no more than a few milliseconds.</param>
    /// <param name="count">How many of them.</param>
    /// <param name="isLast">Whether they are the object's last ones.</param>
    public ValueTask AppendAsync(byte[] buffer, int count, bool isLast)
    {
#if NET
        if (_stream is not null)
        {
            return _stream.AppendAsync(buffer.AsMemory(0, count), isLast);
        }
#endif
        _md5!.AppendData(buffer, 0, count);
        return default;
    }

    /// <summary>Gives the digest of all bytes; the last ones were said to be the last.</summary>
    /// <returns>16 bytes.</returns>
    public byte[] Finish()
    {
#if NET
        if (_stream is not null)
        {
            return _stream.Digest.ToArray();
        }
#endif
        return _md5!.GetHashAndReset();
    }

    /// <summary>Forgets all bytes.</summary>
    public void Restart()
    {
#if NET
        _stream?.Restart();
#endif
        _md5?.GetHashAndReset();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
#if NET
        _stage?.Leave();
#endif
        _md5?.Dispose();
    }
}
