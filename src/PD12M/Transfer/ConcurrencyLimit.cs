using System.Diagnostics;

namespace PD12M.Transfer;

/// <summary>Lets as many transfers run at once as bring the most, or a fixed number; and no faster than the store takes them.</summary>
internal sealed class ConcurrencyLimit : IDisposable
{
    /// <summary>The most transfers at once where the limit finds itself.</summary>
    public const int Most = 256;

    private static readonly TimeSpan s_shortestWindow = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan s_shortestGrowth = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_longestWindow = TimeSpan.FromSeconds(5);

    // Of objects as large as that, bytes tell sooner than ends how a limit does.
    private const long RoundBytes = 1 << 20;

    private readonly object _lock = new();
    private readonly SemaphoreSlim _permits;
    private readonly ConcurrencyTuner? _tuner;
    private readonly RequestPace _pace = new();
    private readonly Action<StoreNotice> _notify;
    private readonly Process _process = Process.GetCurrentProcess();
    private readonly Stopwatch _window = new();
    private TimeSpan _cpu;
    private long _bytes;
    private long _bytesAtStart;
    private int _limit;
    private int _debt;
    private int _completed;
    private int _throttled;
    private bool _isSettling;

    /// <summary>Makes a limit.</summary>
    /// <param name="fixedLimit">How many transfers run at once; 0 to find it out.</param>
    /// <param name="notify">Is told when the limit changes.</param>
    public ConcurrencyLimit(int fixedLimit, Action<StoreNotice> notify)
    {
        _tuner = fixedLimit > 0 ? null : new ConcurrencyTuner(Most);
        _limit = _tuner?.Limit ?? fixedLimit;
        _permits = new SemaphoreSlim(_limit);
        _notify = notify;
    }

    /// <summary>How many transfers may run at once now.</summary>
    public int Limit => Volatile.Read(ref _limit);

    /// <summary>Whether requests are held to what the store takes.</summary>
    public bool IsPaced => !double.IsPositiveInfinity(_pace.PerSecond);

    /// <summary>Waits for leave to run a transfer; <see cref="Leave"/> gives it back.</summary>
    /// <param name="token">Ends the wait.</param>
    public async ValueTask EnterAsync(CancellationToken token)
    {
        await _permits.WaitAsync(token).ConfigureAwait(false);
        TimeSpan wait = _pace.Take();
        if (wait > TimeSpan.Zero)
        {
            try
            {
                await Task.Delay(wait, token).ConfigureAwait(false);
            }
            catch
            {
                _permits.Release();
                throw;
            }
        }
    }

    /// <summary>Counts bytes as they come.</summary>
    public void AddBytes(int count)
    {
        long bytes = Interlocked.Add(ref _bytes, count);
        if (bytes - Interlocked.Read(ref _bytesAtStart) >= Limit * RoundBytes)
        {
            string? news;
            lock (_lock)
            {
                news = IsWindowOver() ? EndWindow() : null;
            }
            Tell(news);
        }
    }

    /// <summary>Ends a transfer.</summary>
    /// <param name="isDone">Whether it brought its object.</param>
    /// <param name="isThrottled">Whether the store refused it for coming too fast.</param>
    public void Leave(bool isDone, bool isThrottled)
    {
        string? news;
        lock (_lock)
        {
            _completed += isDone ? 1 : 0;
            _throttled += isThrottled ? 1 : 0;
            news = IsWindowOver() ? EndWindow() : null;
            if (_debt > 0)
            {
                _debt--;
            }
            else
            {
                _permits.Release();
            }
        }
        Tell(news);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _permits.Dispose();
        _process.Dispose();
    }

    private void Tell(string? news)
    {
        if (news is not null)
        {
            _notify(new StoreNotice(IsWarning: false, news));
        }
    }

    private bool IsWindowOver()
    {
        if (!_window.IsRunning)
        {
            BeginWindow();
            return false;
        }
        // What was under way when the limit changed says nothing about the new one: one round of it is left out.
        TimeSpan elapsed = _window.Elapsed;
        if (_isSettling && (HaveComeRound(1) || elapsed >= s_longestWindow))
        {
            BeginWindow();
            return false;
        }
        // A doubling shows in one round, a small step takes a longer look.
        (TimeSpan shortest, int rounds) = _tuner?.IsGrowing == true ? (s_shortestGrowth, 1) : (s_shortestWindow, 2);
        return !_isSettling && elapsed >= shortest && (HaveComeRound(rounds) || elapsed >= s_longestWindow);
    }

    private bool HaveComeRound(int times) =>
        _completed + _throttled >= times * _limit || Interlocked.Read(ref _bytes) - _bytesAtStart >= times * _limit * RoundBytes;

    private void BeginWindow()
    {
        _isSettling = false;
        _process.Refresh();
        _cpu = _process.TotalProcessorTime;
        Interlocked.Exchange(ref _bytesAtStart, Interlocked.Read(ref _bytes));
        _completed = 0;
        _throttled = 0;
        _window.Restart();
    }

    private string? EndWindow()
    {
        _process.Refresh();
        double seconds = _window.Elapsed.TotalSeconds;
        TransferWindow window = new(
            seconds, _completed, _throttled, Interlocked.Read(ref _bytes) - _bytesAtStart,
            (_process.TotalProcessorTime - _cpu).TotalSeconds / seconds / Environment.ProcessorCount);
        bool wasPaced = IsPaced;
        int before = _limit;
        _pace.Adjust(window);
        if (!wasPaced && !IsPaced)
        {
            _tuner?.Adjust(window);
        }
        SetLimit(_tuner?.Limit ?? before);
        BeginWindow();
        _isSettling = _limit != before;
        string rate = $"{window.Completed / seconds:0} objects/s, {window.BytesPerSecond / 1e6:0.0} MB/s";
        return IsPaced && !wasPaced ? $"The store refuses requests as too fast ({window.Throttled} of {window.Throttled + window.Completed}): about {_pace.PerSecond:0} a second from now on."
            : wasPaced && !IsPaced ? "The store takes requests at any pace again."
            : _limit != before ? $"{_limit} transfers at once instead of {before} ({rate})."
            : null;
    }

    private void SetLimit(int limit)
    {
        int more = limit - _limit;
        _limit = limit;
        if (more < 0)
        {
            _debt -= more;
            return;
        }
        int paid = Math.Min(more, _debt);
        _debt -= paid;
        if (more > paid)
        {
            _permits.Release(more - paid);
        }
    }
}
