#if NET
using System.Diagnostics;

namespace PD12M.Hashing;

/// <summary>
/// MD5 of many streams whose bytes come in pieces: pieces that wait at the same time are hashed side by side in one core's
/// vector registers, by one thread, which comes when there is work and goes when there is none for a while. Thread-safe.
/// </summary>
internal sealed unsafe class Md5Stage
{
    // Where so few streams are under way, too seldom several pieces come together to make up for the way here and back.
    private const int FewStreams = 4;

    // A piece of 128 KB takes a lane 0.2 ms, one of 1 MB 1.7 ms, and sixteen lanes hardly more.
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(4);
    private static readonly TimeSpan s_idleLife = TimeSpan.FromSeconds(5);

    private readonly object _gate = new();
    private readonly Queue<Md5Stream> _waiting = new();
    private readonly Md5Lanes _md5 = new(Md5Lanes.Widest);
    private readonly Md5Stream?[] _taken = new Md5Stream?[Md5Lanes.Widest];
    private bool _hasThread;
    private bool _isResting;
    private int _enough;
    private int _streams;
    private long _lastArrival;
    private double _interval = PatienceTicks;

    private static double PatienceTicks => s_patience.TotalSeconds * Stopwatch.Frequency;

    private Md5Stage()
    {
    }

    /// <summary>The stage of this process, which serves all runs; null where the processor has no vectors.</summary>
    public static Md5Stage? Shared { get; } = Md5Lanes.Widest > 0 ? new Md5Stage() : null;

    /// <summary>Counts a stream that is under way; <see cref="Leave"/> ends it.</summary>
    /// <returns>Whether there are so many that they are hashed faster here than by the platform's MD5, each on the thread that received it.</returns>
    public bool Enter() => Interlocked.Increment(ref _streams) > FewStreams;

    /// <summary>Ends what <see cref="Enter"/> began.</summary>
    public void Leave() => Interlocked.Decrement(ref _streams);

    /// <summary>Takes a piece that waits in its stream.</summary>
    /// <param name="stream">The stream.</param>
    public void Add(Md5Stream stream)
    {
        long now = Stopwatch.GetTimestamp();
        lock (_gate)
        {
            _interval += (Math.Min(now - _lastArrival, PatienceTicks) - _interval) / 16;
            _lastArrival = now;
            _waiting.Enqueue(stream);
            if (!_hasThread)
            {
                _hasThread = true;
                new Thread(Work) { IsBackground = true, Name = "PD12M MD5" }.Start();
            }
            else if (_isResting && (_waiting.Count == 1 || _waiting.Count == _enough))
            {
                Monitor.Pulse(_gate);
            }
        }
    }

    private void Work()
    {
        while (Gather())
        {
            do
            {
                for (int lane = 0; lane < _taken.Length; lane++)
                {
                    if (!_md5.IsBusy(lane) && _taken[lane]?.Leave(_md5, lane) == true)
                    {
                        _taken[lane] = null;
                    }
                }
            }
            while (_md5.Compress());
        }
    }

    /// <summary>Fills the lanes. It waits for a piece as long as it takes, for more only where they come fast enough.</summary>
    /// <returns>False where none came for a while.</returns>
    private bool Gather()
    {
        int lanes;
        lock (_gate)
        {
            _isResting = true;
            while (_waiting.Count == 0)
            {
                if (!Monitor.Wait(_gate, s_idleLife) && _waiting.Count == 0)
                {
                    _hasThread = false;
                    return false;
                }
            }
            // No more than will come, and than half of the streams: the others may be waiting for their bytes.
            int expected = _waiting.Count + (int)(PatienceTicks / Math.Max(1, _interval)) - 1;
            _enough = Math.Min(_taken.Length, Math.Min(expected, Volatile.Read(ref _streams) / 2));
            if (_waiting.Count < _enough)
            {
                Monitor.Wait(_gate, s_patience);
            }
            _isResting = false;
            // Lanes that end are not filled again before all have ended: a few pieces at a time would be all that ever comes together.
            for (lanes = 0; lanes < _taken.Length && _waiting.TryDequeue(out Md5Stream? stream); lanes++)
            {
                _taken[lanes] = stream;
            }
        }
        for (int lane = 0; lane < lanes; lane++)
        {
            _taken[lane]!.Enter(_md5, lane);
        }
        return true;
    }
}
#endif
