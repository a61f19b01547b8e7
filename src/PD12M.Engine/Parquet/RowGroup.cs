namespace PD12M.Parquet;

/// <summary>A horizontal slice of the table. Source: RowGroup in parquet.thrift.</summary>
public sealed class RowGroup
{
    internal RowGroup(long rowCount, long totalByteSize, IReadOnlyList<ColumnChunk> columns)
    {
        RowCount = rowCount;
        TotalByteSize = totalByteSize;
        Columns = columns;
    }

    /// <summary>The number of rows.</summary>
    public long RowCount { get; }

    /// <summary>Bytes of all columns, encoded but not compressed, as the writer states them.</summary>
    public long TotalByteSize { get; }

    /// <summary>One chunk for each of <see cref="ParquetFile.Columns"/>, in the same order.</summary>
    public IReadOnlyList<ColumnChunk> Columns { get; }
}
