namespace PD12M.Parquet;

/// <summary>Values as in <c>PageType</c> of parquet.thrift.</summary>
internal enum PageType
{
    Data = 0,
    Index = 1,
    Dictionary = 2,
    DataV2 = 3,
}

/// <summary>What stands before each page: <c>PageHeader</c> of parquet.thrift with the header of its type.</summary>
internal readonly record struct PageHeader
{
    public PageType Type { get; private init; }

    public int UncompressedSize { get; private init; }

    public int CompressedSize { get; private init; }

    /// <summary>The CRC-32 of the page's body as it is stored, where the writer gave it.</summary>
    public uint? Checksum { get; private init; }

    /// <summary>Values, nulls among them; for a dictionary page its entries.</summary>
    public int ValueCount { get; private init; }

    /// <summary>Rows of a data page; of a page v1, which does not state them, the values of a flat column.</summary>
    public int RowCount { get; private init; }

    public ValueEncoding Encoding { get; private init; }

    public ValueEncoding RepetitionLevelEncoding { get; private init; }

    public ValueEncoding DefinitionLevelEncoding { get; private init; }

    public int DefinitionLevelsLength { get; private init; }

    public int RepetitionLevelsLength { get; private init; }

    public bool IsCompressed { get; private init; }

    public bool IsDataPage => Type is PageType.Data or PageType.DataV2;

    public static PageHeader Read(ref ThriftReader reader)
    {
        PageHeader header = new() { IsCompressed = true };
        int type = -1, detail = -1, uncompressed = -1, compressed = -1;
        uint? checksum = null;
        ThriftField field = default;
        while (reader.NextField(ref field))
        {
            switch (field.Id)
            {
                case 1:
                    type = reader.ReadInt32(field.Type);
                    break;
                case 2:
                    uncompressed = reader.ReadInt32(field.Type);
                    break;
                case 3:
                    compressed = reader.ReadInt32(field.Type);
                    break;
                case 4:
                    checksum = (uint)reader.ReadInt32(field.Type);
                    break;
                case 5 or 7 or 8:
                    ThriftReader.Expect(field.Type, ThriftType.Struct);
                    detail = field.Id;
                    header = detail == 8 ? ReadDataV2(ref reader) : ReadDataOrDictionary(ref reader);
                    break;
                default:
                    reader.Skip(field.Type);
                    break;
            }
        }

        if (uncompressed < 0 || compressed < 0 || type < 0)
        {
            throw MalformedDataException.Corrupt("a page header lacks its type or sizes or has negative ones");
        }

        int expected = (PageType)type switch { PageType.Data => 5, PageType.Dictionary => 7, PageType.DataV2 => 8, _ => detail };
        if (detail != expected)
        {
            throw MalformedDataException.Corrupt($"a page header of type {type} has the details of another type");
        }

        return header with { Type = (PageType)type, UncompressedSize = uncompressed, CompressedSize = compressed, Checksum = checksum };
    }

    private static PageHeader ReadDataOrDictionary(ref ThriftReader reader)
    {
        int values = -1, encoding = -1, definition = (int)ValueEncoding.Rle, repetition = (int)ValueEncoding.Rle;
        ThriftField field = default;
        while (reader.NextField(ref field))
        {
            switch (field.Id)
            {
                case 1:
                    values = reader.ReadInt32(field.Type);
                    break;
                case 2:
                    encoding = reader.ReadInt32(field.Type);
                    break;
                case 3 when field.Type is not (ThriftType.True or ThriftType.False):
                    definition = reader.ReadInt32(field.Type);
                    break;
                case 4:
                    repetition = reader.ReadInt32(field.Type);
                    break;
                default:
                    reader.Skip(field.Type);
                    break;
            }
        }

        return new()
        {
            ValueCount = CheckedCount(values),
            RowCount = values,
            Encoding = (ValueEncoding)encoding,
            RepetitionLevelEncoding = (ValueEncoding)repetition,
            DefinitionLevelEncoding = (ValueEncoding)definition,
            IsCompressed = true,
        };
    }

    private static PageHeader ReadDataV2(ref ThriftReader reader)
    {
        int values = -1, rows = -1, encoding = -1, definition = -1, repetition = -1;
        bool compressed = true;
        ThriftField field = default;
        while (reader.NextField(ref field))
        {
            switch (field.Id)
            {
                case 1:
                    values = reader.ReadInt32(field.Type);
                    break;
                case 3:
                    rows = reader.ReadInt32(field.Type);
                    break;
                case 4:
                    encoding = reader.ReadInt32(field.Type);
                    break;
                case 5:
                    definition = reader.ReadInt32(field.Type);
                    break;
                case 6:
                    repetition = reader.ReadInt32(field.Type);
                    break;
                case 7:
                    compressed = ThriftReader.ReadBoolean(field.Type);
                    break;
                default:
                    reader.Skip(field.Type);
                    break;
            }
        }

        return new()
        {
            ValueCount = CheckedCount(values),
            RowCount = CheckedCount(rows),
            Encoding = (ValueEncoding)encoding,
            RepetitionLevelEncoding = ValueEncoding.Rle,
            DefinitionLevelEncoding = ValueEncoding.Rle,
            DefinitionLevelsLength = CheckedCount(definition),
            RepetitionLevelsLength = CheckedCount(repetition),
            IsCompressed = compressed,
        };
    }

    private static int CheckedCount(int count) => count >= 0
        ? count
        : throw MalformedDataException.Corrupt("a page header lacks a count or a length or has a negative one");
}
