namespace PD12M.Transfer;

/// <summary>Waits between attempts: twice as long each time, and spread, so that many transfers do not come back at once.</summary>
internal sealed class Backoff
{
    private readonly TimeSpan _first;
    private readonly Random _random = new();

    /// <summary>Makes the waits.</summary>
    /// <param name="first">The longest first wait.</param>
    public Backoff(TimeSpan first) => _first = first;

    /// <summary>Waits after a failed attempt: between half of the attempt's longest wait and all of it.</summary>
    /// <param name="attempt">The attempt that failed, from 1.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task WaitAsync(int attempt, CancellationToken cancellationToken)
    {
        double share;
        lock (_random)
        {
            share = (1 + _random.NextDouble()) / 2;
        }
        return Task.Delay(TimeSpan.FromTicks((long)(_first.Ticks * Math.Pow(2, attempt - 1) * share)), cancellationToken);
    }
}
