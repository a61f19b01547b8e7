namespace PD12M.Parquet;

/// <summary>A node of the schema. Source: SchemaElement in parquet.thrift.</summary>
internal sealed record SchemaElement
{
    public string Name { get; private init; } = string.Empty;

    /// <summary>Null for a group.</summary>
    public PhysicalType? Type { get; private init; }

    public Repetition Repetition { get; private init; }

    public int TypeLength { get; private init; }

    public int ChildCount { get; private init; }

    public TypeAnnotation Annotation { get; private init; }

    public static SchemaElement Read(ref ThriftReader reader)
    {
        int type = -1, length = 0, repetition = 0, children = 0, converted = -1, scale = 0, precision = 0;
        string? name = null;
        TypeAnnotation annotation = default;
        ThriftField field = default;
        while (reader.NextField(ref field))
        {
            switch (field.Id)
            {
                case 1:
                    type = reader.ReadInt32(field.Type);
                    break;
                case 2:
                    length = reader.ReadInt32(field.Type);
                    break;
                case 3:
                    repetition = reader.ReadInt32(field.Type);
                    break;
                case 4:
                    name = reader.ReadString(field.Type);
                    break;
                case 5:
                    children = reader.ReadInt32(field.Type);
                    break;
                case 6:
                    converted = reader.ReadInt32(field.Type);
                    break;
                case 7:
                    scale = reader.ReadInt32(field.Type);
                    break;
                case 8:
                    precision = reader.ReadInt32(field.Type);
                    break;
                case 10:
                    ThriftReader.Expect(field.Type, ThriftType.Struct);
                    annotation = TypeAnnotation.ReadLogicalType(ref reader);
                    break;
                default:
                    reader.Skip(field.Type);
                    break;
            }
        }

        if (name is null || children < 0 || repetition is < 0 or > 2 || (type >= 0 && children > 0))
        {
            throw MalformedDataException.Corrupt($"the schema's element '{name}' lacks its name or contradicts itself");
        }

        return new()
        {
            Name = name,
            Type = type >= 0 ? (PhysicalType)type : null,
            Repetition = (Repetition)repetition,
            TypeLength = length,
            ChildCount = children,
            Annotation = annotation.LogicalType == LogicalType.None
                ? TypeAnnotation.FromConvertedType(converted, scale, precision)
                : annotation,
        };
    }
}
