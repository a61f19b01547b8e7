using PD12M.Parquet;

namespace PD12M.Engine.Tests.Parquet;

public class ListColumnReaderTests
{
    private static readonly CompactBytes s_optionalList = new CompactBytes().Integer(3, 1).Text(4, "l").Integer(5, 1).Integer(6, 3);
    private static readonly CompactBytes s_repeatedGroup = new CompactBytes().Integer(3, 2).Text(4, "list").Integer(5, 1);

    // Null, empty, with null elements: definition levels 0 to 3.
    private static readonly CompactBytes[] s_standardForm = [s_optionalList, s_repeatedGroup, Leaf(1)];
    private static readonly CompactBytes[] s_legacyForm = [s_optionalList, Leaf(2)];
    private static readonly CompactBytes[] s_bareForm = [Leaf(2)];

    private static CompactBytes Leaf(int repetition) => new CompactBytes().Integer(1, (int)PhysicalType.Int32).Integer(3, repetition).Text(4, "element");

    private static byte[] Packed(int width, params int[] levels)
    {
        byte[] bytes = [.. DeltaBytes.Varint((((levels.Length + 7) / 8) << 1) | 1), .. new byte[(levels.Length + 7) / 8 * width]];
        int start = bytes.Length - ((levels.Length + 7) / 8 * width);
        for (int bit = 0; bit < levels.Length * width; bit++)
        {
            bytes[start + (bit / 8)] |= (byte)(((levels[bit / width] >> (bit % width)) & 1) << (bit % 8));
        }

        return bytes;
    }

    private static byte[] Page(int width, int[] repetitions, int[] definitions, params int[] values) => HandMadeFile.Data(
        repetitions.Length,
        ValueEncoding.Plain,
        [.. HandMadeFile.WithLength(Packed(1, repetitions)), .. HandMadeFile.WithLength(Packed(width, definitions)), .. HandMadeFile.PlainIntegers(values)]);

    private static ParquetFile Open(CompactBytes[] schema, int rows, long values, params byte[][] pages) =>
        new HandMadeFile(rows).Add(schema, PhysicalType.Int32, values, CompressionCodec.Uncompressed, pages).Open();

    private static string Read(ParquetFile file)
    {
        using ColumnReader reader = file.OpenColumn(0, 0);
        List<string> rows = [];
        for (int ready = reader.Fill(); ready > 0; ready = reader.Fill())
        {
            rows.AddRange(Enumerable.Range(0, ready).Select(row => ListText.Of(reader.GetValue(row))));
            reader.Advance(ready);
        }

        return string.Join(' ', rows);
    }

    private static void Refused(ParquetFault fault, ParquetFile file)
    {
        using (file)
        {
            ParquetException exception = Assert.Throws<ParquetException>(() => Read(file));
            Assert.Equal(fault, exception.Fault);
            Assert.Contains("column '", exception.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Null_list_empty_list_and_null_element_are_told_apart()
    {
        using ParquetFile file = Open(s_standardForm, 5, 7, Page(2, [0, 0, 0, 1, 1, 0, 0], [0, 1, 3, 2, 3, 2, 3], 7, 8, 9));
        Assert.Equal("null [] [7,null,8] [null] [9]", Read(file));
        Assert.Equal(1, Assert.Single(file.Columns).MaxRepetitionLevel);
    }

    [Fact]
    public void Forms_of_old_writers_are_read()
    {
        using ParquetFile legacy = Open(s_legacyForm, 3, 4, Page(2, [0, 0, 0, 1], [0, 1, 2, 2], 7, 8));
        Assert.Equal("null [] [7,8]", Read(legacy));
        using ParquetFile bare = Open(s_bareForm, 3, 4, Page(1, [0, 0, 1, 0], [1, 1, 1, 0], 7, 8, 9));
        Assert.Equal("[7] [8,9] []", Read(bare));
    }

    [Fact]
    public void Pages_v2_state_their_rows()
    {
        byte[] page = HandMadeFile.ListDataV2(4, 2, Packed(1, 0, 1, 1, 0), Packed(2, 3, 2, 3, 0), HandMadeFile.PlainIntegers(7, 8));
        using ParquetFile file = Open(s_standardForm, 4, 8, page, page);
        Assert.Equal("[7,null,8] null [7,null,8] null", Read(file));
    }

    [Fact]
    public void Levels_of_old_writers_start_with_the_most_significant_bit()
    {
        byte[] page = HandMadeFile.Data(
            5, ValueEncoding.Plain, [0b0100_0000, 0b11_10_00_01, 0b11_000000, .. HandMadeFile.PlainIntegers(7, 8)], levels: ValueEncoding.BitPacked);
        using ParquetFile file = Open(s_standardForm, 4, 5, page);
        Assert.Equal("[7,null] null [] [8]", Read(file));
    }

    [Fact]
    public void A_list_goes_on_in_the_next_page()
    {
        using ParquetFile file = Open(
            s_standardForm, 3, 6, Page(2, [0, 0], [3, 3], 1, 2), Page(2, [1, 1], [3, 2], 3), HandMadeFile.Data(0, ValueEncoding.Plain, [.. new byte[8]]), Page(2, [1, 0], [3, 3], 4, 5));
        Assert.Equal("[1] [2,3,null,4] [5]", Read(file));
    }

    [Fact]
    public void The_cursor_moves_row_by_row()
    {
        byte[] page = Page(2, [0, 1, 0, 0, 1], [3, 3, 0, 3, 2], 1, 2, 3);
        using ParquetFile file = Open(s_standardForm, 9, 15, page, page, page);
        using var reader = (ListColumnReader)file.OpenColumn(0, 0);
        reader.Skip(4);
        Assert.Equal(5, reader.Fill());
        Assert.True(reader.IsNull(0));
        Assert.Null(reader.GetList(0));
        Assert.Equal([3, null], reader.GetList(1)!);
        Assert.Same(reader.GetList(1), reader.GetValue(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.GetValue(5));
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.Skip(6));
        reader.Advance(2);
        Assert.Equal(3, reader.Fill());
        reader.Skip(2);
        Assert.Equal("[3,null]", ListText.Of(reader.GetValue(0)));
        reader.Skip(1);
        Assert.Equal(0, reader.Fill());
        reader.Dispose();
        Assert.Throws<ObjectDisposedException>(() => reader.Fill());
    }

    [Fact]
    public void Rows_of_many_pages_and_batches_keep_their_elements()
    {
        Random random = new(3);
        int next = 0;
        List<int?>?[] rows = [.. Enumerable.Range(0, 20_000).Select(_ => random.Next(5) switch
        {
            0 => null,
            1 => [],
            _ => Enumerable.Range(0, random.Next(1, random.Next(10) == 0 ? 200 : 6)).Select(_ => random.Next(4) == 0 ? (int?)null : next++).ToList(),
        })];
        var slots = rows.SelectMany(row => row is null or [] ? [(0, row is null ? 0 : 1, (int?)null)] : row.Select((value, i) => (i == 0 ? 0 : 1, value is null ? 2 : 3, value))).ToList();
        byte[][] pages = [.. slots.Chunk(7001).Select(page => Page(2, [.. page.Select(s => s.Item1)], [.. page.Select(s => s.Item2)], [.. page.Select(s => s.Item3).OfType<int>()]))];
        using ParquetFile file = Open(s_standardForm, rows.Length, slots.Count, pages);
        string[] expected = [.. rows.Select(row => ListText.Of(row?.Select(value => (object?)value).ToArray()))];
        Assert.Equal(string.Join(' ', expected), Read(file));

        using ColumnReader reader = file.OpenColumn(0, 0);
        for (int row = 0; row < rows.Length; row += 997)
        {
            Assert.NotEqual(0, reader.Fill());
            Assert.Equal(expected[row], ListText.Of(reader.GetValue(0)));
            reader.Skip(Math.Min(997, rows.Length - row));
        }
    }

    [Fact]
    public void A_required_field_of_a_group_is_null_where_the_group_is()
    {
        CompactBytes group = new CompactBytes().Integer(3, 1).Text(4, "g").Integer(5, 1);
        byte[] body = [.. HandMadeFile.WithLength(Packed(1, 1, 0, 1)), .. HandMadeFile.PlainIntegers(7, 8)];
        using ParquetFile file = Open([group, Leaf(0)], 3, 3, HandMadeFile.Data(3, ValueEncoding.Plain, body));
        Assert.Equal("7 null 8", Read(file));
        using ParquetFile deeper = Open([group, Leaf(1)], 3, 3, Data(Packed(2, 2, 1, 0)));
        Assert.Equal("7 null null", Read(deeper));
        Refused(ParquetFault.Corrupt, Open([group, Leaf(1)], 3, 3, Data(Packed(2, 2, 3, 0))));

        static byte[] Data(byte[] levels) => HandMadeFile.Data(3, ValueEncoding.Plain, [.. HandMadeFile.WithLength(levels), .. HandMadeFile.PlainIntegers(7)]);
    }

    [Fact]
    public void Levels_that_contradict_the_rows_are_corrupt()
    {
        Refused(ParquetFault.Corrupt, Open(s_standardForm, 2, 2, Page(2, [1, 0], [3, 3], 1, 2)));
        Refused(ParquetFault.Corrupt, Open(s_standardForm, 2, 2, Page(2, [0, 1], [3, 3], 1, 2)));
        Refused(ParquetFault.Corrupt, Open(s_standardForm, 2, 3, Page(2, [0, 0, 0], [3, 3, 3], 1, 2, 3)));
        Refused(ParquetFault.Corrupt, Open(s_standardForm, 3, 2, Page(2, [0, 0], [3, 3], 1, 2)));
        Refused(ParquetFault.Corrupt, Open(s_standardForm, 1, 2, Page(2, [0, 1], [1, 3], 1)));
        Refused(ParquetFault.Corrupt, Open(s_standardForm, 1, 2, Page(2, [0, 1], [3, 0], 1)));
        Refused(ParquetFault.Corrupt, Open(s_legacyForm, 1, 1, Page(2, [0], [3], 1)));
    }

    [Fact]
    public void A_flat_page_with_fewer_rows_than_values_is_corrupt() =>
        Refused(ParquetFault.Corrupt, Open([Leaf(1)], 2, 2, HandMadeFile.ListDataV2(2, 1, [], Packed(1, 1, 1), HandMadeFile.PlainIntegers(1, 2))));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_list_of_a_billion_nulls_is_refused(bool skip)
    {
        byte[] first = Page(2, [0], [3], 1);
        byte[] run = HandMadeFile.Data(
            1_000_000_000, ValueEncoding.Plain, [.. HandMadeFile.WithLength([.. DeltaBytes.Varint(2_000_000_000), 1]), .. HandMadeFile.WithLength([.. DeltaBytes.Varint(2_000_000_000), 2])]);
        using ParquetFile file = Open(s_standardForm, 1, 1_000_000_001, first, run);
        using ColumnReader reader = file.OpenColumn(0, 0);
        ParquetException exception = Assert.Throws<ParquetException>(() => _ = skip ? Skipped(reader) : reader.Fill());
        Assert.Equal(ParquetFault.Unsupported, exception.Fault);

        static int Skipped(ColumnReader reader)
        {
            reader.Skip(1);
            return 1;
        }
    }
}
