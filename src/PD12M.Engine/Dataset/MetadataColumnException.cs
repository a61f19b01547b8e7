namespace PD12M.Dataset;

/// <summary>What is wrong with a column of a metadata file.</summary>
public enum MetadataColumnFault
{
    /// <summary>There is no column of that name.</summary>
    Missing,
    /// <summary>It holds another kind of value than the data set's.</summary>
    WrongType,
}

/// <summary>A parquet file is whole, but it is no metadata as it was asked for.</summary>
public sealed class MetadataColumnException : Exception
{
    /// <summary>Makes the error for one file.</summary>
    /// <param name="fault">What kind of fault it is.</param>
    /// <param name="message">What is wrong, where, and what to do.</param>
    /// <param name="column">The column that it is about.</param>
    public MetadataColumnException(MetadataColumnFault fault, string message, string column)
        : base(message)
    {
        Fault = fault;
        Column = column;
    }

    /// <summary>What kind of fault it is.</summary>
    public MetadataColumnFault Fault { get; }

    /// <summary>The column that it is about.</summary>
    public string Column { get; }
}
