namespace PD12M.Dataset;

/// <summary>There is more to count than memory is kept for.</summary>
public sealed class MeasureLimitException : Exception
{
    /// <summary>Makes the error for one column.</summary>
    /// <param name="message">What there is too much of, and what to do.</param>
    public MeasureLimitException(string message)
        : base(message)
    {
    }
}
