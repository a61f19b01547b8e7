using System.Collections.Specialized;
using System.Management.Automation;
using PD12M.Parquet;
using PD12M.Testing;

namespace PD12M.Tests.Commands;

public sealed class GetRecordTests(SampleBucket sample) : IClassFixture<SampleBucket>, IDisposable
{
    private const string Command = "Get-PD12MRecord";

    private readonly Shell _shell = new();
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _shell.Dispose();
        _folder.Dispose();
    }

    [ShellFact]
    public void A_file_gives_its_records()
    {
        ShellResult result = _shell.Run(p => p.AddCommand(Command).AddArgument(Path.Combine(sample.Metadata, "pd12m.000.parquet"))).Succeeded();
        Assert.Equal(SampleBucket.Count, result.Output.Count);
        Assert.Equal(SampleBucket.Count, result.Objects.Cast<Record>().Select(record => record.Id).Distinct().Count());
        Assert.Equal(Enumerable.Range(0, SampleBucket.Count).Select(i => (long)i), result.Objects.Cast<Record>().Select(record => record.RowIndex));
        Assert.All(result.Objects.Cast<Record>(), record => Assert.True(File.Exists(Path.Combine(sample.Images, record.FileName!)), record.FileName));
    }

    [ShellFact]
    public void A_relative_path_counts_from_the_location_of_the_shell()
    {
        _shell.Location = Path.GetDirectoryName(sample.Metadata)!;
        Assert.Equal(3, _shell.Run(p => p.AddCommand(Command).AddArgument("./metadata").AddParameter("First", 3)).Succeeded().Output.Count);
    }

    [ShellFact]
    public void A_folder_stands_for_its_files_in_natural_order_and_paging_runs_over_them()
    {
        WriteNumbers("part.10.parquet", 20, 10);
        WriteNumbers("part.2.parquet", 0, 20);
        WriteNumbers("notes.txt", 90, 1);
        ShellResult all = _shell.Run(p => p.AddCommand(Command).AddArgument(_folder.Path).AddParameter("Property", "Width")).Succeeded();
        Assert.Equal(Enumerable.Range(0, 30).Select(i => (long?)i), Widths(all));

        ShellResult page = _shell.Run(p => p.AddCommand(Command).AddArgument(_folder.Path).AddParameter("Property", "Width").AddParameter("Skip", 18).AddParameter("First", 4)).Succeeded();
        Assert.Equal([18, 19, 20, 21], Widths(page));

        ShellResult late = _shell.Run(p => p.AddCommand(Command).AddArgument(_folder.Path).AddParameter("Property", "Width").AddParameter("Skip", 25)).Succeeded();
        Assert.Equal([25, 26, 27, 28, 29], Widths(late));
    }

    [ShellFact]
    public void The_total_count_comes_first_and_needs_no_rows()
    {
        WriteNumbers("a.parquet", 0, 7);
        WriteNumbers("b.parquet", 7, 5);
        ShellResult result = _shell.Run(p => p.AddCommand(Command).AddArgument(_folder.Path).AddParameter("Property", "Width").AddParameter("IncludeTotalCount").AddParameter("First", 1)).Succeeded();
        Assert.Equal([12UL, 0L], [result.Output[0].BaseObject, ((Record)result.Objects[1]!).Width]);
        Assert.Equal(12UL, Assert.Single(_shell.Run(p => p.AddCommand(Command).AddArgument(_folder.Path).AddParameter("IncludeTotalCount").AddParameter("First", 0)).Succeeded().Objects));
    }

    [ShellFact]
    public void Wildcards_paths_by_pipeline_and_objects_with_a_full_name_are_taken()
    {
        WriteNumbers("a.parquet", 0, 2);
        WriteNumbers("b.parquet", 2, 2);
        WriteNumbers("[b].parquet", 4, 2);
        Assert.Equal([0, 1, 2, 3], Widths(_shell.Run(p => p.AddCommand(Command).AddArgument(_folder["?.parquet"]).AddParameter("Property", "Width")).Succeeded()));
        Assert.Equal([2, 3, 0, 1], Widths(_shell.Run((object[])[_folder["b.parquet"], _folder["a.parquet"]], p => p.AddCommand(Command).AddParameter("Property", "Width")).Succeeded()));
        Assert.Equal([4, 5], Widths(_shell.Run(p => p.AddCommand(Command).AddParameter("LiteralPath", _folder["[b].parquet"]).AddParameter("Property", "Width")).Succeeded()));
        var file = new PSObject();
        file.Properties.Add(new PSNoteProperty("FullName", _folder["[b].parquet"]));
        Assert.Equal([4, 5], Widths(_shell.Run((object[])[file], p => p.AddCommand(Command).AddParameter("Property", "Width")).Succeeded()));
    }

    [ShellFact]
    public void Select_object_first_ends_the_reading()
    {
        WriteNumbers("big.parquet", 0, 100_000);
        ShellResult result = _shell.Run(p => p.AddCommand(Command).AddArgument(_folder["big.parquet"]).AddParameter("Property", "Width").AddCommand("Select-Object").AddParameter("First", 2)).Succeeded();
        Assert.Equal([0, 1], Widths(result));
        // The reader has let go of the file.
        File.Delete(_folder["big.parquet"]);
    }

    [ShellFact]
    public void Where_object_filters_records()
    {
        ShellResult result = _shell.Run(p => p.AddCommand(Command).AddArgument(sample.Metadata)
            .AddCommand("Where-Object").AddParameter("Property", "Width").AddParameter("Value", 1024).AddParameter("GE")).Succeeded();
        Assert.NotEmpty(result.Output);
        Assert.True(result.Output.Count < SampleBucket.Count);
        Assert.All(result.Objects.Cast<Record>(), record => Assert.True(record.Width >= 1024));
    }

    [ShellFact]
    public void An_unknown_column_comes_along_when_it_is_named()
    {
        using (var writer = new ParquetWriter(File.Create(_folder["x.parquet"]), [Text("id"), new ParquetColumn("score", PhysicalType.Double)]))
        {
            writer.WriteRow(["i", 0.5]);
            writer.Finish();
        }
        PSObject record = Assert.Single(_shell.Run(p => p.AddCommand(Command).AddArgument(_folder["x.parquet"]).AddParameter("Property", new[] { "Id", "Score" })).Succeeded().Output);
        Assert.Equal("i", record.Properties["Id"].Value);
        Assert.Equal(0.5, record.Properties["Score"].Value);
        Assert.IsType<Record>(record.BaseObject);
    }

    [ShellFact]
    public void A_missing_source_is_empty_and_said_only_when_it_was_asked_for()
    {
        using (var writer = new ParquetWriter(File.Create(_folder["x.parquet"]), [Text("id")]))
        {
            writer.WriteRow(["i"]);
            writer.Finish();
        }
        ShellResult result = _shell.Run(p => p.AddCommand(Command).AddArgument(_folder["x.parquet"]).AddParameter("Property", new[] { "id", "source" })).Succeeded();
        Assert.Null(((Record)Assert.Single(result.Objects)!).Source);
        Assert.Contains("source", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [ShellFact]
    public void Each_bad_file_gives_its_error_and_the_good_ones_are_read()
    {
        WriteNumbers("1-good.parquet", 1, 1);
        File.WriteAllText(_folder["2-text.parquet"], "no parquet at all, but long enough to be one");
        File.WriteAllBytes(_folder["3-cut.parquet"], File.ReadAllBytes(Path.Combine(sample.Metadata, "pd12m.000.parquet"))[..1000]);
        WriteNumbers("4-good.parquet", 2, 1);
        File.WriteAllBytes(_folder["5-empty.parquet"], []);
        ShellResult result = _shell.Run(p => p.AddCommand(Command).AddArgument(_folder.Path).AddParameter("Property", "Width")).Succeeded();
        Assert.Equal([1, 2], Widths(result));
        const string Type = "PD12M.Commands.GetRecordCommand";
        Assert.Equal([$"MetadataNotParquet,{Type}", $"MetadataTruncated,{Type}", $"MetadataNotParquet,{Type}"], result.ErrorIds);
        Assert.Equal([_folder["2-text.parquet"], _folder["3-cut.parquet"], _folder["5-empty.parquet"]], result.Errors.Select(error => error.TargetObject));
        Assert.All(result.Errors, error => Assert.Equal(ErrorCategory.InvalidData, error.CategoryInfo.Category));
    }

    [ShellTheory]
    [InlineData("none.parquet")]
    [InlineData("*.none")]
    [InlineData("")]
    public void What_is_not_there_is_an_error(string name)
    {
        ErrorRecord error = Assert.Single(_shell.Run(p => p.AddCommand(Command).AddArgument(_folder[name])).Succeeded().Errors);
        Assert.Equal("MetadataPathNotFound,PD12M.Commands.GetRecordCommand", error.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.ObjectNotFound, error.CategoryInfo.Category);
        Assert.Equal(_folder[name], Assert.IsType<string>(error.TargetObject).Length == 0 ? "" : error.TargetObject);
    }

    [ShellFact]
    public void A_missing_column_is_an_error_that_names_it()
    {
        WriteNumbers("numbers.parquet", 0, 1);
        ErrorRecord error = Assert.Single(_shell.Run(p => p.AddCommand(Command).AddArgument(_folder["numbers.parquet"])).Succeeded().Errors);
        Assert.Equal("MetadataColumnMissing,PD12M.Commands.GetRecordCommand", error.FullyQualifiedErrorId);
        Assert.Contains("'id'", error.Exception.Message, StringComparison.Ordinal);
    }

    [ShellFact]
    public async Task A_file_on_the_web_is_read_by_parts()
    {
        await using ObjectServer server = sample.Serve();
        string address = server.AddressOf("metadata/pd12m.000.parquet").AbsoluteUri;
        ShellResult local = _shell.Run(p => p.AddCommand(Command).AddArgument(sample.Metadata)).Succeeded();
        ShellResult remote = _shell.Run(p => p.AddCommand(Command).AddArgument(address).AddParameter("Verbose")).Succeeded();
        Assert.Empty(remote.Errors);
        Assert.Equal(local.Objects.Cast<Record>().Select(record => record.Caption), remote.Objects.Cast<Record>().Select(record => record.Caption));
        Assert.Contains(remote.Verbose, line => line.Contains("requests", StringComparison.Ordinal) && line.Contains(address, StringComparison.Ordinal));
        Assert.All(server.Statistics.Log, request => Assert.NotNull(request.Range));
        Assert.Equal(address, ((Record)remote.Objects[0]!).MetadataFile);
    }

    [ShellFact]
    public async Task What_is_not_on_the_web_is_an_error()
    {
        await using ObjectServer server = sample.Serve();
        ErrorRecord error = Assert.Single(_shell.Run(p => p.AddCommand(Command).AddArgument(server.AddressOf("metadata/none.parquet").AbsoluteUri)).Succeeded().Errors);
        Assert.Equal("MetadataPathNotFound,PD12M.Commands.GetRecordCommand", error.FullyQualifiedErrorId);
    }

    [ShellTheory]
    [InlineData("width -ge 1024 -and caption -like '*lighthouse*'")]
    [InlineData("$_.Width -lt 400 -or mime_type -eq 'image/png'")]
    [InlineData("-not (license -match 'ZERO') -and source -notlike 'n*'")]
    [InlineData("rowindex -in 3, 5, 59 -and megapixels -gt 0")]
    public void A_filter_lets_the_same_records_pass_as_its_text_says(string filter)
    {
        Record[] all = [.. _shell.Run(p => p.AddCommand(Command).AddArgument(sample.Metadata)).Succeeded().Objects.Cast<Record>()];
        Func<Record, bool> condition = filter[0] switch
        {
            'w' => record => record.Width >= 1024 && record.Caption!.Contains("lighthouse", StringComparison.OrdinalIgnoreCase),
            '$' => record => record.Width < 400 || record.MimeType == "image/png",
            '-' => record => !record.License!.Contains("zero", StringComparison.Ordinal) && !record.Source!.StartsWith('N'),
            _ => record => record.RowIndex is 3 or 5 or 59,
        };
        ShellResult result = _shell.Run(p => p.AddCommand(Command).AddArgument(sample.Metadata).AddParameter("Filter", filter)).Succeeded();
        Assert.Empty(result.Errors);
        Assert.Equal(all.Where(condition).Select(record => record.Id), result.Objects.Cast<Record>().Select(record => record.Id));
        Assert.NotEmpty(result.Output);
    }

    [ShellFact]
    public void A_filter_reads_over_files_with_paging_and_only_the_named_properties()
    {
        WriteNumbers("1.parquet", 0, 3000);
        WriteNumbers("2.parquet", 3000, 3000);
        ShellResult result = _shell.Run(p => p.AddCommand(Command).AddArgument(_folder.Path).AddParameter("Property", "RowIndex")
            .AddParameter("Filter", "width -ge 2990 -and width -lt 3010").AddParameter("Skip", 5).AddParameter("First", 8)).Succeeded();
        Assert.Equal([2995, 2996, 2997, 2998, 2999, 0, 1, 2], result.Objects.Cast<Record>().Select(record => record.RowIndex));
        Assert.All(Widths(result), Assert.Null);
    }

    [ShellFact]
    public void A_filter_takes_variables_of_the_session()
    {
        WriteNumbers("1.parquet", 0, 100);
        _shell["least"] = 97;
        Assert.Equal([97, 98, 99], Widths(_shell.Run(p => p.AddCommand(Command).AddArgument(_folder.Path).AddParameter("Property", "Width").AddParameter("Filter", "width -ge $least")).Succeeded()));
    }

    [ShellTheory]
    [InlineData("id -in $list.Id")]
    [InlineData("id -in $ids")]
    [InlineData("id -eq $ids[0] -or id -eq $ids[1]")]
    [InlineData("width -in $ordered[0]")]
    public void A_filter_takes_of_a_variable_what_PowerShell_takes(string filter)
    {
        Record[] records = [.. _shell.Run(p => p.AddCommand(Command).AddArgument(sample.Metadata)).Succeeded().Objects.Cast<Record>()];
        _shell["list"] = records[..2].Select(record => SaveImageSession.Row(("Id", record.Id))).ToArray();
        _shell["ids"] = records[..2].Select(record => Guid.Parse(record.Id!)).ToArray();
        _shell["ordered"] = new OrderedDictionary { ["first"] = records[..2].Select(record => record.Width).ToArray() };

        ShellResult result = _shell.Run(p => p.AddCommand(Command).AddArgument(sample.Metadata).AddParameter("Filter", filter)).Succeeded();

        Assert.Equal(
            records.Where(record => filter.StartsWith("width", StringComparison.Ordinal) ? records.Take(2).Any(first => first.Width == record.Width) : records.Take(2).Contains(record)).Select(record => record.Id),
            result.Objects.Cast<Record>().Select(record => record.Id));
    }

    [ShellFact]
    public void A_path_as_Tab_writes_it_is_found()
    {
        WriteNumbers("1[2].parquet", 0, 3);

        Assert.Equal(3, _shell.Run(p => p.AddCommand(Command).AddArgument(_folder["1`[2`].parquet"]).AddParameter("Property", "Width")).Succeeded().Output.Count);
    }

    [ShellTheory]
    [InlineData("width -ge ")]
    [InlineData("width -ge $unknown")]
    [InlineData("width -ge (Get-Date)")]
    [InlineData("width = 5")]
    public void What_is_no_filter_ends_the_pipeline(string filter)
    {
        ShellResult result = _shell.Run(p => p.AddCommand(Command).AddArgument(sample.Metadata).AddParameter("Filter", filter));
        Assert.Equal("FilterInvalid,PD12M.Commands.GetRecordCommand", result.TerminatingError!.FullyQualifiedErrorId);
        Assert.Contains(">>", result.TerminatingError.Exception.Message, StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }

    [ShellFact]
    public void Ids_are_found_and_those_that_are_not_are_errors()
    {
        Record[] all = [.. _shell.Run(p => p.AddCommand(Command).AddArgument(sample.Metadata)).Succeeded().Objects.Cast<Record>()];
        ShellResult result = _shell.Run(p => p.AddCommand(Command).AddArgument(sample.Metadata).AddParameter("Id", new[] { all[40].Id!.ToUpperInvariant(), "none", all[7].Id! })).Succeeded();
        Assert.Equal([all[7].Id, all[40].Id], result.Objects.Cast<Record>().Select(record => record.Id));
        ErrorRecord error = Assert.Single(result.Errors);
        Assert.Equal("RecordNotFound,PD12M.Commands.GetRecordCommand", error.FullyQualifiedErrorId);
        Assert.Equal("none", error.TargetObject);
    }

    [ShellFact]
    public void What_a_filter_spares_is_said_in_one_line()
    {
        ShellResult result = _shell.Run(p => p.AddCommand(Command).AddArgument(sample.Metadata).AddParameter("Filter", "license -eq 'none'").AddParameter("Verbose")).Succeeded();
        Assert.Empty(result.Output);
        int rowGroups = Directory.GetFiles(sample.Metadata, "*.parquet").Length;
        Assert.Equal(
            $"Passed over {rowGroups} of {rowGroups} row groups ({rowGroups} by dictionaries).",
            Assert.Single(result.Verbose, line => line.Contains("Passed over", StringComparison.Ordinal)));
    }

    [ShellFact]
    public void A_column_that_no_file_has_is_told_once()
    {
        WriteNumbers("1.parquet", 1, 1);
        WriteNumbers("2.parquet", 2, 1);
        WriteNumbers("3.parquet", 3, 1);
        ShellResult result = _shell.Run(p => p.AddCommand(Command).AddArgument(_folder.Path).AddParameter("Property", "Width").AddParameter("Filter", "widht -gt 1")).Succeeded();
        ErrorRecord error = Assert.Single(result.Errors);
        Assert.Equal("MetadataColumnMissing,PD12M.Commands.GetRecordCommand", error.FullyQualifiedErrorId);
        Assert.Equal("widht", error.TargetObject);
        Assert.Contains("None of the 3 files has a column 'widht'", error.Exception.Message, StringComparison.Ordinal);
    }

    [ShellFact]
    public void A_column_that_some_files_lack_is_told_of_each()
    {
        using (var writer = new ParquetWriter(File.Create(_folder["1.parquet"]), [Text("id")]))
        {
            writer.WriteRow(["i"]);
            writer.Finish();
        }
        File.Copy(_folder["1.parquet"], _folder["2.parquet"]);
        WriteNumbers("3.parquet", 5, 1);
        File.Copy(_folder["1.parquet"], _folder["4.parquet"]);
        ShellResult result = _shell.Run(p => p.AddCommand(Command).AddArgument(_folder.Path).AddParameter("Property", "Width").AddParameter("Filter", "width -gt 1")).Succeeded();
        Assert.Equal([5], Widths(result));
        Assert.Equal([_folder["1.parquet"], _folder["2.parquet"], _folder["4.parquet"]], result.Errors.Select(error => error.TargetObject));
    }

    [ShellFact]
    public void Ids_come_by_the_pipeline()
    {
        Record[] all = [.. _shell.Run(p => p.AddCommand(Command).AddArgument(sample.Metadata)).Succeeded().Objects.Cast<Record>()];
        ShellResult result = _shell.Run((object[])[all[3].Id!, all[1].Id!], p => p.AddCommand(Command).AddArgument(sample.Metadata).AddParameter("Property", "Width")).Succeeded();
        Assert.Equal([all[1].Id, all[3].Id], result.Objects.Cast<Record>().Select(record => record.Id));
    }

    [ShellFact]
    public void A_stopped_pipeline_ends()
    {
        WriteNumbers("big.parquet", 0, 500_000);
        using PowerShell shell = _shell.Build(p => p.AddCommand(Command).AddArgument(_folder["big.parquet"]).AddParameter("Property", "Width"));
        var output = new PSDataCollection<PSObject>();
        using var started = new ManualResetEventSlim();
        output.DataAdded += (_, _) => started.Set();
        IAsyncResult running = shell.BeginInvoke<PSObject, PSObject>(null, output);
        Assert.True(started.Wait(TimeSpan.FromSeconds(30)));
        shell.Stop();
        Assert.Contains(shell.InvocationStateInfo.State, new[] { PSInvocationState.Stopped, PSInvocationState.Completed });
        File.Delete(_folder["big.parquet"]);
        Assert.NotNull(running);
    }

    private static ParquetColumn Text(string name) => new(name, PhysicalType.ByteArray, LogicalType: LogicalType.String);

    private static IEnumerable<long?> Widths(ShellResult result) => result.Objects.Cast<Record>().Select(record => record.Width);

    private void WriteNumbers(string name, int first, int count)
    {
        using var writer = new ParquetWriter(File.Create(_folder[name]), [new ParquetColumn("width", PhysicalType.Int64)]);
        for (int i = first; i < first + count; i++)
        {
            writer.WriteRow([(long)i]);
        }
        writer.Finish();
    }
}
