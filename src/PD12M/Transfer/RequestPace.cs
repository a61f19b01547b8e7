using System.Diagnostics;

namespace PD12M.Transfer;

/// <summary>Spreads requests over time once a store has said that they come too fast.</summary>
internal sealed class RequestPace
{
    private const double FirstGrowth = 0.05;
    private const double LowestRate = 1;

    // A pace so far above what comes about holds nothing back any more.
    private const double Irrelevant = 20;

    private readonly object _lock = new();
    private double _perSecond = double.PositiveInfinity;
    private double _growth;
    private long _next;

    /// <summary>The requests that may begin in a second; infinite as long as the store has not complained.</summary>
    public double PerSecond => Volatile.Read(ref _perSecond);

    /// <summary>Takes the next place in time.</summary>
    /// <returns>How long to wait for it.</returns>
    public TimeSpan Take()
    {
        lock (_lock)
        {
            if (double.IsPositiveInfinity(_perSecond))
            {
                return TimeSpan.Zero;
            }
            long now = Stopwatch.GetTimestamp();
            long start = Math.Max(now, _next);
            _next = start + (long)(Stopwatch.Frequency / _perSecond);
            return TimeSpan.FromSeconds((double)(start - now) / Stopwatch.Frequency);
        }
    }

    /// <summary>Follows what the store made of the last requests: it may have as many as it took, and a few more to see whether it takes them.</summary>
    /// <param name="window">What was measured.</param>
    public void Adjust(TransferWindow window)
    {
        lock (_lock)
        {
            double completed = window.Completed / window.Seconds;
            if (window.IsThrottled)
            {
                double sent = completed + (window.Throttled / window.Seconds);
                _perSecond = Math.Max(LowestRate, Math.Max(completed, Math.Min(sent, _perSecond) / 4));
                _growth = FirstGrowth;
            }
            else if (completed * Irrelevant < _perSecond)
            {
                _perSecond = double.PositiveInfinity;
            }
            else
            {
                _perSecond *= 1 + _growth;
                _growth = Math.Min(1, _growth * 2);
            }
        }
    }
}
