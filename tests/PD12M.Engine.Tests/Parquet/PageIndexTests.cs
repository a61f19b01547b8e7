using System.Text;
using PD12M.Dataset;
using PD12M.Parquet;

namespace PD12M.Engine.Tests.Parquet;

public class PageIndexTests
{
    [Fact]
    public void Pages_have_their_rows_and_bounds()
    {
        PageIndex index = Read(Bounds([false, true, false], ["ab", "", "x"], ["cd", "", "yz"], [0, 10, 3]), Rows(0, 10, 20), rowCount: 25);
        Assert.Equal(3, index.Count);
        Assert.Equal([0L, 10L, 20L], Enumerable.Range(0, 3).Select(index.FirstRow));
        Assert.Equal([10L, 20L, 25L], Enumerable.Range(0, 3).Select(index.EndRow));
        Assert.Equal([false, true, false], Enumerable.Range(0, 3).Select(index.IsNull));
        Assert.Equal([false, true, true], Enumerable.Range(0, 3).Select(index.MayHaveNulls));
        Assert.Equal(["ab", "", "x"], Enumerable.Range(0, 3).Select(page => Encoding.UTF8.GetString(index.Min(page).Span)));
        Assert.Equal(["cd", "", "yz"], Enumerable.Range(0, 3).Select(page => Encoding.UTF8.GetString(index.Max(page).Span)));
    }

    [Fact]
    public void Nulls_are_possible_where_they_are_not_counted() =>
        Assert.True(Read(Bounds([false], ["a"], ["b"], null), Rows(0), rowCount: 5).MayHaveNulls(0));

    public static TheoryData<int[], int[], int> Contradictions => new()
    {
        { [0, 10], [0], 25 },
        { [0], [0, 10], 25 },
        { [1], [0], 25 },
        { [0, 26], [0, 0], 25 },
        { [0, 20, 10], [0, 0, 0], 25 },
        { [-1], [0], 25 },
        { [], [], 25 },
    };

    [Theory]
    [MemberData(nameof(Contradictions))]
    public void An_index_that_contradicts_itself_or_the_row_group_is_refused(int[] firstRows, int[] nullCounts, int rowCount)
    {
        string[] texts = [.. nullCounts.Select(_ => "a")];
        byte[] bounds = Bounds([.. nullCounts.Select(_ => false)], texts, texts, nullCounts);
        Assert.Throws<MalformedDataException>(() => Read(bounds, Rows(firstRows), rowCount));
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(0, 0)]
    [InlineData(0, -1)]
    [InlineData(0, int.MaxValue)]
    [InlineData(0, PageIndexBytes.MostBytes + 1)]
    [InlineData(long.MaxValue, 5)]
    [InlineData(3_000_000, 5)]
    public void A_place_outside_of_the_file_or_of_the_bound_is_refused(long offset, int? length)
    {
        using var source = new StreamByteSource(new MemoryStream(new byte[2_000_000]), leaveOpen: false);
        Assert.Throws<MalformedDataException>(() => new PageIndexBytes(source, []).Read(new FileRange(offset, length), 2_000_000));
    }

    [Theory]
    [InlineData("arrow-pages.parquet")]
    [InlineData("hyparquet-pages.parquet")]
    [InlineData("duckdb-bloom.parquet")]
    public void Any_byte_of_indexes_and_Bloom_filters_may_have_any_value(string name)
    {
        byte[] bytes = File.ReadAllBytes(Path.Combine(TestData.Folder, "pruning", name));
        int[] places;
        string[] ids;
        using (ParquetFile file = HandMadeFile.Open(bytes))
        {
            places = [.. file.RowGroups.SelectMany(group => group.Columns).SelectMany(Places).Where(place => place < bytes.Length)];
            ids = ["00000000", "ffffffff", .. file.Columns.Select(column => column.Name)];
        }
        RecordFilter[] filters = [RecordFilter.OfIds(ids), Dataset.Filter.FilterTable.Parse("width -in 300,456,900 -and height -ne 5"), Dataset.Filter.FilterTable.Parse("width -gt 900 -or height -lt 300")];
        var random = new Random(5);
        int unusable = 0;
        for (int i = 0; i < 1500; i++)
        {
            byte[] damaged = [.. bytes];
            for (int j = random.Next(1, 3); j > 0; j--)
            {
                damaged[places[random.Next(places.Length)]] = (byte)random.Next(256);
            }
            var scan = new MetadataScan(RecordSelection.Of(["id", "width"]), 0, long.MaxValue, CancellationToken.None)
            {
                Filter = filters[i % filters.Length],
                Open = (_, _) => MetadataFile.Open(new StreamByteSource(new MemoryStream(damaged), leaveOpen: false), "damaged"),
            };
            Assert.InRange(scan.Read(["damaged"]).Sum(batch => batch.Length), 0, 300);
            unusable += scan.Pruning.Unusable > 0 ? 1 : 0;
        }
        Assert.InRange(unusable, 1, 1500);
    }

    private static IEnumerable<int> Places(ColumnChunk chunk) =>
        [.. Range(chunk.ColumnIndex), .. Range(chunk.OffsetIndex), .. Range(chunk.BloomFilter).Take(24)];

    private static IEnumerable<int> Range(FileRange? range) => range is { } place ? Enumerable.Range((int)place.Offset, place.Length ?? 24) : [];

    private static PageIndex Read(byte[] bounds, byte[] rows, long rowCount) => PageIndex.Read(bounds, PageLocations.Read(rows, rowCount));

    private static byte[] Bounds(bool[] nullPages, string[] minimums, string[] maximums, int[]? nullCounts)
    {
        // Fields of lists: 0x19, then the count and the elements' type: 1 booleans, 8 binaries, 6 integers of 64 bits.
        List<byte> bytes = [0x19, (byte)((nullPages.Length << 4) | 1), .. nullPages.Select(isNull => (byte)(isNull ? 1 : 2))];
        foreach (string[] texts in (string[][])[minimums, maximums])
        {
            bytes.AddRange([0x19, (byte)((texts.Length << 4) | 8), .. texts.SelectMany(text => (byte[])[(byte)text.Length, .. Encoding.UTF8.GetBytes(text)])]);
        }
        if (nullCounts is not null)
        {
            bytes.AddRange([0x29, (byte)((nullCounts.Length << 4) | 6), .. nullCounts.Select(count => (byte)(count * 2))]);
        }
        return [.. bytes, 0];
    }

    private static byte[] Rows(params int[] firstRows) =>
        new CompactBytes().Structs(1, [.. firstRows.Select(row => new CompactBytes().Integer(1, 4).Integer(2, 100).Integer(3, row))]).End();
}
