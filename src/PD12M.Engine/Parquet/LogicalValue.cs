namespace PD12M.Parquet;

/// <summary>What a column's values are to those who take them as objects.</summary>
internal static class LogicalValue
{
    public static bool IsText(ParquetColumn column) =>
        column.Type == PhysicalType.ByteArray && column.LogicalType is LogicalType.String or LogicalType.Enum or LogicalType.Json;
}
