namespace PD12M.Parquet;

/// <summary>A column's part of a row group. Source: ColumnChunk and ColumnMetaData in parquet.thrift.</summary>
public sealed class ColumnChunk
{
    internal ColumnChunk()
    {
    }

    /// <summary>How the pages are compressed.</summary>
    public CompressionCodec Codec { get; internal init; }

    /// <summary>The encodings that occur, those of levels among them, as the writer states them.</summary>
    public IReadOnlyList<ValueEncoding> Encodings { get; internal init; } = [];

    /// <summary>The number of values, nulls among them.</summary>
    public long ValueCount { get; internal init; }

    /// <summary>Bytes of all pages with their headers, as stored.</summary>
    public long CompressedSize { get; internal init; }

    /// <summary>Bytes of all pages with their headers, decompressed.</summary>
    public long UncompressedSize { get; internal init; }

    /// <summary>The number of nulls, or null where the writer does not state it.</summary>
    public long? NullCount { get; internal init; }

    /// <summary>A lower bound of the values, in PLAIN encoding without a length, or null where the writer states none. It may be shorter than any value.</summary>
    public ReadOnlyMemory<byte>? Min { get; internal init; }

    /// <summary>An upper bound of the values, as <see cref="Min"/>.</summary>
    public ReadOnlyMemory<byte>? Max { get; internal init; }

    /// <summary>Whether <see cref="Max"/> is known to be a value, not a longer bound or one that was cut off.</summary>
    internal bool IsMaxExact { get; init; }

    /// <summary>Where the chunk's Bloom filter is; null where it has none.</summary>
    internal FileRange? BloomFilter { get; init; }

    /// <summary>Where the bounds of the chunk's pages are (ColumnIndex); null where there are none.</summary>
    internal FileRange? ColumnIndex { get; set; }

    /// <summary>Where the first rows of the chunk's pages are (OffsetIndex); null where there are none.</summary>
    internal FileRange? OffsetIndex { get; set; }

    internal PhysicalType Type { get; init; }

    /// <summary>Whether every value is an entry of the dictionary, as far as the writer states it.</summary>
    internal bool IsWhollyDictionaryEncoded { get; init; }

    internal long DataPageOffset { get; init; }

    internal long DictionaryPageOffset { get; init; }

    /// <summary>Why the chunk cannot be read though the file can, or null.</summary>
    internal string? Obstacle { get; init; }

    /// <summary>Where the file's pages must end: before the footer.</summary>
    internal long Limit { get; init; }

    internal long StartOffset => DictionaryPageOffset > 0 ? Math.Min(DictionaryPageOffset, DataPageOffset) : DataPageOffset;

    /// <summary>Where the chunk ends by its stated size, which a few writers state too small.</summary>
    internal long StatedEndOffset => CompressedSize <= Limit - StartOffset ? StartOffset + CompressedSize : Limit;

    // parquet-mr before 1.2.9 left the header of the dictionary page out of the size (PARQUET-816).
    internal long EndOffset => CompressedSize <= Limit - StartOffset ? Math.Min(Limit, StartOffset + CompressedSize + 100) : Limit;
}
