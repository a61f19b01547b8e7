namespace PD12M.Parquet;

/// <summary>The least and greatest value of one column chunk, in the column's TYPE_ORDER, and its number of nulls.</summary>
/// <remarks>Source: Statistics and ColumnOrder in parquet.thrift.</remarks>
internal abstract class StatisticsWriter
{
    public long NullCount { get; private set; }

    public static StatisticsWriter For(ParquetColumn column) => (column.Type, column.LogicalType) switch
    {
        (PhysicalType.ByteArray or PhysicalType.FixedLenByteArray, not LogicalType.Float16) => new BytesStatisticsWriter(column),
        _ => new NumericStatisticsWriter(column),
    };

    public void AddNull() => NullCount++;

    /// <summary>Takes a value in its PLAIN form, without a length prefix.</summary>
    public abstract void Add(ReadOnlySpan<byte> value);

    /// <summary>Writes the fields of a Statistics structure that stands in field <paramref name="field"/>.</summary>
    public void Write(ThriftWriter thrift, int field)
    {
        thrift.BeginStruct(field);
        thrift.WriteI64(3, NullCount);
        WriteBounds(thrift);
        thrift.EndStruct();
    }

    protected abstract void WriteBounds(ThriftWriter thrift);
}
