namespace PD12M.Transfer.Buckets;

/// <summary>An object cannot be saved in a bucket, or its bucket cannot be used.</summary>
internal sealed class BucketException : IOException
{
    /// <summary>Makes the error.</summary>
    /// <param name="fault">What kind of fault it is.</param>
    /// <param name="message">What happened, where, and what to do.</param>
    /// <param name="innerException">The cause.</param>
    public BucketException(ImageFault fault, string message, Exception innerException)
        : base(message, innerException) => Fault = fault;

    public ImageFault Fault { get; }
}
