using System.Text.Json;
using PD12M.Dataset;

namespace PD12M.Engine.Tests.Dataset;

/// <summary>Metadata files that DuckDB wrote, against the rows that DuckDB reads from them.</summary>
public sealed class OtherWritersTests
{
    [Theory]
    [InlineData("today")]
    [InlineData("old-names")]
    [InlineData("without-source")]
    [InlineData("extra-column")]
    [InlineData("row-groups")]
    [InlineData("nulls")]
    [InlineData("zstd")]
    public void Records_are_the_rows_that_the_writer_reads(string name)
    {
        using JsonDocument expected = JsonDocument.Parse(File.ReadAllText(RepositoryFolder.TestData(name + ".json")));
        string path = RepositoryFolder.TestData(name + ".parquet");
        Record[] records = [.. new MetadataScan(RecordSelection.Everything, 0, long.MaxValue, CancellationToken.None).Read([path]).SelectMany(batch => batch)];
        Assert.Equal(expected.RootElement.EnumerateArray().Select(row => Describe(row)), records.Select(Describe));
    }

    [Fact]
    public void An_unknown_column_is_read_when_it_is_named()
    {
        using JsonDocument expected = JsonDocument.Parse(File.ReadAllText(RepositoryFolder.TestData("extra-column.json")));
        string path = RepositoryFolder.TestData("extra-column.parquet");
        IEnumerable<Record> records = new MetadataScan(RecordSelection.Of(["aspect_ratio"]), 0, long.MaxValue, CancellationToken.None).Read([path]).SelectMany(batch => batch);
        Assert.Equal(
            expected.RootElement.EnumerateArray().Select(row => (object)(float)row.GetProperty("aspect_ratio").GetDouble()),
            records.Select(record => Assert.Single(record.ExtraValues)));
    }

    private static string Describe(JsonElement row) => string.Join(
        '|', Text(row, "id"), Text(row, "url"), Text(row, "caption"), Text(row, "width"), Text(row, "height"), Text(row, "mime_type"),
        Text(row, "hash", "md5_hash"), Text(row, "license", "license_type"), Text(row, "source"));

    private static string Describe(Record record) => string.Join(
        '|', record.Id, record.Url, record.Caption, record.Width, record.Height, record.MimeType, record.Hash, record.License, record.Source);

    private static string Text(JsonElement row, params string[] names) =>
        names.Select(name => row.TryGetProperty(name, out JsonElement value) ? value.ToString() : "").FirstOrDefault(text => text.Length > 0, "");
}
