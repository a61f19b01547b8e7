namespace PD12M.Transfer;

/// <summary>Why a file on the web cannot be read.</summary>
internal enum RemoteFault
{
    NotFound,
    AccessDenied,

    /// <summary>The server gives whole files only.</summary>
    RangesUnsupported,

    /// <summary>It is another file now than when it was opened.</summary>
    Changed,
    RedirectRefused,
    ServerError,
    ConnectionFailed,
    TimedOut,
}

/// <summary>A file on the web cannot be read.</summary>
internal sealed class RemoteFileException : IOException
{
    /// <summary>Makes the error for one file.</summary>
    /// <param name="fault">What kind of fault it is.</param>
    /// <param name="message">What happened, where, and what to do.</param>
    /// <param name="innerException">The cause, where there is one.</param>
    public RemoteFileException(RemoteFault fault, string message, Exception? innerException = null)
        : base(message, innerException) => Fault = fault;

    public RemoteFault Fault { get; }

    /// <summary>Whether the same request may succeed a moment later.</summary>
    public bool IsTransient { get; init; }

    /// <summary>How long the server wants to be left alone; null if it does not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether an address that a redirect led to may have expired.</summary>
    public bool MayBeExpired { get; init; }
}
