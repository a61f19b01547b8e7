using System.Diagnostics;

namespace PD12M.Transfer;

/// <summary>How often and how long one item is tried. Waiting for a store that is down costs it nothing.</summary>
internal sealed class AttemptBudget
{
    /// <summary>How much too early a timer may end an attempt that took all its time.</summary>
    private static readonly TimeSpan s_timerError = TimeSpan.FromMilliseconds(50);

    /// <summary>The failed attempt behind which a request waits that came too fast for a store whose pace is known: always the same, neither at once nor long.</summary>
    private const int PacedAttempt = 3;

    private readonly Stopwatch _clock = new();
    private readonly RetryOptions _options;
    private readonly TimeSpan _limit;
    private readonly Backoff _backoff;
    private readonly RetryBudget _run;
    private bool _isProbe;
    private int _fruitless;
    private int _contentFaults;

    /// <summary>Makes the budget of an item.</summary>
    /// <param name="options">Its limits.</param>
    /// <param name="backoff">The waits between attempts.</param>
    /// <param name="run">The budget of all items together.</param>
    public AttemptBudget(StoreOptions options, Backoff backoff, RetryBudget run)
    {
        _options = options.Retry;
        _limit = options.ItemTimeout;
        _backoff = backoff;
        _run = run;
    }

    /// <summary>How often the item has been asked for.</summary>
    public int Attempts { get; private set; }

    /// <summary>How long it may still take.</summary>
    public TimeSpan TimeLeft => _limit - _clock.Elapsed;

    /// <summary>Begins an attempt.</summary>
    /// <param name="isProbe">Whether it is to find out whether the store is back.</param>
    public void Begin(bool isProbe)
    {
        Attempts++;
        _isProbe = isProbe;
        _clock.Start();
    }

    /// <summary>Ends the attempt that succeeded.</summary>
    public void End() => _run.AddAnswer();

    /// <summary>Whether there may be another attempt.</summary>
    /// <param name="problem">What the last one failed of.</param>
    /// <param name="hasGained">Whether it brought bytes that the next one need not bring again.</param>
    public bool Allows(ImageStoreException problem, bool hasGained)
    {
        bool isProbe = _isProbe && problem.IsOutage;
        _fruitless = hasGained ? 0 : isProbe ? _fruitless : _fruitless + 1;
        _contentFaults += problem.Fault == ImageFault.HashMismatch ? 1 : 0;
        return problem.IsTransient && _fruitless < _options.Attempts && _contentFaults < _options.ContentAttempts && TimeLeft > s_timerError;
    }

    /// <summary>Waits for the next attempt.</summary>
    /// <param name="problem">What the last one failed of.</param>
    /// <param name="isPaced">Whether requests are held to what the store takes: then one that came too fast need not wait long.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task WaitAsync(ImageStoreException problem, bool isPaced, CancellationToken cancellationToken)
    {
        // Probes have waits of their own, at the gate.
        if (!_isProbe)
        {
            TimeSpan? retryAfter = problem.RetryAfter > _options.LongestRetryAfter ? _options.LongestRetryAfter : problem.RetryAfter;
            TimeSpan wait = problem.IsThrottled && isPaced ? _backoff.Next(PacedAttempt, retryAfter) : _backoff.Next(Math.Max(1, _fruitless), retryAfter) + _run.Take();
            await Task.Delay(wait, cancellationToken).ConfigureAwait(false);
        }
        _clock.Stop();
    }
}
