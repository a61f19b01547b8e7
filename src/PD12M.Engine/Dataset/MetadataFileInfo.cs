using PD12M.Parquet;

namespace PD12M;

/// <summary>A metadata file as its footer describes it.</summary>
/// <param name="Path">The file's full path or address.</param>
/// <param name="Rows">How many records it has.</param>
/// <param name="RowGroups">How many row groups it has.</param>
/// <param name="Length">The file's size in bytes.</param>
/// <param name="CreatedBy">The program that wrote it, as it calls itself; null where it does not say.</param>
/// <param name="Columns">Its columns in their order.</param>
public sealed record MetadataFileInfo(string Path, long Rows, int RowGroups, long Length, string? CreatedBy, IReadOnlyList<MetadataColumnInfo> Columns)
{
    internal static MetadataFileInfo Of(ParquetFile file) => new(
        file.Name, file.RowCount, file.RowGroups.Count, file.Length, file.CreatedBy,
        [.. file.Columns.Select((column, index) => MetadataColumnInfo.Of(file.Name, column, [.. file.RowGroups.Select(group => group.Columns[index])]))]);
}

/// <summary>A column of a metadata file, over all row groups.</summary>
/// <param name="Name">The column's name.</param>
/// <param name="Type">How its values are stored.</param>
/// <param name="LogicalType">What they mean.</param>
/// <param name="IsNullable">Whether a row may have no value.</param>
/// <param name="Encodings">The encodings that occur, those of levels among them.</param>
/// <param name="Codecs">How the pages are compressed; more than one where row groups differ.</param>
/// <param name="CompressedSize">Bytes of its pages as stored.</param>
/// <param name="UncompressedSize">Bytes of its pages decompressed.</param>
/// <param name="NullCount">How many rows have no value; null where the writer does not say.</param>
public sealed record MetadataColumnInfo(
    string Name, PhysicalType Type, LogicalType LogicalType, bool IsNullable, IReadOnlyList<ValueEncoding> Encodings,
    IReadOnlyList<CompressionCodec> Codecs, long CompressedSize, long UncompressedSize, long? NullCount)
{
    /// <summary>The column's name.</summary>
    /// <returns>The name.</returns>
    public override string ToString() => Name;

    internal static MetadataColumnInfo Of(string file, ParquetColumn column, IReadOnlyList<ColumnChunk> chunks) => new(
        column.Name, column.Type, column.LogicalType, column.IsNullable,
        [.. chunks.SelectMany(chunk => chunk.Encodings).Distinct()],
        [.. chunks.Select(chunk => chunk.Codec).Distinct()],
        Sum(file, column, chunks.Select(chunk => chunk.CompressedSize)),
        Sum(file, column, chunks.Select(chunk => chunk.UncompressedSize)),
        chunks.All(chunk => chunk.NullCount is not null) ? Sum(file, column, chunks.Select(chunk => chunk.NullCount ?? 0)) : null);

    private static long Sum(string file, ParquetColumn column, IEnumerable<long> numbers)
    {
        try
        {
            return numbers.Sum();
        }
        catch (OverflowException error)
        {
            throw new ParquetException(
                ParquetFault.Corrupt, $"'{file}' states impossible sizes or null counts of the column '{column.Name}'. The file is damaged; fetch it again.", error);
        }
    }
}
