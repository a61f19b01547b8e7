using System.Management.Automation;
using PD12M.Testing;

namespace PD12M.Tests.Commands;

public sealed class TestHashTests : IClassFixture<SampleBucket>, IAsyncLifetime
{
    private const string Command = "Test-PD12MHash";
    private const string AbcHash = "900150983cd24fb0d6963f7d28e17f72";

    private readonly SampleBucket _sample;
    private readonly Shell _shell = new();
    private readonly TemporaryFolder _folder = new();
    private readonly ObjectServer _server;

    public TestHashTests(SampleBucket sample)
    {
        _sample = sample;
        _server = sample.Serve();
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        _shell.Dispose();
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [ShellFact]
    public void Images_just_saved_match()
    {
        ShellResult result = _shell.Run(p => p.AddCommand("Get-PD12MRecord").AddArgument(_sample.Metadata)
            .AddCommand("Save-PD12MImage").AddArgument(_folder.Path).AddParameter("EndpointUrl", _server.Endpoint).AddParameter("PassThru")
            .AddCommand(Command)).Succeeded();
        Assert.Equal(SampleBucket.Count, result.Output.Count);
        Assert.All(result.Objects.Cast<HashResult>(), check =>
        {
            Assert.Equal(HashStatus.Match, check.Status);
            Assert.Equal(check.Expected, check.Actual);
            Assert.Equal(new FileInfo(check.Path).Length, check.Length);
        });
    }

    [ShellFact]
    public void Records_are_looked_for_below_the_root_in_their_order()
    {
        Record[] records = [.. _shell.Run(p => p.AddCommand("Get-PD12MRecord").AddArgument(_sample.Metadata)).Succeeded().Objects.Cast<Record>()];
        CopyImages();
        File.WriteAllText(_folder[records[3].FileName!], "spoilt");
        File.Delete(_folder[records[5].FileName!]);
        File.Delete(_folder[records[7].FileName!]);
        Directory.CreateDirectory(_folder[records[7].FileName!]);
        File.Delete(_folder[records[9].FileName!]);
        File.CreateSymbolicLink(_folder[records[9].FileName!], Path.Combine(_sample.Images, records[9].FileName!));

        HashResult[] results = [.. _shell.Run(records, p => p.AddCommand(Command).AddParameter("Root", _folder.Path).AddParameter("Layout", "Flat").AddParameter("ThrottleLimit", 4)).Succeeded().Objects.Cast<HashResult>()];
        Assert.Equal(records.Select(record => record.Id), results.Select(result => result.Id));
        Assert.Equal(
            records.Select((_, i) => i switch { 3 => HashStatus.Mismatch, 5 => HashStatus.Missing, 7 => HashStatus.Folder, 9 => HashStatus.OutsideRoot, _ => HashStatus.Match }),
            results.Select(result => result.Status));
        Assert.NotEqual(results[3].Expected, results[3].Actual);
        Assert.Null(results[5].Actual);
        Assert.NotNull(results[7].Problem);
    }

    [ShellFact]
    public void Results_keep_the_order_of_the_files_whatever_their_lengths()
    {
        string[] paths = [.. Enumerable.Range(0, 100).Select(i => _folder[$"{i}"])];
        for (int i = 0; i < paths.Length; i++)
        {
            File.WriteAllBytes(paths[i], new byte[i % 30 == 0 ? 3_000_000 : i]);
        }
        ShellResult result = _shell.Run(p => p.AddCommand(Command).AddParameter("LiteralPath", paths).AddParameter("Hash", AbcHash).AddParameter("ThrottleLimit", 3)).Succeeded();
        Assert.Equal(paths, result.Objects.Cast<HashResult>().Select(check => check.Path));
    }

    [ShellFact]
    public void What_is_not_right_pipes_back_into_saving()
    {
        ShellResult repaired = _shell.Run(p => p.AddCommand("Get-PD12MRecord").AddArgument(_sample.Metadata)
            .AddCommand(Command).AddParameter("Root", _folder.Path)
            .AddCommand("Save-PD12MImage").AddArgument(_folder.Path).AddParameter("EndpointUrl", _server.Endpoint)).Succeeded();
        Assert.Empty(repaired.Errors);
        ShellResult check = _shell.Run(p => p.AddCommand("Get-PD12MRecord").AddArgument(_sample.Metadata)
            .AddCommand(Command).AddParameter("Root", _folder.Path).AddParameter("Quiet")).Succeeded();
        Assert.Equal(true, Assert.Single(check.Objects));
    }

    [ShellTheory]
    [InlineData(Command, "Match")]
    [InlineData("Test-PD12MImage", "Valid")]
    public void What_was_saved_can_be_tested_after_it_went_through_a_file(string command, string status)
    {
        PSObject[] rows = [.. _shell.Run(p => p.AddCommand("Get-PD12MRecord").AddArgument(_sample.Metadata)
            .AddCommand("Save-PD12MImage").AddArgument(_folder.Path).AddParameter("EndpointUrl", _server.Endpoint).AddParameter("PassThru")).Succeeded().Output
            .Select(image => SaveImageSession.Row([.. image.Properties.Select(property => (property.Name, property.Value.ToString()))]))];

        ShellResult result = _shell.Run(rows, p => p.AddCommand(command)).Succeeded();

        Assert.Empty(result.Errors);
        Assert.Equal(rows.Select(row => row.Properties["Id"].Value), result.Output.Select(check => check.Properties["Id"].Value));
        Assert.All(result.Output, check => Assert.Equal(status, check.Properties["Status"].Value.ToString()));
    }

    [ShellTheory]
    [InlineData("Hash")]
    [InlineData("Id")]
    public void Quiet_is_false_where_an_item_could_not_be_tested(string lacking)
    {
        CopyImages();
        Record record = (Record)_shell.Run(p => p.AddCommand("Get-PD12MRecord").AddArgument(_sample.Metadata).AddParameter("First", 1)).Succeeded().Objects.Single()!;
        PSObject[] rows = [.. new[] { "", lacking }.Select(missing => SaveImageSession.Row([.. new (string Name, string? Value)[] { ("Id", record.Id), ("Url", record.Url), ("Hash", record.Hash) }
            .Select(pair => pair.Name == missing ? (pair.Name, null) : pair)]))];

        ShellResult result = _shell.Run(rows, p => p.AddCommand(Command).AddParameter("Root", _folder.Path).AddParameter("Layout", "Flat").AddParameter("Quiet")).Succeeded();

        Assert.Single(result.Errors);
        Assert.Equal(false, Assert.Single(result.Objects));
    }

    [ShellFact]
    public void Quiet_is_false_where_a_wildcard_matches_nothing()
    {
        File.WriteAllText(_folder["abc"], "abc");

        ShellResult result = _shell.Run(p => p.AddCommand(Command).AddArgument(new[] { _folder["abc"], _folder["none*"] }).AddParameter("Hash", AbcHash).AddParameter("Quiet")).Succeeded();

        Assert.Single(result.Errors);
        Assert.Equal(false, Assert.Single(result.Objects));
    }

    [ShellFact]
    public void Quiet_is_one_boolean_for_all()
    {
        File.WriteAllText(_folder["abc"], "abc");
        Assert.Equal(true, Assert.Single(_shell.Run(p => p.AddCommand(Command).AddArgument(_folder["abc"]).AddParameter("Hash", AbcHash).AddParameter("Quiet")).Succeeded().Objects));
        Assert.Equal(false, Assert.Single(_shell.Run(p => p.AddCommand(Command).AddArgument(new[] { _folder["abc"], _folder["none"] }).AddParameter("Hash", AbcHash).AddParameter("Quiet")).Succeeded().Objects));
        ShellResult nothing = _shell.Run(p => p.AddCommand("Get-PD12MRecord").AddArgument(_sample.Metadata)
            .AddCommand("Where-Object").AddParameter("Property", "Width").AddParameter("LT").AddParameter("Value", 0)
            .AddCommand(Command).AddParameter("Root", _folder.Path).AddParameter("Quiet")).Succeeded();
        Assert.Equal(false, Assert.Single(nothing.Objects));
        Assert.Single(nothing.Warnings);
    }

    [ShellFact]
    public void Paths_with_wildcards_and_literal_ones_are_checked()
    {
        File.WriteAllText(_folder["a.txt"], "abc");
        File.WriteAllText(_folder["b.txt"], "abc");
        File.WriteAllText(_folder["[a].txt"], "abc");
        Assert.Equal(2, _shell.Run(p => p.AddCommand(Command).AddArgument(_folder["?.txt"]).AddParameter("Hash", AbcHash)).Succeeded().Output.Count);
        var result = (HashResult)Assert.Single(_shell.Run(p => p.AddCommand(Command).AddParameter("LiteralPath", _folder["[a].txt"]).AddParameter("Hash", AbcHash)).Succeeded().Objects)!;
        Assert.Equal((_folder["[a].txt"], HashStatus.Match), (result.Path, result.Status));
    }

    [ShellFact]
    public void A_wildcard_that_nothing_matches_and_a_hash_that_is_none_are_errors()
    {
        File.WriteAllText(_folder["abc"], "abc");
        Assert.Equal("HashFileNotFound,PD12M.Commands.TestHashCommand", Assert.Single(_shell.Run(p => p.AddCommand(Command).AddArgument(_folder["*.none"]).AddParameter("Hash", AbcHash)).Succeeded().ErrorIds));
        ErrorRecord error = Assert.Single(_shell.Run(p => p.AddCommand(Command).AddArgument(_folder["abc"]).AddParameter("Hash", "abc")).Succeeded().Errors);
        Assert.Equal("HashInvalid,PD12M.Commands.TestHashCommand", error.FullyQualifiedErrorId);
        Assert.Equal(_folder["abc"], error.TargetObject);
    }

    [ShellFact]
    public void An_id_that_leads_elsewhere_is_an_error_and_no_match()
    {
        var row = new PSObject();
        row.Properties.Add(new PSNoteProperty("Id", "../abc"));
        row.Properties.Add(new PSNoteProperty("Hash", AbcHash));
        ShellResult result = _shell.Run((object[])[row], p => p.AddCommand(Command).AddParameter("Root", _folder.Path).AddParameter("Quiet")).Succeeded();
        Assert.Equal("ImageInvalidId,PD12M.Commands.TestHashCommand", Assert.Single(result.ErrorIds));
        Assert.Equal(false, Assert.Single(result.Objects));
    }

    [ShellFact]
    public void A_folder_of_the_layout_that_leads_out_of_the_root_is_told()
    {
        using var elsewhere = new TemporaryFolder();
        Directory.CreateSymbolicLink(_folder["abc"], elsewhere.Path);
        File.WriteAllText(elsewhere["abc.jpeg"], "abc");
        HashResult result = Assert.IsType<HashResult>(Assert.Single(_shell.Run(p => p.AddCommand(Command).AddParameter("Id", "abc").AddParameter("Hash", AbcHash).AddParameter("Root", _folder.Path)).Succeeded().Objects));
        Assert.Equal((HashStatus.OutsideRoot, null), (result.Status, result.Actual));
        Assert.Contains(elsewhere.Path, result.Problem, StringComparison.Ordinal);
    }

    [ShellFact]
    public void Paths_of_any_form_mean_what_they_mean_to_the_shell()
    {
        Directory.CreateDirectory(_folder["a/b"]);
        string[] names = ["x", "a/x", "a/b/x", "a/y. ", "a/.hidden"];
        Assert.All(names, name => File.WriteAllText(_folder[name], "abc"));
        _shell.Location = _folder["a"];
        string[] paths = ["x", "./x", "../x", "b/x", "b/../x", "b/../../a/b/x", _folder["x"], @"Microsoft.PowerShell.Core\FileSystem::" + _folder["a/x"], _folder["a/y. "], ".hidden", "./.hidden"];
        HashResult[] results = [.. _shell.Run(p => p.AddCommand(Command).AddParameter("LiteralPath", paths).AddParameter("Hash", AbcHash)).Succeeded().Objects.Cast<HashResult>()];
        Assert.Equal(
            ["a/x", "a/x", "x", "a/b/x", "a/x", "a/b/x", "x", "a/x", "a/y. ", "a/.hidden", "a/.hidden"],
            results.Select(result => Path.GetRelativePath(_folder.Path, result.Path)));
        Assert.All(results, result => Assert.Equal(HashStatus.Match, result.Status));
    }

    [ShellFact]
    public void Progress_counts_the_bytes_of_a_file_that_is_not_finished()
    {
        // MD5 is serial: no processor hashes so much in half a second, after which progress is shown.
        using (FileStream large = File.Create(_folder["large"]))
        {
            large.SetLength(1 << 30);
        }
        ShellResult result = _shell.Run(p => p.AddCommand(Command).AddArgument(_folder["large"]).AddParameter("Hash", AbcHash)).Succeeded();
        ProgressRecord first = result.Progress[0];
        Assert.StartsWith("0 items", first.StatusDescription, StringComparison.Ordinal);
        Assert.DoesNotMatch("; 0[.,]0 MB", first.StatusDescription);
        Assert.Equal(ProgressRecordType.Completed, result.Progress[^1].RecordType);
    }

    private void CopyImages()
    {
        foreach (string image in Directory.GetFiles(_sample.Images))
        {
            File.Copy(image, _folder[Path.GetFileName(image)]);
        }
    }
}
