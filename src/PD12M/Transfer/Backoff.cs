namespace PD12M.Transfer;

/// <summary>
/// Waits between attempts: anything up to a bound that doubles each time ("full jitter"), so that many requests that
/// failed together do not come back together.
/// </summary>
/// <param name="first">The bound behind the first failed attempt.</param>
/// <param name="longest">What the bound grows to.</param>
internal sealed class Backoff(TimeSpan first, TimeSpan longest)
{
    private readonly Random _random = new();

    /// <summary>Makes waits of up to 20 seconds.</summary>
    /// <param name="first">The bound behind the first failed attempt.</param>
    public Backoff(TimeSpan first)
        : this(first, TimeSpan.FromSeconds(20))
    {
    }

    /// <summary>Draws the wait behind a failed attempt.</summary>
    /// <param name="attempt">The attempt that failed, from 1.</param>
    /// <param name="retryAfter">What the server asks for; it is waited for besides.</param>
    public TimeSpan Next(int attempt, TimeSpan? retryAfter)
    {
        double share;
        lock (_random)
        {
            share = _random.NextDouble();
        }

        double bound = Math.Min(first.TotalMilliseconds * Math.Pow(2, attempt - 1), longest.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(bound * share) + (retryAfter ?? TimeSpan.Zero);
    }

    /// <summary>Waits after a failed attempt.</summary>
    /// <param name="attempt">The attempt that failed, from 1.</param>
    /// <param name="retryAfter">What the server asks for; it is waited for besides.</param>
    /// <param name="token">Ends the wait.</param>
    public Task WaitAsync(int attempt, TimeSpan? retryAfter, CancellationToken token) => Task.Delay(Next(attempt, retryAfter), token);
}
