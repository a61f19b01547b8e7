namespace PD12M.Embeddings;

/// <summary>What is wrong with a NumPy file.</summary>
public enum NpyFault
{
    /// <summary>It is some other kind of file.</summary>
    NotNpy,
    /// <summary>It ends before the bytes that its header promises.</summary>
    Truncated,
    /// <summary>Its bytes contradict the specification or each other.</summary>
    Corrupt,
    /// <summary>It is an array of another kind: of another type, order or number of dimensions.</summary>
    Unsupported,
}

/// <summary>A NumPy file cannot be read. The only exception that hostile bytes can cause.</summary>
public sealed class NpyException : Exception
{
    /// <summary>Makes the error for one file.</summary>
    /// <param name="fault">What kind of fault it is.</param>
    /// <param name="message">What is wrong, where, and what to do.</param>
    public NpyException(NpyFault fault, string message)
        : base(message) => Fault = fault;

    /// <summary>What kind of fault it is.</summary>
    public NpyFault Fault { get; }
}
