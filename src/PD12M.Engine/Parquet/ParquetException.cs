namespace PD12M.Parquet;

/// <summary>What is wrong with a parquet file.</summary>
public enum ParquetFault
{
    /// <summary>It is some other kind of file.</summary>
    NotParquet,
    /// <summary>It ends before the bytes that it promises.</summary>
    Truncated,
    /// <summary>Its bytes contradict the specification or each other.</summary>
    Corrupt,
    /// <summary>It uses a part of the specification that is not read here (encryption, LZO, nesting).</summary>
    Unsupported,
}

/// <summary>A parquet file cannot be read. The only exception that hostile bytes can cause.</summary>
public sealed class ParquetException : Exception
{
    /// <summary>Makes the error for one file.</summary>
    /// <param name="fault">What kind of fault it is.</param>
    /// <param name="message">What is wrong and where: file, column, row group, offset, as far as known.</param>
    /// <param name="innerException">The cause, where there is one.</param>
    public ParquetException(ParquetFault fault, string message, Exception? innerException = null)
        : base(message, innerException) => Fault = fault;

    /// <summary>What kind of fault it is.</summary>
    public ParquetFault Fault { get; }
}
