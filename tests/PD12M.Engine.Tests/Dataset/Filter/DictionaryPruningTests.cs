using PD12M.Dataset;
using PD12M.Parquet;

namespace PD12M.Engine.Tests.Dataset.Filter;

public sealed class DictionaryPruningTests : IDisposable
{
    private static readonly ParquetColumn[] s_columns = [Text("id"), Text("license"), Text("source"), new("width", PhysicalType.Int64)];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("license -eq 'none'", 3)]
    [InlineData("license -eq 'zero'", 1)]
    [InlineData("license -eq 'MARK'", 2)]
    [InlineData("license -ceq 'MARK'", 3)]
    [InlineData("license -ne 'zero'", 0)]
    [InlineData("license -notin 'zero','mark'", 1)]
    [InlineData("license -like '*by*'", 3)]
    [InlineData("license -match '^z|k$'", 1)]
    [InlineData("license -eq $null", 2)]
    [InlineData("license -eq 'zero' -and source -eq 'museum'", 2)]
    [InlineData("license -eq 'none' -or source -eq 'museum'", 1)]
    [InlineData("license -eq 'none' -or rowindex -ge 0", 0)]
    [InlineData("width -eq 5", 3)]
    [InlineData("width -in 5,40", 2)]
    public void Row_groups_are_passed_over_when_no_entry_of_a_dictionary_passes(string filter, long passedOver)
    {
        string path = Write(new ParquetWriterOptions { RowGroupRows = 100 });
        MetadataScan scan = Scan(filter);
        long rows = scan.Read([path]).Sum(batch => batch.Length);
        Assert.Equal(3, scan.Pruning.RowGroups);
        Assert.Equal(passedOver, scan.Pruning.Excluded(PruningMeans.Dictionary));
        Assert.Equal(passedOver == 3, rows == 0);
    }

    [Theory]
    [InlineData("license -eq 'none'")]
    [InlineData("width -eq 5")]
    public void A_dictionary_that_was_given_up_in_mid_chunk_proves_nothing(string filter)
    {
        string path = Write(new ParquetWriterOptions { RowGroupRows = 300, DictionaryBytes = 8, PageBytes = 64 });
        MetadataScan scan = Scan(filter);
        Assert.Empty(scan.Read([path]));
        Assert.Equal(0, scan.Pruning.Excluded(PruningMeans.Dictionary));
    }

    [Fact]
    public void Records_are_complete_behind_a_dictionary_that_was_read_first()
    {
        string path = Write(new ParquetWriterOptions { RowGroupRows = 100 });
        Record[] records = [.. Scan("license -eq 'zero' -and width -ge 20").Read([path]).SelectMany(batch => batch)];
        Assert.Equal(Enumerable.Range(0, 300).Where(row => License(row) == "zero" && Width(row) >= 20).Select(row => $"id-{row}"), records.Select(record => record.Id));
        Assert.All(records, record => Assert.Equal("zero", record.License));
    }


    private static string? License(int row) => row switch
    {
        < 100 => row % 2 == 0 ? "zero" : "mark",
        < 200 => row % 5 == 0 ? null : "zero",
        _ => "key",
    };

    private static long Width(int row) => row < 200 ? row % 2 * 10 : row % 2 * 40;

    private static MetadataScan Scan(string filter) =>
        new(RecordSelection.Of(["id", "license", "source", "width"]), 0, long.MaxValue, CancellationToken.None) { Filter = FilterTable.Parse(filter) };

    private static ParquetColumn Text(string name) => new(name, PhysicalType.ByteArray, LogicalType: LogicalType.String);

    private string Write(ParquetWriterOptions options)
    {
        string path = _folder["table.parquet"];
        using var writer = new ParquetWriter(File.Create(path), s_columns, options);
        for (int row = 0; row < 300; row++)
        {
            writer.WriteRow([$"id-{row}", License(row), row < 100 ? "library" : "museum", Width(row)]);
        }
        writer.Finish();
        return path;
    }
}
