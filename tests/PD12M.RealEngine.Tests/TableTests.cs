using System.Text.RegularExpressions;
using PD12M.Tests.Commands;

namespace PD12M.Tests;

/// <summary>What each cmdlet's output looks like in windows of usual widths.</summary>
public sealed class TableTests(TableTests.Home home, SampleBucket sample) : IClassFixture<TableTests.Home>, IClassFixture<SampleBucket>, IDisposable
{
    private readonly Shell _shell = new();
    private readonly TemporaryFolder _folder = new();

    /// <summary>A pipeline for each output type, and what must not be cut off in its table.</summary>
    public static TheoryData<string, string, string[]> Pipelines => new()
    {
        { "PD12M.Record", "Get-PD12MRecord $metadata -First 3", ["Id", "Width", "Height"] },
        { "PD12M.SavedImage", "Get-PD12MRecord $metadata -First 3 | Save-PD12MImage $out/images -EndpointUrl $endpoint -PassThru", ["Status", "Path"] },
        { "PD12M.SaveSummary", "Get-PD12MRecord $metadata -First 3 | Save-PD12MImage $out/images -EndpointUrl $endpoint -Summary", ["EndReason", "Saved", "AlreadyThere", "Failed"] },
        { "PD12M.HashResult", "Get-PD12MRecord $metadata -First 3 | Test-PD12MHash -Root $images", ["Status", "Path"] },
        { "PD12M.ImageResult", "Get-PD12MRecord $metadata -First 3 | Test-PD12MImage -Root $images", ["Status", "Kind", "Width", "Height", "Path"] },
        { "PD12M.MetadataFileInfo", "Get-PD12MFile $metadata", ["Rows", "RowGroups", "Path"] },
        { "PD12M.MetadataColumnInfo", "(Get-PD12MFile $metadata).Columns", ["Name", "Type", "LogicalType"] },
        { "PD12M.EmbeddingFileInfo", "Get-PD12MFile $embeddings/*.npy", ["Rows", "Dimensions", "Type", "Path"] },
        { "PD12M.RecordCount", "Measure-PD12MRecord $metadata", ["Count", "Files"] },
        { "PD12M.NumberMeasure", "Measure-PD12MRecord $metadata -Property Width, Height", ["Property", "Count", "NullCount", "Minimum", "Maximum", "Sum"] },
        { "PD12M.ValueCount", "Measure-PD12MRecord $metadata -Property MimeType", ["Property", "Count", "Value"] },
        { "PD12M.HistogramBin", "Measure-PD12MRecord $metadata -Histogram Width -BinWidth 512", ["Property", "From", "To", "Count"] },
        { "PD12M.SimilarRecord", "Get-PD12MRecord $metadata -First 1 | Find-PD12MSimilar $sample -Top 3", ["Rank", "Id"] },
        { "PD12M.Embedding", "Get-PD12MEmbedding $sample -RowIndex 0, 7", ["RowIndex", "Id"] },
        { "PD12M.EmbeddingIndex", "New-PD12MIndex $sample", ["Status", "Rows", "Path"] },
        { "PD12M.DuplicateGroup", "New-PD12MIndex $sample | Out-Null; Find-PD12MDuplicate $sample -Threshold 0.5", ["Count"] },
        { "PD12M.Sample", "New-PD12MSample $out/sample -Count 3", ["Count"] },
        { "PD12M.SavedFile", "Save-PD12MMetadata $out/mirror -BaseUri $mirror -PassThru", ["Status", "Name"] },
    };

    [ShellTheory]
    [MemberData(nameof(Pipelines))]
    public async Task A_table_fits_and_keeps_what_matters(string type, string pipeline, string[] whole)
    {
        await using Testing.ObjectServer server = sample.Serve();
        object[] objects = Run(server, pipeline);
        Assert.All(objects, item => Assert.Equal(type, item.GetType().FullName));
        foreach (int width in new[] { 80, 120 })
        {
            string[] lines = Show(objects, null, width);
            Assert.All(lines, line => Assert.True(line.Length <= width, $"{line.Length} characters at {width}: {line}"));
            string[] rows = [.. lines.SkipWhile(line => !Regex.IsMatch(line, "^[- ]*-[- ]*$")).Skip(1)];
            Assert.Equal(objects.Length, rows.Length);
            Assert.All(objects.Zip(rows), pair => Assert.All(whole, property => Assert.Contains(Text(pair.First, property), pair.Second, StringComparison.Ordinal)));
        }
    }

    [ShellTheory]
    [MemberData(nameof(Pipelines))]
    public async Task A_list_has_all_of_it(string type, string pipeline, string[] whole)
    {
        await using Testing.ObjectServer server = sample.Serve();
        object[] objects = Run(server, pipeline);
        foreach (int width in new[] { 80, 120 })
        {
            string[] lines = Show([objects[0]], "Format-List", width);
            Assert.All(lines, line => Assert.True(line.Length <= width, $"{type} has {line.Length} characters at {width}: {line}"));
            Assert.All(objects[0].GetType().GetProperties(), property => Assert.Contains(lines, line => line.StartsWith(property.Name, StringComparison.Ordinal)));
            Assert.All(whole, property => Assert.Contains(Text(objects[0], property), string.Concat(lines.Select(line => line.Trim())), StringComparison.Ordinal));
        }
    }

    public void Dispose()
    {
        _shell.Dispose();
        _folder.Dispose();
    }

    /// <summary>A home of the data set on this machine.</summary>
    public sealed class Home : IAsyncLifetime
    {
        public DataSetMirror Mirror { get; } = new();

        public Task InitializeAsync() => Task.CompletedTask;

        public async Task DisposeAsync() => await Mirror.DisposeAsync();
    }

    private static string Text(object item, string property)
    {
        string text = $"{item.GetType().GetProperty(property)!.GetValue(item)}";
        return property == "Path" ? Path.GetFileName(text) : text;
    }

    private object[] Run(Testing.ObjectServer server, string pipeline)
    {
        _shell["endpoint"] = server.Endpoint;
        _shell["mirror"] = home.Mirror.Plain;
        _shell["sample"] = Path.GetDirectoryName(sample.Metadata);
        _shell["metadata"] = sample.Metadata;
        _shell["images"] = sample.Images;
        _shell["embeddings"] = Path.Combine(Path.GetDirectoryName(sample.Metadata)!, "embeddings");
        _shell["out"] = _folder.Path;
        object[] objects = [.. _shell.Run(p => p.AddScript(pipeline)).Succeeded().Objects.Select(item => item!)];
        Assert.NotEmpty(objects);
        return objects;
    }

    private string[] Show(object[] objects, string? format, int width) =>
    [
        .. string.Concat(_shell.Run(objects, p => (format is null ? p : p.AddCommand(format)).AddCommand("Out-String").AddParameter("Width", width)).Succeeded().Text)
            .Split('\n').Select(line => Regex.Replace(line.TrimEnd('\r'), "\u001b\\[[0-9;]*m", "")).Where(line => line.Trim().Length > 0),
    ];
}
