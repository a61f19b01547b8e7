namespace PD12M.Parquet;

/// <summary>Reads ColumnChunk, ColumnMetaData and Statistics of parquet.thrift.</summary>
internal static class ColumnChunkReader
{
    // One for all: a footer can have a chunk without anything in each of its bytes.
    private static readonly ColumnChunk s_missing = new() { Obstacle = "its metadata is missing" };

    public static ColumnChunk Read(ref ThriftReader reader, long limit)
    {
        ColumnChunk? chunk = null;
        string? obstacle = null;
        long offsetIndex = -1, columnIndex = -1;
        int? offsetIndexLength = null, columnIndexLength = null;
        ThriftField field = default;
        while (reader.NextField(ref field))
        {
            switch (field.Id)
            {
                case 1:
                    obstacle = $"its pages are in another file ({reader.ReadString(field.Type)})";
                    break;
                case 3:
                    ThriftReader.Expect(field.Type, ThriftType.Struct);
                    chunk = ReadMetadata(ref reader, limit);
                    break;
                case 4 when field.Type == ThriftType.Int64:
                    offsetIndex = reader.ReadInt64(field.Type);
                    break;
                case 5 when field.Type == ThriftType.Int32:
                    offsetIndexLength = reader.ReadInt32(field.Type);
                    break;
                case 6 when field.Type == ThriftType.Int64:
                    columnIndex = reader.ReadInt64(field.Type);
                    break;
                case 7 when field.Type == ThriftType.Int32:
                    columnIndexLength = reader.ReadInt32(field.Type);
                    break;
                case 8:
                    obstacle = "it is encrypted";
                    reader.Skip(field.Type);
                    break;
                default:
                    reader.Skip(field.Type);
                    break;
            }
        }

        if (chunk is null)
        {
            return obstacle is null ? s_missing : new() { Obstacle = obstacle };
        }

        chunk.OffsetIndex = offsetIndex < 0 ? null : new FileRange(offsetIndex, offsetIndexLength);
        chunk.ColumnIndex = columnIndex < 0 ? null : new FileRange(columnIndex, columnIndexLength);
        return obstacle is null ? chunk : new() { Type = chunk.Type, ValueCount = chunk.ValueCount, Codec = chunk.Codec, Obstacle = obstacle };
    }

    private static ColumnChunk ReadMetadata(ref ThriftReader reader, long limit)
    {
        int type = -1, codec = -1;
        List<ValueEncoding> encodings = [];
        long values = -1, uncompressed = -1, compressed = -1, data = -1, dictionary = 0;
        Statistics statistics = default;
        bool? hasOnlyDictionaryPages = null;
        long bloomFilter = -1;
        int? bloomFilterLength = null;
        ThriftField field = default;
        while (reader.NextField(ref field))
        {
            switch (field.Id)
            {
                case 1:
                    type = reader.ReadInt32(field.Type);
                    break;
                case 2:
                    for (int left = reader.ReadList(field.Type, ThriftType.Int32); left > 0; left--)
                    {
                        encodings.Add((ValueEncoding)reader.ReadInt32(ThriftType.Int32));
                    }

                    break;
                case 4:
                    codec = reader.ReadInt32(field.Type);
                    break;
                case 5:
                    values = reader.ReadInt64(field.Type);
                    break;
                case 6:
                    uncompressed = reader.ReadInt64(field.Type);
                    break;
                case 7:
                    compressed = reader.ReadInt64(field.Type);
                    break;
                case 9:
                    data = reader.ReadInt64(field.Type);
                    break;
                case 11:
                    dictionary = reader.ReadInt64(field.Type);
                    break;
                case 12:
                    ThriftReader.Expect(field.Type, ThriftType.Struct);
                    statistics = ReadStatistics(ref reader);
                    break;
                case 13:
                    hasOnlyDictionaryPages = ReadEncodingStats(ref reader, field.Type);
                    break;
                case 14 when field.Type == ThriftType.Int64:
                    bloomFilter = reader.ReadInt64(field.Type);
                    break;
                case 15 when field.Type == ThriftType.Int32:
                    // In dict-page-offset-zero.parquet of parquet-testing this field is a list.
                    bloomFilterLength = reader.ReadInt32(field.Type);
                    break;
                default:
                    reader.Skip(field.Type);
                    break;
            }
        }

        // The old fields were compared as signed bytes: of no use for strings (parquet.thrift, Statistics).
        bool oldOrderHolds = (PhysicalType)type is PhysicalType.Int32 or PhysicalType.Int64 or PhysicalType.Float or PhysicalType.Double;
        return new()
        {
            Type = (PhysicalType)type,
            Codec = (CompressionCodec)codec,
            Encodings = encodings,
            IsWhollyDictionaryEncoded = hasOnlyDictionaryPages ?? HasOnlyDictionaryPages(encodings),
            ValueCount = values,
            UncompressedSize = uncompressed,
            CompressedSize = compressed,
            DataPageOffset = data,
            DictionaryPageOffset = dictionary,
            NullCount = statistics.NullCount,
            Min = ToMemory(statistics.Min ?? (oldOrderHolds ? statistics.OldMin : null)),
            Max = ToMemory(statistics.Max ?? (oldOrderHolds ? statistics.OldMax : null)),
            IsMaxExact = statistics.IsMaxExact,
            BloomFilter = bloomFilter < 0 ? null : new FileRange(bloomFilter, bloomFilterLength),
            Limit = limit,
        };
    }

    /// <returns>Whether all data pages are dictionary-encoded; null where none is mentioned.</returns>
    private static bool? ReadEncodingStats(ref ThriftReader reader, ThriftType type)
    {
        bool? hasOnlyDictionaryPages = null;
        for (int left = reader.ReadList(type, ThriftType.Struct); left > 0; left--)
        {
            int page = -1, encoding = -1, count = 0;
            ThriftField field = default;
            while (reader.NextField(ref field))
            {
                switch (field.Id)
                {
                    case 1:
                        page = reader.ReadInt32(field.Type);
                        break;
                    case 2:
                        encoding = reader.ReadInt32(field.Type);
                        break;
                    case 3:
                        count = reader.ReadInt32(field.Type);
                        break;
                    default:
                        reader.Skip(field.Type);
                        break;
                }
            }

            if ((PageType)page is PageType.Data or PageType.DataV2 && count != 0)
            {
                hasOnlyDictionaryPages = hasOnlyDictionaryPages != false && IsDictionary((ValueEncoding)encoding);
            }
        }

        return hasOnlyDictionaryPages;
    }

    // PLAIN among the encodings may be the dictionary page's, or that of pages which were written when it was full.
    private static bool HasOnlyDictionaryPages(List<ValueEncoding> encodings) =>
        encodings.Exists(IsDictionary) && encodings.TrueForAll(encoding => IsDictionary(encoding) || encoding is ValueEncoding.Rle or ValueEncoding.BitPacked);

    private static bool IsDictionary(ValueEncoding encoding) => encoding is ValueEncoding.PlainDictionary or ValueEncoding.RleDictionary;

    private static Statistics ReadStatistics(ref ThriftReader reader)
    {
        Statistics statistics = default;
        ThriftField field = default;
        while (reader.NextField(ref field))
        {
            switch (field.Id)
            {
                case 1:
                    statistics.OldMax = reader.ReadBinary(field.Type).ToArray();
                    break;
                case 2:
                    statistics.OldMin = reader.ReadBinary(field.Type).ToArray();
                    break;
                case 3:
                    statistics.NullCount = reader.ReadInt64(field.Type);
                    break;
                case 5:
                    statistics.Max = reader.ReadBinary(field.Type).ToArray();
                    break;
                case 6:
                    statistics.Min = reader.ReadBinary(field.Type).ToArray();
                    break;
                case 7:
                    statistics.IsMaxExact = ThriftReader.ReadBoolean(field.Type);
                    break;
                default:
                    reader.Skip(field.Type);
                    break;
            }
        }

        return statistics;
    }

    // An array that is null would become empty memory, not the absence of a bound.
    private static ReadOnlyMemory<byte>? ToMemory(byte[]? bytes) => bytes is null ? null : new ReadOnlyMemory<byte>(bytes);

    private struct Statistics
    {
        public byte[]? Min;
        public byte[]? Max;
        public byte[]? OldMin;
        public byte[]? OldMax;
        public long? NullCount;
        public bool IsMaxExact;
    }
}
