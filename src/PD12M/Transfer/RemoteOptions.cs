namespace PD12M.Transfer;

/// <summary>How patient the reading of a file on the web is.</summary>
internal sealed record RemoteOptions
{
    /// <summary>What fits everybody but tests.</summary>
    public static RemoteOptions Default { get; } = new();

    /// <summary>How often a request is sent at most before its fault counts.</summary>
    public int Attempts { get; init; } = 5;

    /// <summary>The longest wait behind the first fault; it doubles with each further one.</summary>
    public TimeSpan FirstRetryDelay { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest that a server may ask for between two attempts; one that asks for more has its way, and the fault counts.</summary>
    public TimeSpan LongestRetryAfter { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a server may take to begin its answer.</summary>
    public TimeSpan FirstByteTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a server may keep silent in its answer.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>What proves the right to read; null for anonymous requests.</summary>
    public RemoteCredential? Credential { get; init; }
}
