using System.Diagnostics;

namespace PD12M.Transfer;

/// <summary>
/// Keeps the retries of a run to a share of its answers, so that a store in trouble is not met by a multiple of its
/// usual load. Retries beyond it are put off, not given up.
/// </summary>
/// <remarks>Source: the retry budget of Finagle, and "Handling Overload" in Google's Site Reliability Engineering.</remarks>
internal sealed class RetryBudget
{
    // What a store without a single answer gets.
    private const double RetriesPerSecond = 20;

    private readonly object _gate = new();
    private readonly double _share;
    private readonly double _reserve;
    private readonly TimeSpan _longestWait;
    private double _retries;
    private long _refilled = Stopwatch.GetTimestamp();

    public RetryBudget(RetryOptions options)
    {
        _share = options.Share;
        _reserve = options.Reserve;
        _retries = options.Reserve;
        _longestWait = options.LongestDelay;
    }

    /// <summary>Adds what an answer is worth.</summary>
    public void AddAnswer()
    {
        lock (_gate)
        {
            _retries = Math.Min(_reserve, _retries + _share);
        }
    }

    /// <summary>Takes one retry.</summary>
    /// <returns>How long it has to be put off; zero while the budget lasts.</returns>
    public TimeSpan Take()
    {
        lock (_gate)
        {
            long now = Stopwatch.GetTimestamp();
            double seconds = (double)(now - _refilled) / Stopwatch.Frequency;
            _refilled = now;
            _retries = Math.Min(_reserve, _retries + (seconds * RetriesPerSecond)) - 1;
            return _retries >= 0
                ? TimeSpan.Zero
                : TimeSpan.FromSeconds(Math.Min(-_retries / RetriesPerSecond, _longestWait.TotalSeconds));
        }
    }
}
