namespace PD12M.Transfer;

/// <summary>
/// Waits between attempts: anything up to a bound that doubles each time ("full jitter"), so that many requests that
/// failed together do not come back together.
/// </summary>
internal sealed class RetryDelay(TimeSpan first)
{
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(20);

    private readonly Random _random = new();

    /// <summary>Waits after a failed attempt.</summary>
    /// <param name="attempt">The attempt that failed, from 1.</param>
    /// <param name="retryAfter">What the server asks for; it is waited for besides.</param>
    /// <param name="token">Ends the wait.</param>
    public Task WaitAsync(int attempt, TimeSpan? retryAfter, CancellationToken token)
    {
        double share;
        lock (_random)
        {
            share = _random.NextDouble();
        }

        double bound = Math.Min(first.TotalMilliseconds * Math.Pow(2, attempt - 1), s_longest.TotalMilliseconds);
        return Task.Delay(TimeSpan.FromMilliseconds(bound * share) + (retryAfter ?? TimeSpan.Zero), token);
    }
}
