namespace PD12M.Parquet;

/// <summary>Reads the schema: a tree of SchemaElement of parquet.thrift, written in depth-first order.</summary>
internal static class SchemaReader
{
    private const int MaximumDepth = 64;

    // A name is the path from the root, so that a short schema can stand for names of any length.
    private const int MostNameCharacters = 16 * 1024 * 1024;

    public static List<ParquetColumn> Read(ref ThriftReader reader, ThriftType type)
    {
        List<SchemaElement> elements = [];
        for (int left = reader.ReadList(type, ThriftType.Struct); left > 0; left--)
        {
            elements.Add(SchemaElement.Read(ref reader));
        }

        if (elements.Count == 0 || elements[0].Type is not null)
        {
            throw MalformedDataException.Corrupt("the schema lacks its root");
        }

        List<ParquetColumn> columns = [];
        int next = 1;
        int characters = 0;
        AddChildren(elements, ref next, elements[0], new(string.Empty, 0, 0, 0, 0), columns, ref characters);
        return next == elements.Count
            ? columns
            : throw MalformedDataException.Corrupt($"the schema has {elements.Count - next} elements that no group contains");
    }

    private static void AddChildren(List<SchemaElement> elements, ref int next, SchemaElement parent, Path path, List<ParquetColumn> columns, ref int characters)
    {
        if (path.Depth == MaximumDepth)
        {
            throw MalformedDataException.Corrupt($"the schema is nested deeper than {MaximumDepth} levels");
        }

        for (int i = 0; i < parent.ChildCount; i++)
        {
            if (next == elements.Count)
            {
                throw MalformedDataException.Corrupt($"the schema's group '{parent.Name}' has {parent.ChildCount} fields, but the schema ends after {i}");
            }

            SchemaElement element = elements[next++];
            characters += Math.Min(path.Name.Length + element.Name.Length, MostNameCharacters);
            if (characters > MostNameCharacters)
            {
                throw MalformedDataException.Unsupported($"the columns' names have more than {MostNameCharacters} characters in all");
            }

            Path inner = path.Enter(element);
            if (element.Type is { } type)
            {
                columns.Add(ToColumn(element, type, inner));
            }
            else
            {
                AddChildren(elements, ref next, element, inner, columns, ref characters);
            }
        }
    }

    private static ParquetColumn ToColumn(SchemaElement element, PhysicalType type, Path path) =>
        new(path.Name, type, element.Repetition == Repetition.Optional, element.Annotation.LogicalType)
        {
            TypeLength = type == PhysicalType.FixedLenByteArray ? element.TypeLength : 0,
            Scale = element.Annotation.Scale,
            Precision = element.Annotation.Precision,
            BitWidth = element.Annotation.BitWidth,
            IsAdjustedToUtc = element.Annotation.IsAdjustedToUtc,
            MaxDefinitionLevel = path.DefinitionLevel,
            MaxRepetitionLevel = path.RepetitionLevel,
            ElementDefinitionLevel = path.ElementDefinitionLevel,
        };

    private readonly record struct Path(string Name, int Depth, int DefinitionLevel, int RepetitionLevel, int ElementDefinitionLevel)
    {
        public Path Enter(SchemaElement element)
        {
            bool isRepeated = element.Repetition == Repetition.Repeated;
            int definition = DefinitionLevel + (element.Repetition == Repetition.Required ? 0 : 1);
            return new(
                Depth == 0 ? element.Name : Name + "." + element.Name,
                Depth + 1,
                definition,
                RepetitionLevel + (isRepeated ? 1 : 0),
                isRepeated && RepetitionLevel == 0 ? definition : ElementDefinitionLevel);
        }
    }
}
