namespace PD12M.Testing;

/// <summary>How an <see cref="ObjectServer"/> presents its folder.</summary>
public sealed class ObjectServerOptions
{
    /// <summary>The bucket whose content the folder is; null makes every direct subfolder a bucket of its own.</summary>
    public string? Bucket { get; init; } = "pd12m";

    /// <summary>Whether PUT stores objects; otherwise it is answered 405.</summary>
    public bool AllowWrite { get; init; }

    /// <summary>Whether a request with neither an Authorization header nor a signature in its query is answered 403. The signature is not checked.</summary>
    public bool RequireCredentials { get; init; }

    /// <summary>The port on 127.0.0.1; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>How many of the newest requests <see cref="ObjectServerStatistics.Log"/> keeps; 0 keeps none.</summary>
    public int LogCapacity { get; init; } = 10_000;

    /// <summary>Whether requests are counted by key; a run over millions of keys does without.</summary>
    public bool CountKeys { get; init; } = true;
}
