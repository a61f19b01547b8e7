namespace PD12M.Parquet;

/// <summary>How a <see cref="ParquetWriter"/> lays a file out.</summary>
public sealed record ParquetWriterOptions
{
    /// <summary>How pages are compressed: <see cref="CompressionCodec.Snappy"/> or <see cref="CompressionCodec.Uncompressed"/>.</summary>
    public CompressionCodec Codec { get; init; } = CompressionCodec.Snappy;

    /// <summary>Rows of a row group, at least 1. The encoded pages of one row group are held in memory.</summary>
    public int RowGroupRows { get; init; } = 1_000_000;

    /// <summary>Bytes of encoded values, before compression, at which a page ends; at least 1.</summary>
    public int PageBytes { get; init; } = 1 << 20;

    /// <summary>Bytes that the dictionary of a column chunk may have; at 0 there are none.</summary>
    public int DictionaryBytes { get; init; } = 1 << 20;

    /// <summary>Pairs for the footer, or null for none.</summary>
    public IReadOnlyDictionary<string, string>? KeyValueMetadata { get; init; }
}
