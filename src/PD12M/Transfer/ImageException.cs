namespace PD12M;

/// <summary>An image was not saved.</summary>
public sealed class ImageException : Exception
{
    /// <summary>Makes the error for one image.</summary>
    /// <param name="message">What happened, where, and what to do.</param>
    /// <param name="innerException">The cause, where there is one.</param>
    public ImageException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
