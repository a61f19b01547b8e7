namespace PD12M.Transfer;

/// <summary>What is tried again, and when: the budgets of an item and of the run.</summary>
internal sealed record RetryOptions
{
    /// <summary>How often an object is asked for without a byte gained before its fault counts.</summary>
    public int Attempts { get; init; } = 8;

    /// <summary>How often an object is received with another content than promised before that counts.</summary>
    public int ContentAttempts { get; init; } = 3;

    /// <summary>The longest wait behind the first failed attempt.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>What the longest wait grows to.</summary>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>The most of a server's Retry-After that is waited for.</summary>
    public TimeSpan LongestRetryAfter { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Retries for each answer, in the long run: beyond them they wait.</summary>
    public double Share { get; init; } = 0.5;

    /// <summary>Retries that a run may make at once, before its share counts.</summary>
    public int Reserve { get; init; } = 200;

    /// <summary>Failures in a row, of all items, that make a store count as down.</summary>
    public int OutageFailures { get; init; } = 10;

    /// <summary>How long no answer may have come before a store counts as down.</summary>
    public TimeSpan OutageSilence { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The wait before a store that is down is asked again; it doubles.</summary>
    public TimeSpan FirstProbe { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>What the wait between two probes grows to.</summary>
    public TimeSpan LongestProbe { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a store that has answered before may be down until items fail for it.</summary>
    public TimeSpan LongestOutage { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How long a store that has never answered may be down: its address may be wrong.</summary>
    public TimeSpan LongestStart { get; init; } = TimeSpan.FromMinutes(1);
}
