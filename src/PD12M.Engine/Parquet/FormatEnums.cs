namespace PD12M.Parquet;

/// <summary>How a column's values are stored. Values as in <c>Type</c> of parquet.thrift.</summary>
public enum PhysicalType
{
    /// <summary>One bit a value.</summary>
    Boolean = 0,
    /// <summary>32-bit signed integer, little-endian.</summary>
    Int32 = 1,
    /// <summary>64-bit signed integer, little-endian.</summary>
    Int64 = 2,
    /// <summary>96-bit value of old writers: nanoseconds of the day and Julian day.</summary>
    Int96 = 3,
    /// <summary>IEEE 754 single precision.</summary>
    Float = 4,
    /// <summary>IEEE 754 double precision.</summary>
    Double = 5,
    /// <summary>Bytes of varying length.</summary>
    ByteArray = 6,
    /// <summary>Bytes of one length, given by the schema.</summary>
    FixedLenByteArray = 7,
}

/// <summary>Whether a field must, may or may repeatedly be there. Values as in <c>FieldRepetitionType</c> of parquet.thrift.</summary>
public enum Repetition
{
    /// <summary>Exactly one value.</summary>
    Required = 0,
    /// <summary>One value or null.</summary>
    Optional = 1,
    /// <summary>Any number of values.</summary>
    Repeated = 2,
}

/// <summary>How values are encoded within a page. Values as in <c>Encoding</c> of parquet.thrift.</summary>
public enum ValueEncoding
{
    /// <summary>The values one after the other.</summary>
    Plain = 0,
    /// <summary>Old name of <see cref="RleDictionary"/>; on a dictionary page, of <see cref="Plain"/>.</summary>
    PlainDictionary = 2,
    /// <summary>Run lengths and bit-packed runs.</summary>
    Rle = 3,
    /// <summary>Bit-packed, most significant bit first (levels of old writers).</summary>
    BitPacked = 4,
    /// <summary>Differences of integers, bit-packed in blocks.</summary>
    DeltaBinaryPacked = 5,
    /// <summary>Lengths by differences, then the bytes.</summary>
    DeltaLengthByteArray = 6,
    /// <summary>Prefixes shared with the value before, then suffixes.</summary>
    DeltaByteArray = 7,
    /// <summary>Indices into the dictionary page.</summary>
    RleDictionary = 8,
    /// <summary>The first bytes of all values, then the second ...</summary>
    ByteStreamSplit = 9,
}

/// <summary>How a page is compressed. Values as in <c>CompressionCodec</c> of parquet.thrift.</summary>
public enum CompressionCodec
{
    /// <summary>Not at all.</summary>
    Uncompressed = 0,
    /// <summary>Snappy's raw format.</summary>
    Snappy = 1,
    /// <summary>Gzip (RFC 1952).</summary>
    Gzip = 2,
    /// <summary>LZO.</summary>
    Lzo = 3,
    /// <summary>Brotli (RFC 7932).</summary>
    Brotli = 4,
    /// <summary>LZ4 in Hadoop's framing.</summary>
    Lz4 = 5,
    /// <summary>Zstandard (RFC 8878).</summary>
    Zstd = 6,
    /// <summary>LZ4's block format.</summary>
    Lz4Raw = 7,
}

/// <summary>The meaning of a column's values beyond <see cref="PhysicalType"/>: <c>LogicalType</c> and <c>ConvertedType</c> of parquet.thrift in one.</summary>
public enum LogicalType
{
    /// <summary>None given, or one that this version does not know.</summary>
    None,
    /// <summary>UTF-8 text.</summary>
    String,
    /// <summary>UTF-8 text out of a fixed set.</summary>
    Enum,
    /// <summary>UTF-8 JSON text.</summary>
    Json,
    /// <summary>BSON.</summary>
    Bson,
    /// <summary>16 bytes, big-endian.</summary>
    Uuid,
    /// <summary>A signed integer of <see cref="ParquetColumn.BitWidth"/> bits.</summary>
    SignedInteger,
    /// <summary>An unsigned integer of <see cref="ParquetColumn.BitWidth"/> bits.</summary>
    UnsignedInteger,
    /// <summary>An unscaled integer with <see cref="ParquetColumn.Scale"/> and <see cref="ParquetColumn.Precision"/>.</summary>
    Decimal,
    /// <summary>Days since 1970-01-01.</summary>
    Date,
    /// <summary>Milliseconds of the day.</summary>
    TimeMillis,
    /// <summary>Microseconds of the day.</summary>
    TimeMicros,
    /// <summary>Nanoseconds of the day.</summary>
    TimeNanos,
    /// <summary>Milliseconds since 1970-01-01.</summary>
    TimestampMillis,
    /// <summary>Microseconds since 1970-01-01.</summary>
    TimestampMicros,
    /// <summary>Nanoseconds since 1970-01-01.</summary>
    TimestampNanos,
    /// <summary>Months, days and milliseconds, 12 bytes.</summary>
    Interval,
    /// <summary>IEEE 754 half precision, 2 bytes.</summary>
    Float16,
    /// <summary>A list; on a group, never on a leaf.</summary>
    List,
    /// <summary>A map; on a group, never on a leaf.</summary>
    Map,
}
