namespace PD12M.Embeddings;

/// <summary>What is wrong with an index.</summary>
public enum IndexFault
{
    /// <summary>There is none beside the embeddings.</summary>
    Missing,
    /// <summary>It is some other kind of file.</summary>
    NotIndex,
    /// <summary>It is of a version that is not read.</summary>
    Unsupported,
    /// <summary>Its bytes contradict their checksums or each other, or end too soon.</summary>
    Corrupt,
    /// <summary>It was made of other embeddings than those beside it.</summary>
    Mismatch,
}

/// <summary>An index cannot be used. The only exception that hostile bytes can cause.</summary>
public sealed class IndexException : Exception
{
    /// <summary>Makes the error for one index.</summary>
    /// <param name="fault">What kind of fault it is.</param>
    /// <param name="path">The index's full path.</param>
    /// <param name="message">What is wrong, where, and what to do.</param>
    public IndexException(IndexFault fault, string path, string message)
        : base(message)
    {
        Fault = fault;
        Path = path;
    }

    /// <summary>What kind of fault it is.</summary>
    public IndexFault Fault { get; }

    /// <summary>The index's full path.</summary>
    public string Path { get; }
}
