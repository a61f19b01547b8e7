namespace PD12M.Parquet;

/// <summary>Gathers what the footer says of the row groups and writes it.</summary>
/// <remarks>Source: FileMetaData and RowGroup in parquet.thrift.</remarks>
internal sealed class FooterWriter(IReadOnlyList<ParquetColumn> columns, ParquetWriterOptions options)
{
    private readonly List<(long Rows, WrittenColumnChunk[] Chunks)> _rowGroups = [];

    public void AddRowGroup(long rows, WrittenColumnChunk[] chunks) => _rowGroups.Add((rows, chunks));

    public void Write(ByteWriter output)
    {
        var thrift = new ThriftWriter(output);
        thrift.BeginStructElement();
        thrift.WriteI32(1, 1);
        SchemaWriter.Write(thrift, columns);
        thrift.WriteI64(3, _rowGroups.Sum(group => group.Rows));
        thrift.BeginList(4, ThriftWriter.Struct, _rowGroups.Count);
        for (int i = 0; i < _rowGroups.Count; i++)
        {
            WriteRowGroup(thrift, i);
        }

        WriteKeyValueMetadata(thrift);
        thrift.WriteString(6, "PD12M version " + typeof(FooterWriter).Assembly.GetName().Version!.ToString(3));
        thrift.BeginList(7, ThriftWriter.Struct, columns.Count);
        for (int i = 0; i < columns.Count; i++)
        {
            thrift.BeginStructElement();
            thrift.WriteEmptyStruct(1);
            thrift.EndStruct();
        }

        thrift.EndStruct();
    }

    private void WriteRowGroup(ThriftWriter thrift, int ordinal)
    {
        (long rows, WrittenColumnChunk[] chunks) = _rowGroups[ordinal];
        thrift.BeginStructElement();
        thrift.BeginList(1, ThriftWriter.Struct, chunks.Length);
        foreach (WrittenColumnChunk chunk in chunks)
        {
            chunk.Write(thrift, options.Codec);
        }

        thrift.WriteI64(2, chunks.Sum(chunk => chunk.UncompressedSize));
        thrift.WriteI64(3, rows);
        thrift.WriteI64(5, chunks[0].Offset);
        thrift.WriteI64(6, chunks.Sum(chunk => chunk.CompressedSize));
        if (ordinal <= short.MaxValue)
        {
            thrift.WriteI16(7, (short)ordinal);
        }

        thrift.EndStruct();
    }

    private void WriteKeyValueMetadata(ThriftWriter thrift)
    {
        if (options.KeyValueMetadata is not { Count: > 0 } pairs)
        {
            return;
        }

        thrift.BeginList(5, ThriftWriter.Struct, pairs.Count);
        foreach (KeyValuePair<string, string> pair in pairs)
        {
            thrift.BeginStructElement();
            thrift.WriteString(1, pair.Key);
            thrift.WriteString(2, pair.Value);
            thrift.EndStruct();
        }
    }
}
