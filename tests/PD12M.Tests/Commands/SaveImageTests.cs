using System.Management.Automation;
using System.Security.Cryptography;
using PD12M.Testing;

namespace PD12M.Tests.Commands;

public sealed class SaveImageTests : IClassFixture<SampleBucket>, IAsyncLifetime
{
    private const string Command = "Save-PD12MImage";

    private readonly SampleBucket _sample;
    private readonly Shell _shell = new();
    private readonly TemporaryFolder _folder = new();
    private readonly ObjectServer _server;

    public SaveImageTests(SampleBucket sample)
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
    public void All_images_are_saved_under_their_names_as_they_are()
    {
        ShellResult result = _shell.Run(p => Save(p)).Succeeded();
        Assert.Empty(result.Errors);
        Assert.Empty(result.Output);
        Assert.Equal(Hashes(_sample.Images), Hashes(_folder.Path));
        Assert.Equal(SampleBucket.Count, _server.Statistics.Requests);
    }

    [ShellFact]
    public void PassThru_tells_where_each_image_is_and_layout_where_to_put_it()
    {
        ShellResult sharded = _shell.Run(p => Save(p).AddParameter("PassThru")).Succeeded();
        Assert.Equal(SampleBucket.Count, sharded.Output.Count);
        foreach (PSObject image in sharded.Output)
        {
            string id = (string)image.Properties["Id"].Value;
            string path = (string)image.Properties["Path"].Value;
            Assert.Equal(Path.Combine(_folder.Path, id[..3]), Path.GetDirectoryName(path));
            Assert.Equal(new FileInfo(path).Length, image.Properties["Length"].Value);
            Assert.Equal("Saved", image.Properties["Status"].Value.ToString());
        }
        _shell.Run(p => Save(p, _folder["flat"]).AddParameter("Layout", "Flat")).Succeeded();
        Assert.Equal(Names(_sample.Images), Names(_folder["flat"]));
    }

    [ShellFact]
    public void What_is_there_is_skipped_without_a_request_and_force_fetches_it_again()
    {
        _shell.Run(p => Save(p)).Succeeded();
        long requests = _server.Statistics.Requests;
        ShellResult again = _shell.Run(p => Save(p).AddParameter("PassThru")).Succeeded();
        Assert.Equal(requests, _server.Statistics.Requests);
        Assert.All(again.Output, image => Assert.Equal("AlreadyThere", image.Properties["Status"].Value.ToString()));

        string spoilt = Directory.GetFiles(_folder.Path, "*.*", SearchOption.AllDirectories)[0];
        File.WriteAllText(spoilt, "spoilt");
        _shell.Run(p => Save(p).AddParameter("Force")).Succeeded();
        Assert.Equal(Hashes(_sample.Images), Hashes(_folder.Path));
    }

    [ShellFact]
    public void WhatIf_asks_for_nothing_and_makes_nothing()
    {
        ShellResult result = _shell.Run(p => Save(p, _folder["new"]).AddParameter("WhatIf")).Succeeded();
        Assert.Empty(result.Errors);
        Assert.Equal(0, _server.Statistics.Requests);
        Assert.False(Directory.Exists(_folder["new"]));
        Assert.Equal(SampleBucket.Count, result.HostLines.Count);
    }

    [ShellFact]
    public void Verbose_has_no_line_for_each_image()
    {
        ShellResult result = _shell.Run(p => Save(p).AddParameter("Verbose")).Succeeded();

        Assert.Equal(Hashes(_sample.Images), Hashes(_folder.Path));
        Assert.DoesNotContain(result.Verbose, line => line.Contains("Performing the operation", StringComparison.Ordinal));
        Assert.Contains(result.Verbose, line => line.StartsWith($"Saved {SampleBucket.Count},", StringComparison.Ordinal));
    }

    [ShellTheory]
    [InlineData("Low")]
    [InlineData("Medium")]
    public void A_preference_to_be_asked_is_heeded_unless_Confirm_is_false(string preference)
    {
        _shell["ConfirmPreference"] = preference;
        _shell.Host.Answers.Enqueue("No to A&ll");

        _shell.Run(p => Save(p)).Succeeded();
        Assert.Single(_shell.Host.Questions);
        Assert.Empty(Names(_folder.Path));

        _shell.Run(p => Save(p).AddParameter("Confirm", false)).Succeeded();
        Assert.Single(_shell.Host.Questions);
        Assert.Equal(Hashes(_sample.Images), Hashes(_folder.Path));
    }

    [ShellFact]
    public void A_preference_to_be_told_is_heeded_unless_WhatIf_is_false()
    {
        _shell["WhatIfPreference"] = true;

        Assert.Equal(SampleBucket.Count, _shell.Run(p => Save(p)).Succeeded().HostLines.Count);
        Assert.Empty(Names(_folder.Path));

        Assert.Empty(_shell.Run(p => Save(p).AddParameter("WhatIf", false)).Succeeded().HostLines);
        Assert.Equal(Hashes(_sample.Images), Hashes(_folder.Path));
    }

    [ShellFact]
    public void Objects_with_id_url_and_hash_are_taken()
    {
        Record record = FirstRecord();
        var row = new PSObject();
        row.Properties.Add(new PSNoteProperty("id", record.Id));
        row.Properties.Add(new PSNoteProperty("url", record.Url));
        row.Properties.Add(new PSNoteProperty("hash", record.Hash!.ToUpperInvariant()));
        row.Properties.Add(new PSNoteProperty("note", "of no concern"));
        Assert.Empty(_shell.Run((object[])[row], p => SaveInput(p)).Succeeded().Errors);
        Assert.Equal([record.FileName!], Names(_folder.Path));
    }

    [ShellFact]
    public void Each_bad_item_gets_its_error_and_the_good_ones_are_saved()
    {
        Record good = FirstRecord();
        const string Hash = "0cc175b9c0f1b6a831c399e269772661";
        PSObject[] rows =
        [
            Row("../../escape", good.Url, good.Hash), Row("..\\..\\escape", good.Url, good.Hash), Row("CON", good.Url, good.Hash), Row("", good.Url, good.Hash),
            Row("file", "file:///etc/hostname", Hash), Row("ftp", "ftp://example.org/pd12m/x", Hash), Row("none", null, Hash),
            Row("nohash", good.Url, null), Row("badhash", good.Url, "xyz"),
            Row("missing", "https://pd12m.s3.us-west-2.amazonaws.com/images/missing.jpeg", Hash),
            Row("wrong", good.Url, Hash),
            Row(good.Id, good.Url, good.Hash),
        ];
        ShellResult result = _shell.Run(rows, p => SaveInput(p)).Succeeded();
        Assert.Equal([good.FileName!], Names(_folder.Path));
        Assert.Equal(
            ["ImageHashMismatch", "ImageInvalidHash", "ImageInvalidHash", "ImageInvalidId", "ImageInvalidId", "ImageInvalidId", "ImageInvalidId", "ImageInvalidUrl", "ImageInvalidUrl", "ImageInvalidUrl", "ImageNotFound"],
            result.ErrorIds.Select(id => id.Split(',')[0]).Order());
        Assert.All(result.Errors, error => Assert.NotNull(error.TargetObject));
        Assert.False(File.Exists(Path.Combine(_folder.Path, "..", "..", "escape.jpeg")));
        Assert.False(Directory.Exists(_folder[".pd12m"]));
    }

    [ShellFact]
    public void Faults_of_the_store_that_pass_cost_no_image()
    {
        _server.Faults.Add(new Fault(FaultKind.Status) { Status = 503, Probability = 0.2, Times = 8, Seed = 1 });
        _server.Faults.Add(new Fault(FaultKind.Reset) { Probability = 0.1, Times = 3, Seed = 2, AfterBytes = 500 });
        _server.Faults.Add(new Fault(FaultKind.Truncate) { Probability = 0.1, Times = 3, Seed = 3 });
        _server.Faults.Add(new Fault(FaultKind.WrongBytes) { Probability = 0.1, Times = 3, Seed = 4 });
        ShellResult result = _shell.Run(p => Save(p)).Succeeded();
        Assert.Empty(result.Errors);
        Assert.Equal(Hashes(_sample.Images), Hashes(_folder.Path));
    }

    [ShellTheory]
    [InlineData(403, "ImageAccessDenied", ErrorCategory.PermissionDenied)]
    [InlineData(404, "ImageNotFound", ErrorCategory.ObjectNotFound)]
    public void A_refusal_is_an_error_at_once(int status, string id, ErrorCategory category)
    {
        Record record = FirstRecord();
        _server.Faults.Add(new Fault(FaultKind.Status) { Status = status });
        ErrorRecord error = Assert.Single(_shell.Run((object[])[record], p => SaveInput(p)).Succeeded().Errors);
        Assert.Equal($"{id},PD12M.Commands.SaveImageCommand", error.FullyQualifiedErrorId);
        Assert.Equal(category, error.CategoryInfo.Category);
        Assert.Same(record, error.TargetObject is PSObject wrapped ? wrapped.BaseObject : error.TargetObject);
        Assert.Equal(1, _server.Statistics.Requests);
    }

    [ShellFact]
    public void No_file_gets_its_name_while_its_bytes_are_wrong()
    {
        _server.Faults.Add(new Fault(FaultKind.WrongBytes));
        ShellResult result = _shell.Run((object[])[FirstRecord()], p => SaveInput(p)).Succeeded();
        Assert.Equal("ImageHashMismatch,PD12M.Commands.SaveImageCommand", Assert.Single(result.ErrorIds));
        Assert.Empty(Names(_folder.Path));
    }

    [ShellFact]
    public void A_destination_that_is_a_file_ends_the_pipeline()
    {
        File.WriteAllText(_folder["file"], "");
        ShellResult result = _shell.Run(p => Save(p, _folder["file"]));
        Assert.Equal("DestinationNotAFolder,PD12M.Commands.SaveImageCommand", result.TerminatingError!.FullyQualifiedErrorId);
        Assert.Equal(0, _server.Statistics.Requests);
    }

    [ShellFact]
    public void A_destination_that_cannot_be_made_ends_the_pipeline()
    {
        File.WriteAllText(_folder["file"], "");
        ShellResult result = _shell.Run(p => Save(p, Path.Combine(_folder["file"], "below")));
        Assert.Equal("DestinationNotWritable,PD12M.Commands.SaveImageCommand", result.TerminatingError!.FullyQualifiedErrorId);
        Assert.Equal(Path.Combine(_folder["file"], "below"), result.TerminatingError.TargetObject);
    }

    [ShellFact]
    public void One_run_at_a_time_saves_to_a_destination()
    {
        _server.Faults.Add(new Fault(FaultKind.Stall));
        using PowerShell first = _shell.Build(p => Save(p));
        IAsyncResult running = first.BeginInvoke();
        SpinWait.SpinUntil(() => _server.Statistics.Requests > 0, TimeSpan.FromSeconds(30));
        using (var other = new Shell())
        {
            ShellResult second = other.Run(p => Save(p));
            Assert.Equal("DestinationInUse,PD12M.Commands.SaveImageCommand", second.TerminatingError!.FullyQualifiedErrorId);
        }
        first.Stop();
        Assert.True(running.IsCompleted);
    }

    [ShellFact]
    public void A_stopped_run_leaves_no_temporary_file()
    {
        _server.Faults.Add(new Fault(FaultKind.Stall) { AfterBytes = 1000, SkipFirst = 5 });
        using PowerShell shell = _shell.Build(p => Save(p).AddParameter("ThrottleLimit", 16));
        IAsyncResult running = shell.BeginInvoke();
        Assert.True(SpinWait.SpinUntil(() => Directory.Exists(_folder[".pd12m"]) && Directory.GetFiles(_folder[".pd12m"], "*.part").Length >= 16, TimeSpan.FromSeconds(30)));
        shell.Stop();
        Assert.True(running.IsCompleted);
        Assert.False(Directory.Exists(_folder[".pd12m"]));
        Assert.Equal(5, Names(_folder.Path).Length);
        Assert.Subset(Hashes(_sample.Images), Hashes(_folder.Path));
    }

    [ShellFact]
    public void A_pipeline_that_ends_early_leaves_no_temporary_file()
    {
        ShellResult result = _shell.Run(p => Save(p).AddParameter("PassThru").AddCommand("Select-Object").AddParameter("First", 1)).Succeeded();
        Assert.Single(result.Output);
        Assert.False(Directory.Exists(_folder[".pd12m"]));
        Assert.Subset(Hashes(_sample.Images), Hashes(_folder.Path));
    }

    [ShellFact]
    public void An_endpoint_that_is_none_ends_the_pipeline()
    {
        ShellResult result = _shell.Run(p => p.AddCommand("Get-PD12MRecord").AddArgument(_sample.Metadata)
            .AddCommand(Command).AddArgument(_folder.Path).AddParameter("EndpointUrl", new Uri("ftp://example.org")));
        Assert.Equal("EndpointUrlInvalid,PD12M.Commands.SaveImageCommand", result.TerminatingError!.FullyQualifiedErrorId);
    }

    [ShellFact]
    public void Relative_destinations_count_from_the_location_of_the_shell()
    {
        _shell.Location = _folder.Path;
        _shell.Run((object[])[FirstRecord()], p => p.AddCommand(Command).AddArgument("here").AddParameter("EndpointUrl", _server.Endpoint)).Succeeded();
        Assert.Single(Names(_folder["here"]));
    }

    private static PSObject Row(string? id, string? url, string? hash)
    {
        var row = new PSObject();
        row.Properties.Add(new PSNoteProperty("Id", id));
        row.Properties.Add(new PSNoteProperty("Url", url));
        row.Properties.Add(new PSNoteProperty("Hash", hash));
        return row;
    }

    private static string[] Names(string folder) =>
        [.. Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    private static HashSet<string> Hashes(string folder) =>
        [.. Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Select(path => $"{Path.GetFileName(path)} {Convert.ToHexString(MD5.HashData(File.ReadAllBytes(path)))}")];

    private Record FirstRecord() =>
        (Record)Assert.Single(_shell.Run(p => p.AddCommand("Get-PD12MRecord").AddArgument(_sample.Metadata).AddParameter("First", 1)).Succeeded().Objects)!;

    private PowerShell SaveInput(PowerShell shell) =>
        shell.AddCommand(Command).AddParameter("Destination", _folder.Path).AddParameter("EndpointUrl", _server.Endpoint);

    private PowerShell Save(PowerShell shell, string? destination = null) =>
        shell.AddCommand("Get-PD12MRecord").AddArgument(_sample.Metadata)
            .AddCommand(Command).AddArgument(destination ?? _folder.Path).AddParameter("EndpointUrl", _server.Endpoint);
}
