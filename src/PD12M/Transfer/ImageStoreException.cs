namespace PD12M.Transfer;

/// <summary>An object cannot be had from its store.</summary>
internal sealed class ImageStoreException : Exception
{
    /// <summary>Makes the error for one request.</summary>
    /// <param name="fault">What kind of fault it is.</param>
    /// <param name="message">What happened, where, and what to do.</param>
    /// <param name="isTransient">Whether the same request may succeed a moment later.</param>
    /// <param name="innerException">The cause, where there is one.</param>
    public ImageStoreException(ImageFault fault, string message, bool isTransient, Exception? innerException = null)
        : base(message, innerException)
    {
        Fault = fault;
        IsTransient = isTransient;
    }

    public ImageFault Fault { get; }

    public bool IsTransient { get; }

    /// <summary>Whether the store as a whole may be in trouble, rather than this object.</summary>
    public bool IsOutage { get; init; }

    /// <summary>Whether the store refused the request for coming too fast.</summary>
    public bool IsThrottled { get; init; }

    /// <summary>How long the store asks to be left alone.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
