using PD12M.Dataset;
using PD12M.Parquet;

namespace PD12M.Engine.Tests.Dataset.Filter;

public sealed class IdPruningTests : IDisposable
{
    private static readonly string s_withBloomFilters = Path.Combine(TestData.Folder, "pruning", "duckdb-bloom.parquet");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("k-150", "k-150", 2)]
    [InlineData("K-150", "k-150", 2)]
    [InlineData("k-100,k-199,none", "k-100,k-199", 2)]
    [InlineData("k-099,k-300", "k-099", 2)]
    [InlineData("k-000,k-299", "k-000,k-299", 1)]
    [InlineData("a,z", "", 3)]
    [InlineData("k-150x", "", 2)]
    public void Ids_outside_of_a_row_groups_bounds_are_not_looked_for_in_it(string ids, string found, long passedOver)
    {
        MetadataScan scan = Scan(ids.Split(','));
        Assert.Equal(found, string.Join(',', Ids(scan, Write(_ => "", PhysicalType.ByteArray))));
        Assert.Equal(passedOver, scan.Pruning.Excluded(PruningMeans.Statistics));
    }

    [Fact]
    public void Long_ids_are_found_though_their_bounds_are_cut_off()
    {
        string path = Write(row => new string('x', 100) + row, PhysicalType.ByteArray);
        MetadataScan scan = Scan("k-250" + new string('x', 100) + "250");
        Assert.Single(Ids(scan, path));
        Assert.Equal(2, scan.Pruning.Excluded(PruningMeans.Statistics));
    }

    [Fact]
    public void Every_id_of_a_file_with_Bloom_filters_is_found_in_its_row_group_alone()
    {
        string[] ids = Ids(new MetadataScan(RecordSelection.Of(["id"]), 0, long.MaxValue, CancellationToken.None), s_withBloomFilters);
        Assert.Equal(300, ids.Length);
        long passedOver = 0;
        foreach (string id in ids)
        {
            MetadataScan scan = Scan(id);
            Assert.Equal([id], Ids(scan, s_withBloomFilters));
            passedOver += scan.Pruning.Excluded(PruningMeans.BloomFilter) + scan.Pruning.Excluded(PruningMeans.Statistics);
        }
        // Two of three row groups each time, but for false positives: one in a hundred by DuckDB's default.
        Assert.InRange(passedOver, 560, 600);
    }

    [Theory]
    [InlineData("width -eq 300")]
    [InlineData("width -in 299,3000")]
    [InlineData("height -eq 257")]
    public void Single_integers_are_looked_up_in_Bloom_filters(string filter)
    {
        var scan = new MetadataScan(RecordSelection.Of(["id", "width"]), 0, long.MaxValue, CancellationToken.None) { Filter = FilterTable.Parse(filter) };
        Assert.Empty(Ids(scan, s_withBloomFilters));
        Assert.InRange(scan.Pruning.Excluded(PruningMeans.BloomFilter), 1, 3);
    }

    [Fact]
    public void A_damaged_Bloom_filter_is_said_and_not_used()
    {
        byte[] bytes = File.ReadAllBytes(s_withBloomFilters);
        using (ParquetFile file = ParquetFile.Open(s_withBloomFilters))
        {
            foreach (RowGroup group in file.RowGroups)
            {
                bytes.AsSpan((int)group.Columns[0].BloomFilter!.Value.Offset, 8).Fill(0xFF);
            }
        }
        File.WriteAllBytes(_folder["damaged.parquet"], bytes);
        string id = Ids(new MetadataScan(RecordSelection.Of(["id"]), 0, 1, CancellationToken.None), s_withBloomFilters)[0];
        MetadataScan scan = Scan(id);
        Assert.Equal([id], Ids(scan, _folder["damaged.parquet"]));
        Assert.Equal(0, scan.Pruning.Excluded(PruningMeans.BloomFilter));
        Assert.InRange(scan.Pruning.Unusable, 1, 3);
        Assert.Contains("'id'", scan.Pruning.WhyUnusable, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("b", "d", true, true)]
    [InlineData("c", "d", true, true)]
    [InlineData("d", "e", true, false)]
    [InlineData("a", "b", true, false)]
    [InlineData("", "c", true, true)]
    [InlineData("cat", "cat", true, false)]
    [InlineData("bird", "cat", true, true)]
    [InlineData("house", "light", true, false)]
    [InlineData("house", "light", false, true)]
    [InlineData("house", "lie", false, false)]
    public void Keys_lie_between_bounds_by_their_bytes(string low, string high, bool isHighExact, bool hasAny)
    {
        var keys = new TextKeys(["c", "lighthouse", "\u00e9"]);
        Assert.Equal(hasAny, keys.HasAnyBetween(System.Text.Encoding.UTF8.GetBytes(low), System.Text.Encoding.UTF8.GetBytes(high), isHighExact));
    }

    private static MetadataScan Scan(params string[] ids) =>
        new(RecordSelection.Of(["id"]), 0, long.MaxValue, CancellationToken.None) { Filter = RecordFilter.OfIds(ids) };

    private static string[] Ids(MetadataScan scan, string path) => [.. scan.Read([path]).SelectMany(batch => batch).Select(record => record.Id!)];

    private string Write(Func<int, string> end, PhysicalType type)
    {
        string path = _folder["table.parquet"];
        using var writer = new ParquetWriter(
            File.Create(path), [new ParquetColumn("id", type, LogicalType: LogicalType.String)], new ParquetWriterOptions { RowGroupRows = 100, DictionaryBytes = 0 });
        for (int row = 0; row < 300; row++)
        {
            writer.WriteRow([$"k-{row:000}{end(row)}"]);
        }
        writer.Finish();
        return path;
    }
}
