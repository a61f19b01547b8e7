namespace PD12M.Parquet;

/// <summary>The meaning of a schema element, from LogicalType or the older ConvertedType of parquet.thrift.</summary>
internal readonly record struct TypeAnnotation(LogicalType LogicalType, int BitWidth = 0, int Scale = 0, int Precision = 0, bool IsAdjustedToUtc = false)
{
    public static TypeAnnotation FromConvertedType(int converted, int scale, int precision) => converted switch
    {
        0 => new(LogicalType.String),
        1 or 2 => new(LogicalType.Map),
        3 => new(LogicalType.List),
        4 => new(LogicalType.Enum),
        5 => new(LogicalType.Decimal, Scale: scale, Precision: precision),
        6 => new(LogicalType.Date),
        7 => new(LogicalType.TimeMillis, IsAdjustedToUtc: true),
        8 => new(LogicalType.TimeMicros, IsAdjustedToUtc: true),
        9 => new(LogicalType.TimestampMillis, IsAdjustedToUtc: true),
        10 => new(LogicalType.TimestampMicros, IsAdjustedToUtc: true),
        >= 11 and <= 14 => new(LogicalType.UnsignedInteger, BitWidth: 8 << (converted - 11)),
        >= 15 and <= 18 => new(LogicalType.SignedInteger, BitWidth: 8 << (converted - 15)),
        19 => new(LogicalType.Json),
        20 => new(LogicalType.Bson),
        21 => new(LogicalType.Interval),
        _ => default,
    };

    /// <summary>Reads the union; a member that is not known gives no annotation, as the specification demands.</summary>
    public static TypeAnnotation ReadLogicalType(ref ThriftReader reader)
    {
        TypeAnnotation annotation = default;
        ThriftField field = default;
        while (reader.NextField(ref field))
        {
            switch (field.Id)
            {
                case 5:
                    ThriftReader.Expect(field.Type, ThriftType.Struct);
                    annotation = ReadDecimal(ref reader);
                    break;
                case 7 or 8:
                    ThriftReader.Expect(field.Type, ThriftType.Struct);
                    annotation = ReadTime(ref reader, field.Id == 7 ? LogicalType.TimeMillis : LogicalType.TimestampMillis);
                    break;
                case 10:
                    ThriftReader.Expect(field.Type, ThriftType.Struct);
                    annotation = ReadInteger(ref reader);
                    break;
                default:
                    annotation = new(field.Id switch
                    {
                        1 => LogicalType.String,
                        2 => LogicalType.Map,
                        3 => LogicalType.List,
                        4 => LogicalType.Enum,
                        6 => LogicalType.Date,
                        12 => LogicalType.Json,
                        13 => LogicalType.Bson,
                        14 => LogicalType.Uuid,
                        15 => LogicalType.Float16,
                        _ => LogicalType.None,
                    });
                    reader.Skip(field.Type);
                    break;
            }
        }

        return annotation;
    }

    private static TypeAnnotation ReadDecimal(ref ThriftReader reader)
    {
        int scale = 0, precision = 0;
        ThriftField field = default;
        while (reader.NextField(ref field))
        {
            switch (field.Id)
            {
                case 1:
                    scale = reader.ReadInt32(field.Type);
                    break;
                case 2:
                    precision = reader.ReadInt32(field.Type);
                    break;
                default:
                    reader.Skip(field.Type);
                    break;
            }
        }

        return new(LogicalType.Decimal, Scale: scale, Precision: precision);
    }

    private static TypeAnnotation ReadTime(ref ThriftReader reader, LogicalType millis)
    {
        bool utc = false;
        int unit = 1;
        ThriftField field = default;
        while (reader.NextField(ref field))
        {
            switch (field.Id)
            {
                case 1:
                    utc = ThriftReader.ReadBoolean(field.Type);
                    break;
                case 2:
                    ThriftReader.Expect(field.Type, ThriftType.Struct);
                    unit = ReadUnit(ref reader);
                    break;
                default:
                    reader.Skip(field.Type);
                    break;
            }
        }

        // LogicalType has the units of both in the order of the union TimeUnit.
        return unit is >= 1 and <= 3 ? new(millis + (unit - 1), IsAdjustedToUtc: utc) : default;
    }

    private static int ReadUnit(ref ThriftReader reader)
    {
        int unit = 0;
        ThriftField field = default;
        while (reader.NextField(ref field))
        {
            unit = field.Id;
            reader.Skip(field.Type);
        }

        return unit;
    }

    private static TypeAnnotation ReadInteger(ref ThriftReader reader)
    {
        int width = 0;
        bool signed = true;
        ThriftField field = default;
        while (reader.NextField(ref field))
        {
            switch (field.Id)
            {
                case 1:
                    width = reader.ReadInt32(field.Type);
                    break;
                case 2:
                    signed = ThriftReader.ReadBoolean(field.Type);
                    break;
                default:
                    reader.Skip(field.Type);
                    break;
            }
        }

        return new(signed ? LogicalType.SignedInteger : LogicalType.UnsignedInteger, BitWidth: width);
    }
}
