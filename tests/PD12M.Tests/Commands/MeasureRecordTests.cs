using PD12M.Parquet;

namespace PD12M.Tests.Commands;

public sealed class MeasureRecordTests(SampleBucket sample) : IClassFixture<SampleBucket>, IDisposable
{
    private const string Command = "Measure-PD12MRecord";
    private const string Type = "PD12M.Commands.MeasureRecordCommand";

    private readonly Shell _shell = new();
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _shell.Dispose();
        _folder.Dispose();
    }

    [ShellFact]
    public void Records_are_counted()
    {
        Assert.Equal([new RecordCount(SampleBucket.Count, 1)], Measure(sample.Metadata).Objects);
        ShellResult where = _shell.Run(p => p.AddCommand("Get-PD12MRecord").AddArgument(sample.Metadata)
            .AddCommand("Where-Object").AddParameter("Property", "Width").AddParameter("Value", 1024).AddParameter("GE")).Succeeded();
        Assert.Equal([new RecordCount(where.Output.Count, 1)], Measure(sample.Metadata, ("Filter", "width -ge 1024")).Objects);
    }

    [ShellFact]
    public void A_filter_knows_the_variables_of_the_session()
    {
        Write("a.parquet", (100, "x"), (200, "x"), (300, "y"));
        _shell["min"] = 200;
        Assert.Equal([new RecordCount(2, 1)], Measure(_folder.Path, ("Filter", "width -ge $min")).Objects);
    }

    [ShellFact]
    public void Numbers_and_texts_are_measured_over_all_files_in_the_order_asked_for()
    {
        Write("a.parquet", (100, "x"), (null, "x"));
        Write("b.parquet", (300, "y"), (500, null), (700, "x"));
        Assert.Equal(
            [
                new ValueCount("license", "x", 3), new ValueCount("license", null, 1), new ValueCount("license", "y", 1),
                new NumberMeasure("Width", 4, 1, 100L, 700L, 1600, 400),
                new ValueCount("MetadataFile", _folder["b.parquet"], 3), new ValueCount("MetadataFile", _folder["a.parquet"], 2),
            ],
            Measure(_folder.Path, ("Property", new[] { "license", "Width", "MetadataFile" })).Objects);
    }

    [ShellFact]
    public void Histograms_have_bins_by_number_or_by_width()
    {
        Write("a.parquet", (0, "x"), (10, "x"), (25, "x"));
        Write("b.parquet", (40, "x"), (null, "x"), (31, "x"));
        Assert.Equal(
            [new HistogramBin("width", 0, 20, 2), new HistogramBin("width", 20, 40, 3)],
            Measure(_folder.Path, ("Histogram", "width"), ("BinCount", 2)).Objects);
        Assert.Equal(
            [new HistogramBin("width", 0, 30, 3), new HistogramBin("width", 30, 60, 2)],
            Measure(_folder.Path, ("Histogram", "width"), ("BinWidth", 30.0)).Objects);
        Assert.Equal(20, Measure(_folder.Path, ("Histogram", "width")).Output.Count);
        Assert.Empty(Measure(_folder.Path, ("Histogram", "width"), ("Filter", "width -gt 1000")).Output);
    }

    [ShellFact]
    public void Nothing_of_a_damaged_file_is_counted()
    {
        Write("1.parquet", (100, "x"));
        Write("3.parquet", (100, "x"), (200, "x"));
        byte[] bytes = File.ReadAllBytes(_folder["3.parquet"]);
        File.WriteAllBytes(_folder["2.parquet"], bytes[..^20]);

        // The last pages before the footer are those of the second row group.
        int footer = bytes.Length - 8 - BitConverter.ToInt32(bytes, bytes.Length - 8);
        Array.Clear(bytes, footer - 30, 30);
        File.WriteAllBytes(_folder["3.parquet"], bytes);
        Write("4.parquet", (200, "x"));
        ShellResult result = Measure(_folder.Path, ("Property", "license"), ("ThrottleLimit", 3));
        Assert.Equal([new ValueCount("license", "x", 2)], result.Objects);
        Assert.Equal([$"MetadataTruncated,{Type}", $"MetadataCorrupt,{Type}"], result.ErrorIds);
        Assert.Equal([_folder["2.parquet"], _folder["3.parquet"]], result.Errors.Select(error => error.TargetObject));
        Assert.Equal(new RecordCount(2, 2), Assert.Single(Measure(_folder.Path, ("Filter", "license -eq 'x'")).Objects));
    }

    [ShellFact]
    public void A_missing_column_is_an_error_and_a_missing_source_a_warning()
    {
        Write("a.parquet", (100, "x"));
        Assert.Equal([$"MetadataColumnMissing,{Type}"], Measure(_folder.Path, ("Property", "height")).ErrorIds);
        ShellResult result = Measure(_folder.Path, ("Property", "source"));
        Assert.Equal([new ValueCount("source", null, 1)], result.Objects);
        Assert.Contains("source", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [ShellTheory]
    [InlineData("FilterInvalid", "Filter", "width -ge")]
    [InlineData("MeasurePropertyInvalid", "Property", "FileName")]
    [InlineData("MeasurePropertyInvalid", "Histogram", "License")]
    public void What_cannot_be_measured_ends_the_command(string id, string parameter, string value)
    {
        ShellResult result = Measure(sample.Metadata, (parameter, value));
        Assert.Empty(result.Output);
        Assert.Equal($"{id},{Type}", result.TerminatingError?.FullyQualifiedErrorId);
    }

    [ShellFact]
    public void Limits_end_the_command()
    {
        Write("a.parquet", (0, "x"), (long.MaxValue, "x"));
        ShellResult result = Measure(_folder.Path, ("Histogram", "width"), ("BinWidth", 1.0));
        Assert.Equal($"MeasureLimitExceeded,{Type}", result.TerminatingError?.FullyQualifiedErrorId);
        Assert.Equal($"MeasureBinsAmbiguous,{Type}", Measure(_folder.Path, ("BinCount", 3), ("BinWidth", 1.0)).TerminatingError?.FullyQualifiedErrorId);
    }

    private ShellResult Measure(string path, params (string Name, object Value)[] parameters) => _shell.Run(p =>
    {
        p.AddCommand(Command).AddArgument(path);
        foreach ((string name, object value) in parameters)
        {
            p.AddParameter(name, value);
        }
    });

    private void Write(string name, params (long? Width, string? License)[] rows)
    {
        using var writer = new ParquetWriter(File.Create(_folder[name]), [new ParquetColumn("width", PhysicalType.Int64), new ParquetColumn("license", PhysicalType.ByteArray, LogicalType: LogicalType.String)], new ParquetWriterOptions { RowGroupRows = 1 });
        foreach ((long? width, string? license) in rows)
        {
            writer.WriteRow([width, license]);
        }
        writer.Finish();
    }
}
