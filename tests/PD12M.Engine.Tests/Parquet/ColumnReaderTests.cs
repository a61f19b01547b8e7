using PD12M.Parquet;

namespace PD12M.Engine.Tests.Parquet;

public class ColumnReaderTests
{
    private static readonly byte[] s_threeWords = HandMadeFile.PlainStrings("red", "green", "blue");

    private static List<string?> Strings(ParquetFile file, int column = 0)
    {
        using ByteArrayColumnReader reader = (ByteArrayColumnReader)file.OpenColumn(0, column);
        List<string?> values = [];
        for (int ready = reader.Fill(); ready > 0; ready = reader.Fill())
        {
            values.AddRange(Enumerable.Range(0, ready).Select(reader.GetString));
            reader.Advance(ready);
        }

        return values;
    }

    private static HandMadeFile Words(long rows, params byte[][] pages) => new HandMadeFile(rows).Add("word", PhysicalType.ByteArray, pages);

    [Fact]
    public void The_cursor_moves_row_by_row()
    {
        using ParquetFile file = Words(3, HandMadeFile.Data(3, ValueEncoding.Plain, s_threeWords)).Open();
        using ByteArrayColumnReader reader = (ByteArrayColumnReader)file.OpenColumn(0, 0);
        Assert.Equal(3, reader.Fill());
        reader.Advance(1);
        Assert.Equal(2, reader.Fill());
        Assert.Equal("green", reader.GetString(0));
        Assert.Equal("blue"u8.ToArray(), reader.GetBytes(1).ToArray());
        Assert.Equal("blue"u8.ToArray(), reader.GetValue(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.GetString(2));
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.IsNull(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.Advance(3));
        reader.Advance(2);
        Assert.Equal(0, reader.Fill());
        Assert.Equal(0, reader.Fill());
    }

    [Fact]
    public void A_reader_that_was_closed_says_so()
    {
        using ParquetFile file = Words(3, HandMadeFile.Data(3, ValueEncoding.Plain, s_threeWords)).Open();
        ColumnReader reader = file.OpenColumn(0, 0);
        reader.Fill();
        reader.Dispose();
        reader.Dispose();
        Assert.Throws<ObjectDisposedException>(() => reader.Fill());
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.GetValue(0));
    }

    [Fact]
    public void A_dictionary_may_give_way_to_plain_pages()
    {
        using ParquetFile file = Words(
            6,
            HandMadeFile.Dictionary(3, s_threeWords),
            HandMadeFile.Data(3, ValueEncoding.RleDictionary, [2, 3, 0b00100010, 0]),
            HandMadeFile.Data(3, ValueEncoding.Plain, HandMadeFile.PlainStrings("", "red", "x"))).Open();
        using ByteArrayColumnReader reader = (ByteArrayColumnReader)file.OpenColumn(0, 0);
        Assert.Equal(3, reader.Fill());
        Assert.True(reader.IsDictionaryEncoded);
        Assert.Equal(3, reader.DictionarySize);
        Assert.Equal([2, 0, 2], Enumerable.Range(0, 3).Select(reader.GetDictionaryIndex));
        Assert.Equal("blue", reader.GetString(0));
        Assert.Same(reader.GetString(0), reader.GetString(2));
        Assert.Equal("green"u8.ToArray(), reader.GetDictionaryBytes(1).ToArray());
        reader.Advance(3);
        Assert.Equal(3, reader.Fill());
        Assert.False(reader.IsDictionaryEncoded);
        Assert.Equal(["", "red", "x"], Enumerable.Range(0, 3).Select(reader.GetString));
        Assert.Throws<InvalidOperationException>(() => reader.GetDictionaryIndex(0));
    }

    [Fact]
    public void Nulls_have_neither_bytes_nor_index()
    {
        using ParquetFile file = new HandMadeFile(8).Add(
            "word", PhysicalType.ByteArray, nullable: true, CompressionCodec.Uncompressed,
            HandMadeFile.Dictionary(3, s_threeWords),
            HandMadeFile.Data(4, ValueEncoding.RleDictionary, [.. HandMadeFile.WithLength(3, 0b1010), 2, 2 << 1, 1]),
            HandMadeFile.Data(3, ValueEncoding.Plain, [.. HandMadeFile.WithLength(2 << 1, 0, 1 << 1, 1), .. HandMadeFile.PlainStrings("last")]),
            HandMadeFile.Data(1, ValueEncoding.RleDictionary, HandMadeFile.WithLength(1 << 1, 0))).Open();
        Assert.Equal([null, "green", null, "green", null, null, "last", null], Strings(file));

        using ByteArrayColumnReader reader = (ByteArrayColumnReader)file.OpenColumn(0, 0);
        reader.Fill();
        Assert.True(reader.IsNull(0));
        Assert.False(reader.IsNull(1));
        Assert.Equal(-1, reader.GetDictionaryIndex(0));
        Assert.Equal(1, reader.GetDictionaryIndex(3));
        Assert.True(reader.GetBytes(0).IsEmpty);
        Assert.Null(reader.GetValue(0));
    }

    [Fact]
    public void Levels_of_old_writers_start_with_the_most_significant_bit()
    {
        using ParquetFile file = new HandMadeFile(9).Add(
            "n", PhysicalType.Int32, nullable: true, CompressionCodec.Uncompressed,
            HandMadeFile.Data(9, ValueEncoding.Plain, [0b1010_0000, 0b1000_0000, .. HandMadeFile.PlainIntegers(7, 8, 9)], levels: ValueEncoding.BitPacked)).Open();
        Assert.Equal(["7", "null", "8", "null", "null", "null", "null", "null", "9"], ColumnText.Read(file, "n"));
    }

    [Fact]
    public void A_page_v2_has_its_levels_outside_of_the_compressed_part()
    {
        byte[] levels = [3, 0b0101];
        byte[] snappy = [11, 10 << 2, .. HandMadeFile.PlainStrings("abc"), .. HandMadeFile.PlainStrings("")];
        using ParquetFile file = new HandMadeFile(8).Add(
            "word", PhysicalType.ByteArray, nullable: true, CompressionCodec.Snappy,
            HandMadeFile.DataV2(4, ValueEncoding.Plain, levels, snappy, compressed: true, uncompressedSize: 11),
            HandMadeFile.DataV2(4, ValueEncoding.Plain, levels, HandMadeFile.PlainStrings("d", "e"), compressed: false)).Open();
        Assert.Equal(["abc", null, "", null, "d", null, "e", null], Strings(file));
    }

    // Encodings.md, "RLE = 3": booleans have a length in front in both kinds of page.
    [Fact]
    public void Run_length_encoded_booleans_follow_their_length()
    {
        byte[] body = HandMadeFile.WithLength(5 << 1, 1, 3, 0b0000_0110);
        using ParquetFile file = new HandMadeFile(28)
            .Add(
                "b", PhysicalType.Boolean, nullable: true, CompressionCodec.Uncompressed,
                HandMadeFile.Data(9, ValueEncoding.Rle, [.. HandMadeFile.WithLength(9 << 1, 1), .. body]),
                HandMadeFile.DataV2(9, ValueEncoding.Rle, [9 << 1, 1], body, compressed: false),
                HandMadeFile.Data(10, ValueEncoding.Rle, HandMadeFile.WithLength(10 << 1, 0))).Open();
        string[] page = ["true", "true", "true", "true", "true", "false", "true", "true", "false"];
        Assert.Equal([.. page, .. page, .. Enumerable.Repeat("null", 10)], ColumnText.Read(file, "b"));
    }

    [Fact]
    public void Index_pages_and_pages_without_rows_are_passed_over()
    {
        using ParquetFile file = Words(
            3,
            HandMadeFile.Index([1, 2, 3]),
            HandMadeFile.Data(0, ValueEncoding.Plain, []),
            HandMadeFile.Data(3, ValueEncoding.Plain, s_threeWords)).Open();
        Assert.Equal(["red", "green", "blue"], Strings(file));
    }

    [Fact]
    public void Skipping_leaves_whole_pages_compressed()
    {
        byte[] snappy = [24, 23 << 2, .. s_threeWords];
        byte[] page = HandMadeFile.Data(3, ValueEncoding.Plain, snappy, uncompressedSize: 24);
        byte[] broken = HandMadeFile.Data(3, ValueEncoding.Plain, [0xFF, 0xFF], uncompressedSize: 24);
        using ParquetFile file = new HandMadeFile(9).Add("word", PhysicalType.ByteArray, nullable: false, CompressionCodec.Snappy, page, broken, page).Open();
        using ByteArrayColumnReader reader = (ByteArrayColumnReader)file.OpenColumn(0, 0);
        reader.Fill();
        reader.Skip(1);
        Assert.Equal("green", reader.GetString(0));
        reader.Skip(6);
        Assert.Equal(2, reader.Fill());
        Assert.Equal("green", reader.GetString(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.Skip(3));
        reader.Skip(2);
        Assert.Equal(0, reader.Fill());

        using ColumnReader second = file.OpenColumn(0, 0);
        second.Skip(3);
        ParquetException exception = Assert.Throws<ParquetException>(() => second.Fill());
        Assert.Equal(exception.Message, Assert.Throws<ParquetException>(() => second.Skip(1)).Message);
    }

    [Fact]
    public void Bytes_that_are_not_utf8_become_replacement_characters()
    {
        byte[] body = [.. HandMadeFile.WithLength(0x61, 0xFF, 0x62), .. HandMadeFile.PlainStrings("naïve ☕")];
        using ParquetFile file = Words(2, HandMadeFile.Data(2, ValueEncoding.Plain, body)).Open();
        Assert.Equal(["a\uFFFDb", "naïve ☕"], Strings(file));
    }

    [Fact]
    public void A_header_longer_than_the_usual_is_read()
    {
        CompactBytes statistics = new CompactBytes().Binary(5, new byte[300_000]);
        byte[] page = HandMadeFile.Page(0, s_threeWords, null, 5, new CompactBytes()
            .Integer(1, 3).Integer(2, 0).Integer(3, 3).Integer(4, 3).Struct(5, statistics));
        using ParquetFile file = Words(6, page, page).Open();
        Assert.Equal(["red", "green", "blue", "red", "green", "blue"], Strings(file));
    }

    [Fact]
    public void A_run_of_two_billion_rows_takes_no_memory_for_them()
    {
        byte[] run = [1, 0xFE, 0xFF, 0xFF, 0xFF, 0x0F, 1];
        using ParquetFile file = Words(int.MaxValue, HandMadeFile.Dictionary(3, s_threeWords), HandMadeFile.Data(int.MaxValue, ValueEncoding.RleDictionary, run)).Open();
        using ByteArrayColumnReader reader = (ByteArrayColumnReader)file.OpenColumn(0, 0);
        Assert.InRange(reader.Fill(), 1, 100_000);
        Assert.Equal("green", reader.GetString(0));
    }

    [Fact]
    public void Readers_of_one_file_work_on_several_threads_at_once()
    {
        byte[] body = HandMadeFile.PlainIntegers([.. Enumerable.Range(0, 100_000)]);
        using ParquetFile file = new HandMadeFile(100_000)
            .Add("a", PhysicalType.Int32, HandMadeFile.Data(100_000, ValueEncoding.Plain, body))
            .Add("b", PhysicalType.Int32, HandMadeFile.Data(100_000, ValueEncoding.Plain, body)).Open();
        Parallel.For(0, 8, i => Assert.Equal(Enumerable.Range(0, 100_000).Select(n => $"{n}"), ColumnText.Read(file, i % 2 == 0 ? "a" : "b")));
    }
}
