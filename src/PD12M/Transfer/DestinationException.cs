namespace PD12M.Transfer;

/// <summary>Why a destination cannot be used.</summary>
internal enum DestinationFault
{
    /// <summary>Another run holds it: the error id <c>DestinationInUse</c>.</summary>
    InUse,
    /// <summary>It is a file, or a part of it is a link that may lead elsewhere.</summary>
    NotAFolder,
    /// <summary>It can be neither made nor written.</summary>
    NotWritable,
}

/// <summary>A destination folder cannot be opened.</summary>
internal sealed class DestinationException : IOException
{
    /// <summary>Makes the error for one folder.</summary>
    /// <param name="fault">What kind of fault it is.</param>
    /// <param name="message">What is wrong, where, and what to do.</param>
    /// <param name="innerException">The cause, where there is one.</param>
    public DestinationException(DestinationFault fault, string message, Exception? innerException = null)
        : base(message, innerException) => Fault = fault;

    public DestinationFault Fault { get; }
}
