namespace PD12M.Parquet;

/// <summary>What the footer says of a column chunk; sizes include the page headers.</summary>
/// <remarks>Source: ColumnChunk and ColumnMetaData in parquet.thrift.</remarks>
internal sealed record WrittenColumnChunk(
    ParquetColumn Column, StatisticsWriter Statistics, long Values, long Offset, long DataOffset,
    long CompressedSize, long UncompressedSize, int IndexPages, int PlainPages)
{
    public void Write(ThriftWriter thrift, CompressionCodec codec)
    {
        thrift.BeginStructElement();
        thrift.WriteI64(2, 0);
        thrift.BeginStruct(3);
        thrift.WriteI32(1, (int)Column.Type);
        WriteEncodings(thrift);
        thrift.BeginList(3, ThriftWriter.Binary, 1);
        thrift.WriteBinaryElement(System.Text.Encoding.UTF8.GetBytes(Column.Name));
        thrift.WriteI32(4, (int)codec);
        thrift.WriteI64(5, Values);
        thrift.WriteI64(6, UncompressedSize);
        thrift.WriteI64(7, CompressedSize);
        thrift.WriteI64(9, DataOffset);
        if (IndexPages > 0)
        {
            thrift.WriteI64(11, Offset);
        }

        Statistics.Write(thrift, 12);
        WriteEncodingStats(thrift);
        thrift.EndStruct();
        thrift.EndStruct();
    }

    private void WriteEncodings(ThriftWriter thrift)
    {
        // The dictionary page itself is plain.
        thrift.BeginList(2, ThriftWriter.I32, IndexPages > 0 ? 3 : 2);
        thrift.WriteI32Element((int)ValueEncoding.Plain);
        thrift.WriteI32Element((int)ValueEncoding.Rle);
        if (IndexPages > 0)
        {
            thrift.WriteI32Element((int)ValueEncoding.RleDictionary);
        }
    }

    private void WriteEncodingStats(ThriftWriter thrift)
    {
        var pages = new List<(int PageType, ValueEncoding Encoding, int Count)>();
        if (IndexPages > 0)
        {
            pages.Add((PageHeaderWriter.DictionaryPage, ValueEncoding.Plain, 1));
            pages.Add((PageHeaderWriter.DataPage, ValueEncoding.RleDictionary, IndexPages));
        }

        if (PlainPages > 0)
        {
            pages.Add((PageHeaderWriter.DataPage, ValueEncoding.Plain, PlainPages));
        }

        thrift.BeginList(13, ThriftWriter.Struct, pages.Count);
        foreach ((int pageType, ValueEncoding encoding, int count) in pages)
        {
            thrift.BeginStructElement();
            thrift.WriteI32(1, pageType);
            thrift.WriteI32(2, (int)encoding);
            thrift.WriteI32(3, count);
            thrift.EndStruct();
        }
    }
}
