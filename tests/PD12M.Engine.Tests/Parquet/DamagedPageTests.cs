using PD12M.Parquet;

namespace PD12M.Engine.Tests.Parquet;

public class DamagedPageTests
{
    private static ParquetException Refused(HandMadeFile made, ParquetFault fault)
    {
        using ParquetFile file = made.Open();
        ParquetException exception = Assert.Throws<ParquetException>(() => ColumnText.Read(file, "c"));
        Assert.Equal(fault, exception.Fault);
        Assert.Contains("'hand-made'", exception.Message, StringComparison.Ordinal);
        Assert.Contains("column 'c', row group 0", exception.Message, StringComparison.Ordinal);
        return exception;
    }

    private static HandMadeFile Strings(long rows, params byte[][] pages) => new HandMadeFile(rows).Add("c", PhysicalType.ByteArray, pages);

    private static HandMadeFile Compressed(CompressionCodec codec, byte[] body, int uncompressedSize) => new HandMadeFile(1).Add(
        "c", PhysicalType.ByteArray, nullable: false, codec, HandMadeFile.Data(1, ValueEncoding.Plain, body, uncompressedSize));

    [Fact]
    public void Pages_that_end_before_the_row_group_are_corrupt() =>
        Refused(Strings(3, HandMadeFile.Data(2, ValueEncoding.Plain, HandMadeFile.PlainStrings("a", "b"))), ParquetFault.Corrupt);

    [Fact]
    public void A_page_with_more_rows_than_the_row_group_is_corrupt() =>
        Refused(Strings(1, HandMadeFile.Data(2, ValueEncoding.Plain, HandMadeFile.PlainStrings("a", "b"))), ParquetFault.Corrupt);

    [Fact]
    public void A_page_without_its_last_value_is_truncated() =>
        Refused(Strings(2, HandMadeFile.Data(2, ValueEncoding.Plain, HandMadeFile.PlainStrings("a"))), ParquetFault.Truncated);

    [Fact]
    public void A_value_longer_than_its_page_is_truncated() =>
        Refused(Strings(1, HandMadeFile.Data(1, ValueEncoding.Plain, [0xFF, 0xFF, 0xFF, 0xFF, 1])), ParquetFault.Truncated);

    [Fact]
    public void An_index_beyond_the_dictionary_is_corrupt() =>
        Refused(
            Strings(1, HandMadeFile.Dictionary(1, HandMadeFile.PlainStrings("a")), HandMadeFile.Data(1, ValueEncoding.RleDictionary, [1, 2, 1])),
            ParquetFault.Corrupt);

    [Fact]
    public void An_index_without_a_dictionary_is_corrupt() =>
        Refused(Strings(1, HandMadeFile.Data(1, ValueEncoding.RleDictionary, [1, 2, 0])), ParquetFault.Corrupt);

    [Fact]
    public void A_dictionary_with_more_entries_than_bytes_is_truncated() =>
        Refused(Strings(1, HandMadeFile.Dictionary(int.MaxValue, HandMadeFile.PlainStrings("a"))), ParquetFault.Truncated);

    [Fact]
    public void A_dictionary_of_numbers_with_more_entries_than_bytes_is_truncated() =>
        Refused(new HandMadeFile(1).Add("c", PhysicalType.Int64, HandMadeFile.Dictionary(2, new byte[15])), ParquetFault.Truncated);

    [Fact]
    public void Numbers_that_end_too_early_are_truncated() =>
        Refused(new HandMadeFile(2).Add("c", PhysicalType.Int64, HandMadeFile.Data(2, ValueEncoding.Plain, new byte[15])), ParquetFault.Truncated);

    [Fact]
    public void Levels_longer_than_the_page_are_truncated() =>
        Refused(
            new HandMadeFile(1).Add("c", PhysicalType.Int32, nullable: true, CompressionCodec.Uncompressed, HandMadeFile.Data(1, ValueEncoding.Plain, [0xFF, 0xFF, 0xFF, 0x7F, 2, 1])),
            ParquetFault.Truncated);

    [Fact]
    public void A_page_that_reaches_beyond_the_column_chunk_is_corrupt()
    {
        byte[] page = [.. new CompactBytes().Integer(1, 0).Integer(2, int.MaxValue).Integer(3, int.MaxValue)
            .Struct(5, new CompactBytes().Integer(1, 1).Integer(2, 0).Integer(3, 3).Integer(4, 3)).End()];
        Refused(Strings(1, page), ParquetFault.Corrupt);
    }

    [Fact]
    public void A_page_of_a_negative_size_is_corrupt()
    {
        byte[] page = [.. new CompactBytes().Integer(1, 0).Integer(2, -1).Integer(3, -1)
            .Struct(5, new CompactBytes().Integer(1, 1).Integer(2, 0).Integer(3, 3).Integer(4, 3)).End()];
        Refused(Strings(1, page), ParquetFault.Corrupt);
    }

    [Theory]
    [InlineData(CompressionCodec.Snappy)]
    [InlineData(CompressionCodec.Gzip)]
    [InlineData(CompressionCodec.Zstd)]
    [InlineData(CompressionCodec.Lz4)]
    [InlineData(CompressionCodec.Lz4Raw)]
    public void A_page_that_claims_an_impossible_expansion_is_corrupt(CompressionCodec codec) =>
        Refused(Compressed(codec, new byte[1000], int.MaxValue), ParquetFault.Corrupt);

    [Theory]
    [InlineData(CompressionCodec.Snappy)]
#if NET
    // Mono takes such bytes for the end of the data; .NET Framework has no Brotli.
    [InlineData(CompressionCodec.Gzip)]
    [InlineData(CompressionCodec.Brotli)]
#endif
    [InlineData(CompressionCodec.Zstd)]
    [InlineData(CompressionCodec.Lz4)]
    [InlineData(CompressionCodec.Lz4Raw)]
    public void Bytes_that_are_not_what_the_codec_writes_are_corrupt(CompressionCodec codec) =>
        Refused(Compressed(codec, [9, 9, 9, 9, 9, 9, 9, 9], 12), ParquetFault.Corrupt);

    [Theory]
    [InlineData(CompressionCodec.Lzo)]
    [InlineData((CompressionCodec)99)]
    public void A_codec_that_is_not_read_is_named(CompressionCodec codec) =>
        Assert.Contains($"{codec}", Refused(Compressed(codec, new byte[8], 8), ParquetFault.Unsupported).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(ValueEncoding.ByteStreamSplit)]
    [InlineData(ValueEncoding.DeltaBinaryPacked)]
    [InlineData((ValueEncoding)10)]
    [InlineData((ValueEncoding)99)]
    public void An_encoding_that_is_not_read_is_named(ValueEncoding encoding) =>
        Assert.Contains($"{encoding}", Refused(Strings(1, HandMadeFile.Data(1, encoding, new byte[8])), ParquetFault.Unsupported).Message, StringComparison.Ordinal);

    [Fact]
    public void A_message_tells_where_the_page_is()
    {
        HandMadeFile made = Strings(
            2,
            HandMadeFile.Data(1, ValueEncoding.Plain, HandMadeFile.PlainStrings("a")),
            HandMadeFile.Data(1, ValueEncoding.Plain, [9]));
        int second = 4 + HandMadeFile.Data(1, ValueEncoding.Plain, HandMadeFile.PlainStrings("a")).Length;
        Assert.Contains($"page at offset {second}", Refused(made, ParquetFault.Truncated).Message, StringComparison.Ordinal);
    }
}
