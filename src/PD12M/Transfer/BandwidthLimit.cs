using System.Diagnostics;

namespace PD12M.Transfer;

/// <summary>Keeps all transfers of a run together below a number of bytes a second: a token bucket. Thread-safe.</summary>
internal sealed class BandwidthLimit
{
    /// <summary>What may come at once after a pause, in seconds of the rate; small, so that the mean is kept soon.</summary>
    private const double BurstSeconds = 0.1;

    private readonly object _gate = new();
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly double _bytesPerSecond;
    private double _paidUntil;

    /// <param name="bytesPerSecond">The rate, above 0.</param>
    public BandwidthLimit(long bytesPerSecond) => _bytesPerSecond = bytesPerSecond;

    /// <summary>Waits until bytes that have been received were due.</summary>
    /// <param name="count">How many bytes.</param>
    /// <param name="token">Ends the wait.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public Task TakeAsync(int count, CancellationToken token)
    {
        double wait;
        lock (_gate)
        {
            double now = _clock.Elapsed.TotalSeconds;
            _paidUntil = Math.Max(_paidUntil, now - BurstSeconds) + (count / _bytesPerSecond);
            wait = _paidUntil - now;
        }
        return wait > 0 ? Task.Delay(TimeSpan.FromSeconds(wait), token) : Task.CompletedTask;
    }
}
