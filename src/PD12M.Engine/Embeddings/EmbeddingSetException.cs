namespace PD12M.Embeddings;

/// <summary>Why files of embeddings and metadata do not belong together.</summary>
public enum EmbeddingSetFault
{
    /// <summary>The files' vectors have not all as many values.</summary>
    DimensionsDiffer,
    /// <summary>There are not as many embeddings as records.</summary>
    RowsDiffer,
    /// <summary>There are more rows than can be searched.</summary>
    TooManyRows,
    /// <summary>A file has become shorter while it was in use.</summary>
    Changed,
}

/// <summary>Files of embeddings or metadata are whole, but do not belong together.</summary>
public sealed class EmbeddingSetException : Exception
{
    /// <summary>Makes the error.</summary>
    /// <param name="fault">What kind of fault it is.</param>
    /// <param name="path">The file that shows it.</param>
    /// <param name="message">What is wrong, where, and what to do.</param>
    public EmbeddingSetException(EmbeddingSetFault fault, string path, string message)
        : base(message)
    {
        Fault = fault;
        Path = path;
    }

    /// <summary>What kind of fault it is.</summary>
    public EmbeddingSetFault Fault { get; }

    /// <summary>The file that shows it.</summary>
    public string Path { get; }
}
