namespace PD12M.Transfer.Runs;

/// <summary>Why a file that a run reports to cannot be used.</summary>
internal enum RunFileFault
{
    /// <summary>Another run holds it.</summary>
    InUse,
    /// <summary>There is a file of another kind under its name.</summary>
    Invalid,
}

/// <summary>A file that a run reports to cannot be used.</summary>
internal sealed class RunFileException : IOException
{
    /// <summary>Makes the error for one file.</summary>
    /// <param name="fault">What kind of fault it is.</param>
    /// <param name="message">What is wrong, and what to do.</param>
    /// <param name="innerException">The cause, where there is one.</param>
    public RunFileException(RunFileFault fault, string message, Exception? innerException = null)
        : base(message, innerException) => Fault = fault;

    public RunFileFault Fault { get; }
}
