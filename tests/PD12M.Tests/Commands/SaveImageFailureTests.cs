using System.Management.Automation;
using System.Text;
using Microsoft.VisualBasic.FileIO;
using PD12M.Testing;

namespace PD12M.Tests.Commands;

public sealed class SaveImageFailureTests(SampleBucket sample) : IClassFixture<SampleBucket>, IAsyncLifetime
{
    private const string Header = "\"Id\",\"Url\",\"Hash\",\"MimeType\",\"Caption\",\"ErrorId\",\"Reason\"\r\n";

    private readonly SaveImageSession _session = new(sample);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _session.DisposeAsync();

    [ShellFact]
    public void What_failed_can_be_piped_back()
    {
        Record[] refused = _session.Records()[..5];
        foreach (Record record in refused)
        {
            _session.Server.Faults.Add(new Fault(FaultKind.Status) { Status = 403, Key = $"*{record.Id}*" });
        }
        ShellResult first = _session.Save(("FailurePath", _session.Failures)).Succeeded();
        Assert.Equal(5, first.Errors.Count);
        PSObject[] failed = Rows(_session.Failures);
        Assert.Equal(refused.Select(record => record.Id).Order(StringComparer.Ordinal), failed.Select(row => (string?)row.Properties["Id"].Value));
        Assert.All(failed, row => Assert.Equal("ImageAccessDenied", row.Properties["ErrorId"].Value));
        Assert.Equal(refused.Select(record => record.Caption).Order(StringComparer.Ordinal), failed.Select(row => (string?)row.Properties["Caption"].Value).Order(StringComparer.Ordinal));

        _session.Server.Faults.Clear();
        Assert.Empty(_session.SaveInput(failed, ("FailurePath", _session.Failures)).Succeeded().Errors);
        Assert.True(_session.IsWhole);
        Assert.Empty(Rows(_session.Failures));
    }

    [ShellFact]
    public void A_run_in_which_nothing_failed_leaves_the_header_alone()
    {
        _session.Save(("FailurePath", _session.Failures)).Succeeded();
        Assert.Equal(Encoding.UTF8.GetPreamble().Concat(Encoding.UTF8.GetBytes(Header)), File.ReadAllBytes(_session.Failures));
        Assert.Equal([_session.Failures], Directory.GetFiles(_session.Folder, "failed*"));
    }

    [ShellFact]
    public void Values_come_back_as_they_were()
    {
        PSObject[] odd =
        [
            SaveImageSession.Row(("Id", "say \"x\", then\r\nstop"), ("Url", "https://example.org/a,b/c\"d"), ("Hash", ""), ("MimeType", "image/png"), ("Caption", "Größe 𝄞;")),
            SaveImageSession.Row(("Id", "=1+1"), ("Url", null), ("Hash", "00"), ("MimeType", null), ("Caption", null)),
        ];
        _session.SaveInput(odd, ("FailurePath", _session.Failures)).Succeeded();
        PSObject[] rows = Rows(_session.Failures);
        Assert.Equal(2, rows.Length);
        foreach (PSObject row in odd)
        {
            PSObject back = Assert.Single(rows, r => Equals(r.Properties["Id"].Value, row.Properties["Id"].Value));
            Assert.All(row.Properties, property => Assert.Equal(property.Value ?? "", back.Properties[property.Name].Value));
        }
    }

    [ShellFact]
    public void A_file_of_another_kind_is_not_written_over()
    {
        const string Precious = "Id,Url,Hash\r\n1,https://example.org/b/k,00\r\n";
        File.WriteAllText(_session.Failures, Precious);
        ShellResult result = _session.Save(("FailurePath", _session.Failures));
        Assert.Equal("FailureFileInvalid,PD12M.Commands.SaveImageCommand", result.TerminatingError!.FullyQualifiedErrorId);
        Assert.Equal(Precious, File.ReadAllText(_session.Failures));
        Assert.Equal(0, _session.Server.Statistics.Requests);
    }

    [ShellFact]
    public void What_is_no_list_is_not_written_over()
    {
        // As long as a device: one would be taken away by a file of its name.
        File.WriteAllText(_session.Failures, "");
        Directory.CreateDirectory(_session["folder"]);

        foreach (string path in (string[])[_session.Failures, _session["folder"]])
        {
            ShellResult result = _session.Save(("FailurePath", path));

            Assert.Equal("FailureFileInvalid,PD12M.Commands.SaveImageCommand", result.TerminatingError!.FullyQualifiedErrorId);
            Assert.False(File.Exists(path + ".partial"));
        }
        Assert.Equal(0, new FileInfo(_session.Failures).Length);
    }

    [ShellFact]
    public void The_file_behind_a_link_is_written()
    {
        string target = _session["target.csv"];
        File.CreateSymbolicLink(_session.Failures, target);

        _session.SaveInput([SaveImageSession.Row(("Id", "x"), ("Url", null), ("Hash", null))], ("FailurePath", _session.Failures)).Succeeded();

        Assert.NotNull(new FileInfo(_session.Failures).LinkTarget);
        Assert.Equal("x", Assert.Single(Rows(target)).Properties["Id"].Value);
    }

    [ShellFact]
    public void A_list_that_was_saved_again_without_quotes_is_one()
    {
        File.WriteAllText(_session.Failures, Header.Replace("\"", "", StringComparison.Ordinal) + "earlier,,,,,ImageNotFound,gone\r\n");

        _session.Save(("FailurePath", _session.Failures), ("StopAfter", DateTime.Now.AddDays(-1)));

        Assert.Equal("earlier", Assert.Single(Rows(_session.Failures)).Properties["Id"].Value);
    }

    [ShellTheory]
    [InlineData("WhatIf")]
    [InlineData("Confirm")]
    public void A_switch_that_is_false_changes_nothing(string name)
    {
        File.WriteAllText(_session.Failures, "\ufeff" + Header + Line("earlier"));

        ShellResult result = _session.Shell.Run(p => _session.Command(
            p.AddCommand("Get-PD12MRecord").AddArgument(sample.Metadata).AddParameter("Filter", "width -lt 0"), ("FailurePath", _session.Failures), ("Summary", true), (name, false))).Succeeded();

        Assert.Single(result.Output);
        Assert.Empty(Rows(_session.Failures));
    }

    [ShellFact]
    public void The_log_is_no_list_of_failures()
    {
        ShellResult result = _session.Save(("FailurePath", _session.Failures), ("LogPath", _session["log/../failed.csv"]));

        Assert.Equal("RunFilesEqual,PD12M.Commands.SaveImageCommand", result.TerminatingError!.FullyQualifiedErrorId);
        Assert.False(File.Exists(_session.Failures));
    }

    [ShellFact]
    public void The_log_is_no_list_of_failures_by_another_name_either()
    {
        Directory.CreateDirectory(_session["folder"]);
        Directory.CreateSymbolicLink(_session["alias"], _session["folder"]);
        File.CreateSymbolicLink(_session.Log, _session["alias/save.jsonl"]);

        ShellResult result = _session.Save(("FailurePath", _session["folder/save.jsonl"]), ("LogPath", _session.Log));

        Assert.Equal("RunFilesEqual,PD12M.Commands.SaveImageCommand", result.TerminatingError!.FullyQualifiedErrorId);
        Assert.Empty(Directory.GetFiles(_session["folder"]));
    }

    [ShellFact]
    public void Links_that_lead_in_a_circle_are_an_error()
    {
        File.CreateSymbolicLink(_session.Failures, _session.Log);
        File.CreateSymbolicLink(_session.Log, _session.Failures);

        Assert.Equal("FailureFileWriteFailed,PD12M.Commands.SaveImageCommand", _session.Save(("FailurePath", _session.Failures)).TerminatingError!.FullyQualifiedErrorId);
        Assert.Equal("LogWriteFailed,PD12M.Commands.SaveImageCommand", _session.Save(("LogPath", _session.Log)).TerminatingError!.FullyQualifiedErrorId);
    }

    [ShellFact]
    public void What_cannot_be_written_has_no_rows_that_wait()
    {
        ShellResult result = _session.Save(("FailurePath", Path.Combine(_session["missing"], "failed.csv")));

        Assert.Equal("FailureFileWriteFailed,PD12M.Commands.SaveImageCommand", result.TerminatingError!.FullyQualifiedErrorId);
        Assert.Contains("Its folder must be there", result.TerminatingError.Exception.Message, StringComparison.Ordinal);
    }

    [ShellFact]
    public void A_run_that_a_limit_ends_keeps_the_earlier_rows()
    {
        _session.SaveInput([SaveImageSession.Row(("Id", "earlier"), ("Url", null), ("Hash", null))], ("FailurePath", _session.Failures)).Succeeded();
        ShellResult result = _session.Save(("FailurePath", _session.Failures), ("StopAfter", DateTime.Now.AddDays(-1)));
        Assert.Equal("TimeLimitReached,PD12M.Commands.SaveImageCommand", result.TerminatingError!.FullyQualifiedErrorId);
        Assert.Equal("earlier", Assert.Single(Rows(_session.Failures)).Properties["Id"].Value);
    }

    [ShellFact]
    public void The_rows_of_a_killed_run_are_added_except_for_the_one_that_it_tore()
    {
        File.WriteAllText(_session.Failures, "\ufeff" + Header + Line("earlier"));
        File.WriteAllText(_session.Failures + ".partial", "\ufeff" + Header + Line("killed\r\n\"\"run\"\"") + Line("torn")[..20]);
        _session.Save(("FailurePath", _session.Failures), ("StopAfter", DateTime.Now.AddDays(-1)));
        Assert.Equal(["earlier", "killed\r\n\"run\""], Rows(_session.Failures).Select(row => row.Properties["Id"].Value));
        Assert.Equal([_session.Failures], Directory.GetFiles(_session.Folder, "failed*"));
    }

    [ShellFact]
    public void Two_runs_do_not_share_a_list_of_failures()
    {
        _session.Server.Faults.Add(new Fault(FaultKind.Stall));
        using PowerShell first = _session.Shell.Build(p => _session.Command(p.AddCommand("Get-PD12MRecord").AddArgument(sample.Metadata), ("FailurePath", _session.Failures)));
        IAsyncResult running = first.BeginInvoke();
        Assert.True(SpinWait.SpinUntil(() => _session.Server.Statistics.Requests > 0, TimeSpan.FromSeconds(30)));
        using (Shell other = new())
        {
            ShellResult second = other.Run(p => _session.Command(
                p.AddCommand("Get-PD12MRecord").AddArgument(sample.Metadata), ("Destination", _session["other"]), ("FailurePath", _session.Failures)));
            Assert.Equal("FailureFileInUse,PD12M.Commands.SaveImageCommand", second.TerminatingError!.FullyQualifiedErrorId);
        }
        first.Stop();
        Assert.True(running.IsCompleted);
    }

    private static string Line(string quotedId) => $"\"{quotedId}\",\"https://example.org/b/k\",\"00\",\"\",\"\",\"ImageNotFound\",\"It is gone.\"\r\n";

    /// <summary>What Import-Csv makes of a file.</summary>
    private static PSObject[] Rows(string path)
    {
        using TextFieldParser parser = new(path, Encoding.UTF8) { Delimiters = [","], HasFieldsEnclosedInQuotes = true, TrimWhiteSpace = false };
        string[] header = parser.ReadFields()!;
        List<PSObject> rows = [];
        while (parser.ReadFields() is { } fields)
        {
            rows.Add(SaveImageSession.Row([.. header.Zip(fields, (name, value) => (name, (string?)value))]));
        }
        return [.. rows.OrderBy(row => (string)row.Properties["Id"].Value, StringComparer.Ordinal)];
    }
}
