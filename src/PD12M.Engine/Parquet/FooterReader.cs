namespace PD12M.Parquet;

/// <summary>What a footer says. Source: FileMetaData in parquet.thrift.</summary>
/// <remarks><see cref="TypeOrders"/> says for columns from the first on whether bounds of theirs go by their type's order.</remarks>
internal sealed record Footer(
    IReadOnlyList<ParquetColumn> Columns,
    IReadOnlyList<RowGroup> RowGroups,
    IReadOnlyList<bool> TypeOrders,
    IReadOnlyDictionary<string, string?> KeyValueMetadata,
    string? CreatedBy);

/// <summary>Reads a footer.</summary>
internal static class FooterReader
{
    /// <param name="bytes">The footer without its length and magic number.</param>
    /// <param name="limit">Where in the file the footer starts, so where pages end.</param>
    public static Footer Read(ReadOnlySpan<byte> bytes, long limit)
    {
        ThriftReader reader = new(bytes);
        List<ParquetColumn>? columns = null;
        List<RowGroup>? rowGroups = null;
        List<bool> typeOrders = [];
        Dictionary<string, string?> keyValues = [];
        string? createdBy = null;
        ThriftField field = default;
        while (reader.NextField(ref field))
        {
            switch (field.Id)
            {
                case 2:
                    columns = SchemaReader.Read(ref reader, field.Type);
                    break;
                case 4:
                    rowGroups = ReadRowGroups(ref reader, field.Type, limit);
                    break;
                case 5:
                    ReadKeyValues(ref reader, field.Type, keyValues);
                    break;
                case 6:
                    createdBy = reader.ReadString(field.Type);
                    break;
                case 7:
                    ReadColumnOrders(ref reader, field.Type, typeOrders);
                    break;
                default:
                    reader.Skip(field.Type);
                    break;
            }
        }

        if (columns is null || rowGroups is null)
        {
            throw MalformedDataException.Corrupt("the footer lacks the schema or the row groups");
        }

        Check(columns, rowGroups);
        return new(columns, rowGroups, typeOrders, keyValues, createdBy);
    }

    private static List<RowGroup> ReadRowGroups(ref ThriftReader reader, ThriftType type, long limit)
    {
        List<RowGroup> groups = [];
        for (int left = reader.ReadList(type, ThriftType.Struct); left > 0; left--)
        {
            groups.Add(ReadRowGroup(ref reader, limit));
        }

        return groups;
    }

    private static RowGroup ReadRowGroup(ref ThriftReader reader, long limit)
    {
        List<ColumnChunk> columns = [];
        long bytes = 0, rows = -1;
        ThriftField field = default;
        while (reader.NextField(ref field))
        {
            switch (field.Id)
            {
                case 1:
                    for (int left = reader.ReadList(field.Type, ThriftType.Struct); left > 0; left--)
                    {
                        columns.Add(ColumnChunkReader.Read(ref reader, limit));
                    }

                    break;
                case 2:
                    bytes = reader.ReadInt64(field.Type);
                    break;
                case 3:
                    rows = reader.ReadInt64(field.Type);
                    break;
                default:
                    reader.Skip(field.Type);
                    break;
            }
        }

        return new(rows, bytes, columns);
    }

    private static void ReadColumnOrders(ref ThriftReader reader, ThriftType type, List<bool> typeOrders)
    {
        for (int left = reader.ReadList(type, ThriftType.Struct); left > 0; left--)
        {
            bool isTypeOrder = false;
            ThriftField field = default;
            while (reader.NextField(ref field))
            {
                isTypeOrder |= field.Id == 1;
                reader.Skip(field.Type);
            }

            typeOrders.Add(isTypeOrder);
        }
    }

    private static void ReadKeyValues(ref ThriftReader reader, ThriftType type, Dictionary<string, string?> keyValues)
    {
        for (int left = reader.ReadList(type, ThriftType.Struct); left > 0; left--)
        {
            string? key = null, value = null;
            ThriftField field = default;
            while (reader.NextField(ref field))
            {
                switch (field.Id)
                {
                    case 1:
                        key = reader.ReadString(field.Type);
                        break;
                    case 2:
                        value = reader.ReadString(field.Type);
                        break;
                    default:
                        reader.Skip(field.Type);
                        break;
                }
            }

            if (key is not null)
            {
                keyValues[key] = value;
            }
        }
    }

    private static void Check(List<ParquetColumn> columns, List<RowGroup> rowGroups)
    {
        long total = 0;
        for (int i = 0; i < rowGroups.Count; i++)
        {
            RowGroup group = rowGroups[i];
            if (group.RowCount < 0 || group.RowCount > long.MaxValue - total)
            {
                throw MalformedDataException.Corrupt($"row group {i} has an impossible number of rows ({group.RowCount})");
            }

            total += group.RowCount;
            if (group.Columns.Count != columns.Count)
            {
                throw MalformedDataException.Corrupt($"row group {i} has {group.Columns.Count} columns, the schema {columns.Count}");
            }
        }
    }
}
