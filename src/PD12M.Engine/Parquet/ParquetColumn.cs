namespace PD12M.Parquet;

/// <summary>A leaf column of a schema: what the writer takes and the reader finds.</summary>
/// <param name="Name">The path of the leaf, its parts joined with dots; for a flat table the column's name.</param>
/// <param name="Type">How the values are stored.</param>
/// <param name="IsNullable">Whether the leaf itself may have no value (repetition OPTIONAL); for a flat table whether a row may.</param>
/// <param name="LogicalType">What the values mean.</param>
/// <remarks>Source: SchemaElement in parquet.thrift.</remarks>
public sealed record ParquetColumn(string Name, PhysicalType Type, bool IsNullable = true, LogicalType LogicalType = LogicalType.None)
{
    /// <summary>Bytes of a value of type <see cref="PhysicalType.FixedLenByteArray"/>; else 0.</summary>
    public int TypeLength { get; init; }

    /// <summary>Digits behind the point of a decimal; else 0.</summary>
    public int Scale { get; init; }

    /// <summary>Digits of a decimal; else 0.</summary>
    public int Precision { get; init; }

    /// <summary>Bits of an integer whose logical type gives them (8, 16, 32, 64); else 0.</summary>
    public int BitWidth { get; init; }

    /// <summary>Whether a date-time is told in UTC rather than in local time.</summary>
    public bool IsAdjustedToUtc { get; init; }

    /// <summary>The definition level of a value that is there: 0 for a required flat column, 1 for an optional one.</summary>
    public int MaxDefinitionLevel { get; init; } = IsNullable ? 1 : 0;

    /// <summary>The number of repeated fields above the value: 0 for one value a row, 1 for a list.</summary>
    public int MaxRepetitionLevel { get; init; }

    /// <summary>The definition level from which on the outermost list has an element; 0 where there is no list.</summary>
    internal int ElementDefinitionLevel { get; init; }
}
