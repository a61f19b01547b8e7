using System.Management.Automation;
using System.Text.Json;
using PD12M.Testing;

namespace PD12M.Tests.Commands;

public sealed class SaveImageLogTests(SampleBucket sample) : IClassFixture<SampleBucket>, IAsyncLifetime
{
    private readonly SaveImageSession _session = new(sample);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _session.DisposeAsync();

    [ShellFact]
    public void Each_image_has_its_line_between_those_of_the_start_and_the_end()
    {
        Record missing = _session.Records()[7];
        _session.Server.Faults.Add(new Fault(FaultKind.Status) { Status = 404, Key = $"*{missing.Id}*" });
        _session.Save(("LogPath", _session.Log)).Succeeded();

        List<JsonElement> lines = Lines(_session.Log);
        Assert.Equal("start", Text(lines[0], "event"));
        Assert.Equal(_session.Images, Text(lines[0], "destination"));
        Assert.Equal("end", Text(lines[^1], "event"));
        Assert.Equal("Completed", Text(lines[^1], "reason"));
        Assert.Equal(SampleBucket.Count - 1, lines[^1].GetProperty("saved").GetInt64());
        Assert.Equal(1, lines[^1].GetProperty("failed").GetInt64());
        JsonElement[] items = [.. lines.Where(line => Text(line, "event") == "item")];
        Assert.Equal(_session.Records().Select(record => record.Id).Order(), items.Select(line => Text(line, "id")).Order());
        JsonElement failed = Assert.Single(items, line => Text(line, "status") == "Failed");
        Assert.Equal(missing.Id, Text(failed, "id"));
        Assert.Equal("ImageNotFound", Text(failed, "error"));
        Assert.All(items.Where(line => Text(line, "status") == "Saved"), line =>
        {
            Assert.Equal(new FileInfo(Text(line, "path")!).Length, line.GetProperty("bytes").GetInt64());
            Assert.Equal(1, line.GetProperty("attempts").GetInt32());
        });
        Assert.Single(lines.Select(line => Text(line, "run")).Distinct());
    }

    [ShellFact]
    public void What_was_there_before_is_logged_as_that()
    {
        _session.Save().Succeeded();
        _session.Save(("LogPath", _session.Log)).Succeeded();
        Assert.Equal(SampleBucket.Count, Lines(_session.Log).Count(line => line.TryGetProperty("status", out JsonElement status) && status.GetString() == "AlreadyThere"));
    }

    [ShellFact]
    public void A_line_that_a_killed_run_tore_is_closed_by_the_next_run()
    {
        File.WriteAllText(_session.Log, "{\"time\":\"2030-01-01T00:00:00.000Z\",\"id\":\"0a1b");
        _session.Save(("LogPath", _session.Log)).Succeeded();
        string[] lines = File.ReadAllLines(_session.Log);
        Assert.EndsWith("0a1b", lines[0], StringComparison.Ordinal);
        Assert.All(lines.Skip(1), line => JsonDocument.Parse(line));
        Assert.Equal(SampleBucket.Count + 3, lines.Length);
    }

    [ShellFact]
    public void A_log_that_has_grown_is_set_aside_and_no_line_is_lost()
    {
        const int Runs = 9;
        for (int i = 0; i < Runs; i++)
        {
            _session.Save(("LogPath", _session.Log), ("LogMaxBytes", 128 << 10)).Succeeded();
        }
        Assert.True(File.Exists(_session.Log + ".1"));
        JsonElement[] lines = [.. Directory.GetFiles(_session.Folder, "save.jsonl*").Where(path => !path.EndsWith(".lock", StringComparison.Ordinal)).SelectMany(Lines)];
        Assert.Equal(Runs * (SampleBucket.Count + 2), lines.Length);
        Assert.Equal(Runs, lines.Select(line => Text(line, "run")).Distinct().Count());
        Assert.All(Directory.GetFiles(_session.Folder, "save.jsonl*"), path => Assert.InRange(new FileInfo(path).Length, 0, 128 << 10));
    }

    [ShellFact]
    public async Task Runs_to_different_destinations_share_a_log()
    {
        const int Runs = 3;
        await Task.WhenAll(Enumerable.Range(0, Runs).Select(number => Task.Run(() =>
        {
            using Shell shell = new();
            shell.Run(p => _session.Command(
                p.AddCommand("Get-PD12MRecord").AddArgument(sample.Metadata), ("Destination", _session[$"images{number}"]), ("LogPath", _session.Log))).Succeeded();
        })));
        ILookup<string?, JsonElement> runs = Lines(_session.Log).ToLookup(line => Text(line, "run"));
        Assert.Equal(Runs, runs.Count);
        Assert.All(runs, run => Assert.Equal(SampleBucket.Count + 2, run.Count()));
    }

    [ShellFact]
    public void A_log_that_cannot_be_written_ends_the_pipeline_before_anything_is_asked_for()
    {
        ShellResult result = _session.Save(("LogPath", Path.Combine(_session["missing"], "save.jsonl")), ("FailurePath", _session.Failures));
        Assert.Equal("LogWriteFailed,PD12M.Commands.SaveImageCommand", result.TerminatingError!.FullyQualifiedErrorId);
        Assert.Empty(Directory.GetFiles(_session.Folder));
        Assert.Equal(0, _session.Server.Statistics.Requests);
    }

    [ShellFact]
    public void The_log_behind_a_link_is_written()
    {
        File.CreateSymbolicLink(_session.Log, _session["target.jsonl"]);

        _session.Save(("LogPath", _session.Log)).Succeeded();

        Assert.NotNull(new FileInfo(_session.Log).LinkTarget);
        Assert.Equal(SampleBucket.Count + 2, Lines(_session["target.jsonl"]).Count);

        // Those who name the target take turns with those who name the link.
        Assert.True(File.Exists(_session["target.jsonl.lock"]));
        Assert.False(File.Exists(_session.Log + ".lock"));
    }

    [ShellFact]
    public void A_folder_is_no_log()
    {
        Directory.CreateDirectory(_session.Log);

        ShellResult result = _session.Save(("LogPath", _session.Log));

        Assert.Equal("LogWriteFailed,PD12M.Commands.SaveImageCommand", result.TerminatingError!.FullyQualifiedErrorId);
        Assert.Contains("folder", result.TerminatingError.Exception.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_session.Folder));
    }

    [ShellFact]
    public void A_run_that_ends_while_its_log_is_held_tells_what_is_not_in_it()
    {
        PSDataCollection<object?> input = [];
        using PowerShell shell = _session.Shell.Build(p => _session.Command(p, ("LogPath", _session.Log)));
        IAsyncResult running = shell.BeginInvoke(input);
        Assert.True(SpinWait.SpinUntil(() => File.Exists(_session.Log) && new FileInfo(_session.Log).Length > 0, TimeSpan.FromSeconds(30)));
        FileStream? held = null;
        Assert.True(SpinWait.SpinUntil(() => (held = TryHold(_session.Log + ".lock")) is not null, TimeSpan.FromSeconds(30)));
        using (held)
        {
            input.Add(SaveImageSession.Row(("Id", "x"), ("Url", null), ("Hash", null)));
            input.Complete();
            shell.EndInvoke(running);
        }

        ErrorRecord error = Assert.Single(shell.Streams.Error, error => error.FullyQualifiedErrorId == "LogWriteFailed,PD12M.Commands.SaveImageCommand");
        Assert.Contains("its last lines are not in the log", error.Exception.Message, StringComparison.Ordinal);
        Assert.Equal("start", Text(Assert.Single(Lines(_session.Log)), "event"));
    }

    [ShellFact]
    public void No_secret_of_an_address_is_logged_and_no_control_character()
    {
        _session.SaveInput(
            [
                SaveImageSession.Row(("Id", "query"), ("Url", "https://example.org/bucket/key.jpeg?X-Amz-Signature=sesame"), ("Hash", "00")),
                SaveImageSession.Row(("Id", "user"), ("Url", "https://ali:sesame@example.org/bucket/key.jpeg"), ("Hash", "00")),
                SaveImageSession.Row(("Id", "plain"), ("Url", "ali:sesame@example.org/bucket"), ("Hash", "00")),
                SaveImageSession.Row(("Id", "\u001b[2J\r\n\u2028" + new string('x', 100_000)), ("Url", "https://example.org/bucket/key.jpeg"), ("Hash", "00")),
            ],
            ("LogPath", _session.Log)).Succeeded();
        string text = File.ReadAllText(_session.Log);
        Assert.DoesNotContain("sesame", text, StringComparison.Ordinal);
        Assert.DoesNotContain(text, c => c is not '\n' and (< ' ' or > '~'));
        Assert.Equal(6, Lines(_session.Log).Count);
        Assert.InRange(text.Length, 0, 20_000);
    }

    [ShellFact]
    public void A_run_that_a_command_further_down_ends_has_its_last_line()
    {
        _session.Shell.Run(p => _session.Command(p.AddCommand("Get-PD12MRecord").AddArgument(sample.Metadata), ("LogPath", _session.Log), ("PassThru", true))
            .AddCommand("Select-Object").AddParameter("First", 1)).Succeeded();
        List<JsonElement> lines = Lines(_session.Log);
        Assert.Equal("Stopped", Text(lines[^1], "reason"));
        Assert.Equal(_session.Names.Length, lines.Count(line => Text(line, "event") == "item"));
    }

    [ShellFact]
    public void WhatIf_makes_no_log()
    {
        _session.Save(("LogPath", _session.Log), ("FailurePath", _session.Failures), ("WhatIf", true)).Succeeded();
        Assert.Empty(Directory.GetFileSystemEntries(_session.Folder));
    }

    private static FileStream? TryHold(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement line, string name) => line.GetProperty(name).GetString();

    private static List<JsonElement> Lines(string path) => [.. File.ReadLines(path).Select(line => JsonDocument.Parse(line).RootElement)];
}
