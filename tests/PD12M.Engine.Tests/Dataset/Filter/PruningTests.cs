using PD12M.Dataset;
using PD12M.Parquet;

namespace PD12M.Engine.Tests.Dataset.Filter;

/// <summary>Whatever is passed over, the same rows come out.</summary>
public sealed class PruningTests : IDisposable
{
    private static readonly string s_folder = Path.Combine(TestData.Folder, "pruning");

    private static readonly string[] s_tests =
    [
        "width -eq 300", "width -eq 456", "width -ne 456", "width -in 257,3000", "width -notin 257,258", "width -ge 1100", "width -lt 300", "width -eq $null", "width -ne $null", "width -gt $null",
        "height -eq 257", "height -eq 309", "height -in 256,1555,7", "height -lt 270", "height -ge 1500", "height -eq $null", "height", "-not (height -ge 300)",
        "license -eq 'none'", "license -like '*ZERO*'", "license -match 'mark'", "license -notlike '*mark*'", "license -eq $null", "license -ne $null",
        "source -eq 'open herbarium collection'", "source -notlike '*a*'", "source -in 'x','National Print Cabinet'", "source -eq $null", "source -clike 'open*'", "source",
        "caption -like '*lighthouse*'", "caption -match 'caf\u00e9'", "caption -eq 'plate 7 of a lighthouse'", "caption -lt 'Plate 2'", "caption -like 'Plate 1*'",
        "rowindex -ge 150", "rowindex -in 5,250", "megapixels -gt 1", "id -like '0*'", "id -gt 'f'", "$true", "$false",
    ];

    private readonly TemporaryFolder _temporary = new();

    public static TheoryData<string> Files => ["duckdb-bloom.parquet", "arrow-pages.parquet", "hyparquet-pages.parquet"];

    public void Dispose() => _temporary.Dispose();

    [Theory]
    [MemberData(nameof(Files))]
    public void A_filter_gives_the_same_rows_of_another_writers_file(string name) => Compare(Path.Combine(s_folder, name), new Random(7));

    [Theory]
    [InlineData(1, 37, 1 << 20)]
    [InlineData(2, 90, 0)]
    [InlineData(3, 300, 100)]
    public void A_filter_gives_the_same_rows_of_a_file_of_many_row_groups(int seed, int rowGroupRows, int dictionaryBytes)
    {
        string path = _temporary["table.parquet"];
        (ParquetColumn[] columns, List<object?[]> rows) = Read(Path.Combine(s_folder, "hyparquet-pages.parquet"));
        using (var writer = new ParquetWriter(File.Create(path), columns, new ParquetWriterOptions { RowGroupRows = rowGroupRows, DictionaryBytes = dictionaryBytes, PageBytes = 500 }))
        {
            rows.ForEach(row => writer.WriteRow(row));
            writer.Finish();
        }
        Compare(path, new Random(seed));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_id_is_found(string name)
    {
        string path = Path.Combine(s_folder, name);
        (ParquetColumn[] _, List<object?[]> rows) = Read(path);
        for (int row = 0; row < rows.Count; row++)
        {
            string id = (string)rows[row][0]!;
            Assert.Equal([row], Rows(path, RecordFilter.OfIds([row % 3 == 0 ? id.ToUpperInvariant() : id, "none"])));
        }
        Assert.Empty(Rows(path, RecordFilter.OfIds(["none"])));
    }

    [Theory]
    [InlineData("arrow-pages.parquet", "width -ge 1100")]
    [InlineData("arrow-pages.parquet", "height -lt 270")]
    [InlineData("hyparquet-pages.parquet", "width -ge 1100")]
    [InlineData("hyparquet-pages.parquet", "width -eq $null")]
    [InlineData("hyparquet-pages.parquet", "width -lt 300 -and caption -like '*lighthouse*'")]
    public void Pages_are_passed_over_by_their_bounds(string name, string filter)
    {
        MetadataScan scan = Scan(FilterTable.Parse(filter));
        Assert.NotEmpty(scan.Read([Path.Combine(s_folder, name)]));
        Assert.Equal(0, scan.Pruning.Unusable);
        Assert.InRange(scan.Pruning.ExcludedPages, 1, scan.Pruning.Pages - 1);
    }

    [Fact]
    public void An_id_costs_the_pages_that_it_may_be_in()
    {
        string path = Path.Combine(s_folder, "arrow-pages.parquet");
        (ParquetColumn[] _, List<object?[]> rows) = Read(path);
        MetadataScan scan = Scan(RecordFilter.OfIds([(string)rows[250][0]!]));
        Assert.Equal(250, Assert.Single(scan.Read([path]).SelectMany(batch => batch)).RowIndex);
        Assert.Equal(1, scan.Pruning.Excluded(PruningMeans.Statistics));
        Assert.InRange(scan.Pruning.Pages - scan.Pruning.ExcludedPages, 1, 2);
    }

    [Fact]
    public void A_measurement_passes_over_the_same()
    {
        string path = Path.Combine(s_folder, "hyparquet-pages.parquet");
        var measurement = new RecordMeasurement(FilterTable.Parse("width -ge 1100 -or width -lt 258"), []);
        using ParquetFile file = ParquetFile.Open(path);
        Assert.Equal(Rows(path, FilterTable.Parse("width -ge 1100 -or width -lt 258")).Length, measurement.Measure(file).Count);
        Assert.InRange(measurement.Pruning.ExcludedPages, 1, measurement.Pruning.Pages);
    }

    private static MetadataScan Scan(RecordFilter filter) => new(RecordSelection.Of(["id", "caption"]), 0, long.MaxValue, CancellationToken.None) { Filter = filter };

    private static int[] Rows(string path, RecordFilter filter) => [.. Scan(filter).Read([path]).SelectMany(batch => batch).Select(record => (int)record.RowIndex)];

    private static void Compare(string path, Random random)
    {
        (ParquetColumn[] columns, List<object?[]> rows) = Read(path);
        using var table = new FilterTable(columns, rows, new ParquetWriterOptions());
        List<string> filters = [.. s_tests];
        for (int i = 0; i < 150; i++)
        {
            string Pick() => $"({s_tests[random.Next(s_tests.Length)]})";
            filters.Add($"{(random.Next(4) == 0 ? "-not " : "")}({Pick()} {(random.Next(2) == 0 ? "-and" : "-or")} {Pick()}) {(random.Next(2) == 0 ? "-and" : "-or")} {Pick()}");
        }
        foreach (string filter in filters)
        {
            Assert.True(table.SelectByRow(filter).SequenceEqual(Rows(path, FilterTable.Parse(filter))), filter);
        }
    }

    private static (ParquetColumn[] Columns, List<object?[]> Rows) Read(string path)
    {
        using ParquetFile file = ParquetFile.Open(path);
        List<object?[]> rows = [];
        for (int group = 0; group < file.RowGroups.Count; group++)
        {
            int first = rows.Count;
            rows.AddRange(Enumerable.Range(0, (int)file.RowGroups[group].RowCount).Select(_ => new object?[file.Columns.Count]));
            for (int column = 0; column < file.Columns.Count; column++)
            {
                using ColumnReader reader = file.OpenColumn(group, column);
                int row = first;
                for (int ready = reader.Fill(); ready > 0; reader.Advance(ready), ready = reader.Fill())
                {
                    for (int i = 0; i < ready; i++)
                    {
                        rows[row++][column] = reader.GetValue(i);
                    }
                }
            }
        }
        return ([.. file.Columns.Select(column => new ParquetColumn(column.Name, column.Type, LogicalType: column.Type == PhysicalType.ByteArray ? LogicalType.String : LogicalType.None))], rows);
    }
}
