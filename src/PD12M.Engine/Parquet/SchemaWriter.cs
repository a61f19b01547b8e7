namespace PD12M.Parquet;

/// <summary>Checks the columns of a flat table and writes them as the footer's schema.</summary>
/// <remarks>Source: SchemaElement and LogicalType in parquet.thrift; LogicalTypes.md.</remarks>
internal static class SchemaWriter
{
    /// <exception cref="ArgumentException">A table cannot have these columns.</exception>
    public static void Check(IReadOnlyList<ParquetColumn> columns)
    {
        if (columns.Count == 0)
        {
            throw new ArgumentException("A table needs at least one column.", nameof(columns));
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (ParquetColumn column in columns)
        {
            string? fault =
                string.IsNullOrEmpty(column.Name) ? "it has no name"
                : !names.Add(column.Name) ? "there are two of that name"
                : column.MaxRepetitionLevel != 0 || column.MaxDefinitionLevel != (column.IsNullable ? 1 : 0) ? "nested columns are not written"
                : column.Type == PhysicalType.Int96 ? "INT96 is deprecated and not written"
                : column.Type == PhysicalType.FixedLenByteArray && column.TypeLength < 1 ? "FIXED_LEN_BYTE_ARRAY needs a TypeLength"
                : !Allows(column) ? $"the format has no {column.LogicalType} with these properties on {column.Type}"
                : null;
            if (fault is not null)
            {
                throw new ArgumentException($"Column '{column.Name}': {fault}.", nameof(columns));
            }
        }
    }

    public static void Write(ThriftWriter thrift, IReadOnlyList<ParquetColumn> columns)
    {
        thrift.BeginList(2, ThriftWriter.Struct, columns.Count + 1);
        thrift.BeginStructElement();
        thrift.WriteString(4, "schema");
        thrift.WriteI32(5, columns.Count);
        thrift.EndStruct();
        foreach (ParquetColumn column in columns)
        {
            WriteLeaf(thrift, column);
        }
    }

    private static void WriteLeaf(ThriftWriter thrift, ParquetColumn column)
    {
        thrift.BeginStructElement();
        thrift.WriteI32(1, (int)column.Type);
        if (column.Type == PhysicalType.FixedLenByteArray)
        {
            thrift.WriteI32(2, column.TypeLength);
        }

        thrift.WriteI32(3, (int)(column.IsNullable ? Repetition.Optional : Repetition.Required));
        thrift.WriteString(4, column.Name);
        if (ConvertedType(column) is int converted)
        {
            thrift.WriteI32(6, converted);
        }

        if (column.LogicalType == LogicalType.Decimal)
        {
            thrift.WriteI32(7, column.Scale);
            thrift.WriteI32(8, column.Precision);
        }

        if (LogicalTypeField(column.LogicalType) is int field)
        {
            thrift.BeginStruct(10);
            WriteLogicalType(thrift, column, field);
            thrift.EndStruct();
        }

        thrift.EndStruct();
    }

    private static void WriteLogicalType(ThriftWriter thrift, ParquetColumn column, int field)
    {
        thrift.BeginStruct(field);
        switch (column.LogicalType)
        {
            case LogicalType.Decimal:
                thrift.WriteI32(1, column.Scale);
                thrift.WriteI32(2, column.Precision);
                break;
            case LogicalType.SignedInteger or LogicalType.UnsignedInteger:
                thrift.WriteI8(1, (sbyte)column.BitWidth);
                thrift.WriteBool(2, column.LogicalType == LogicalType.SignedInteger);
                break;
            case >= LogicalType.TimeMillis and <= LogicalType.TimestampNanos:
                thrift.WriteBool(1, column.IsAdjustedToUtc);
                thrift.BeginStruct(2);
                thrift.WriteEmptyStruct(TimeUnitField(column.LogicalType));
                thrift.EndStruct();
                break;
        }

        thrift.EndStruct();
    }

    private static bool Allows(ParquetColumn column) => (column.LogicalType, column.Type) switch
    {
        (LogicalType.None, _) => true,
        (LogicalType.String or LogicalType.Enum or LogicalType.Json or LogicalType.Bson, PhysicalType.ByteArray) => true,
        (LogicalType.Uuid, PhysicalType.FixedLenByteArray) => column.TypeLength == 16,
        (LogicalType.Interval, PhysicalType.FixedLenByteArray) => column.TypeLength == 12,
        (LogicalType.Float16, PhysicalType.FixedLenByteArray) => column.TypeLength == 2,
        (LogicalType.SignedInteger or LogicalType.UnsignedInteger, PhysicalType.Int32) => column.BitWidth is 8 or 16 or 32,
        (LogicalType.SignedInteger or LogicalType.UnsignedInteger, PhysicalType.Int64) => column.BitWidth == 64,
        (LogicalType.Decimal, not (PhysicalType.Boolean or PhysicalType.Float or PhysicalType.Double)) =>
            column.Scale >= 0 && column.Precision > 0 && column.Scale <= column.Precision,
        (LogicalType.Date or LogicalType.TimeMillis, PhysicalType.Int32) => true,
        (LogicalType.TimeMicros or LogicalType.TimeNanos, PhysicalType.Int64) => true,
        (LogicalType.TimestampMillis or LogicalType.TimestampMicros or LogicalType.TimestampNanos, PhysicalType.Int64) => true,
        _ => false,
    };

    private static int? ConvertedType(ParquetColumn column) => column.LogicalType switch
    {
        LogicalType.String => 0,
        LogicalType.Enum => 4,
        LogicalType.Decimal => 5,
        LogicalType.Date => 6,
        LogicalType.TimeMillis => 7,
        LogicalType.TimeMicros => 8,
        LogicalType.TimestampMillis => 9,
        LogicalType.TimestampMicros => 10,
        LogicalType.UnsignedInteger => column.BitWidth switch { 8 => 11, 16 => 12, 32 => 13, _ => 14 },
        LogicalType.SignedInteger => column.BitWidth switch { 8 => 15, 16 => 16, 32 => 17, _ => 18 },
        LogicalType.Json => 19,
        LogicalType.Bson => 20,
        LogicalType.Interval => 21,
        _ => null,
    };

    private static int? LogicalTypeField(LogicalType type) => type switch
    {
        LogicalType.String => 1,
        LogicalType.Enum => 4,
        LogicalType.Decimal => 5,
        LogicalType.Date => 6,
        LogicalType.TimeMillis or LogicalType.TimeMicros or LogicalType.TimeNanos => 7,
        LogicalType.TimestampMillis or LogicalType.TimestampMicros or LogicalType.TimestampNanos => 8,
        LogicalType.SignedInteger or LogicalType.UnsignedInteger => 10,
        LogicalType.Json => 12,
        LogicalType.Bson => 13,
        LogicalType.Uuid => 14,
        LogicalType.Float16 => 15,
        _ => null,
    };

    private static int TimeUnitField(LogicalType type) => type switch
    {
        LogicalType.TimeMillis or LogicalType.TimestampMillis => 1,
        LogicalType.TimeMicros or LogicalType.TimestampMicros => 2,
        _ => 3,
    };
}
