using System.Globalization;
using System.Management.Automation;
using System.Net;
using System.Security;
using PD12M.Testing;

namespace PD12M.Tests.Commands;

public sealed class SaveMetadataTests : IAsyncLifetime
{
    private const string Command = "Save-PD12MMetadata";
    private const string Token = "hf_secretword";

    private readonly DataSetMirror _mirror = new();
    private readonly Shell _shell = new();
    private readonly TemporaryFolder _folder = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        _shell.Dispose();
        await _mirror.DisposeAsync();
        _folder.Dispose();
    }

    [ShellFact]
    public void The_metadata_are_saved_as_they_are_and_can_be_read()
    {
        ShellResult result = _shell.Run(p => Save(p).AddParameter("PassThru")).Succeeded();

        Assert.Empty(result.Errors);
        Assert.Empty(result.Warnings);
        Assert.Equal(Content(_mirror.Metadata), Content(_folder["metadata"]));
        Assert.Equal(["metadata"], Directory.GetFileSystemEntries(_folder.Path).Select(path => Path.GetFileName(path)));
        Assert.Equal(
            ["pd12m.000.parquet Saved", "pd12m.001.parquet Saved", "pd12m.002.parquet Saved"],
            result.Output.Select(file => $"{file.Properties["Name"].Value} {file.Properties["Status"].Value}").Order());
        Assert.All(result.Output, file => Assert.Equal(new FileInfo((string)file.Properties["Path"].Value).Length, file.Properties["Length"].Value));
        Assert.Equal(30, _shell.Run(p => p.AddCommand("Get-PD12MRecord").AddArgument(_folder["metadata"])).Succeeded().Output.Count);
    }

    [ShellFact]
    public void Embeddings_come_on_request_and_the_files_bind_to_other_cmdlets()
    {
        _shell.Run(p => Save(p).AddParameter("Include", "Embeddings")).Succeeded();
        ShellResult described = _shell.Run(p => Save(p).AddParameter("PassThru").AddCommand("Get-PD12MFile")).Succeeded();

        Assert.Equal(Content(_mirror.Embeddings), Content(_folder["embeddings"]));
        Assert.Equal(Content(_mirror.Metadata), Content(_folder["metadata"]));
        Assert.Equal([10L, 10L, 10L], described.Output.Select(file => file.Properties["Rows"].Value));
    }

    [ShellFact]
    public void What_is_there_is_told_and_not_asked_for()
    {
        _shell.Run(p => Save(p)).Succeeded();
        long requests = _mirror.Server.Statistics.Requests;

        ShellResult again = _shell.Run(p => Save(p).AddParameter("PassThru").AddParameter("Verbose")).Succeeded();

        Assert.Equal(requests + 1, _mirror.Server.Statistics.Requests);
        Assert.All(again.Output, file => Assert.Equal("AlreadyThere", file.Properties["Status"].Value.ToString()));
        Assert.Contains("Saved 0, already there 3, failed 0; 0 bytes received.", again.Verbose);
    }

    [ShellFact]
    public void WhatIf_tells_files_and_bytes_and_writes_nothing()
    {
        ShellResult result = _shell.Run(p => Save(p, _folder["new"]).AddParameter("WhatIf")).Succeeded();

        string line = Assert.Single(result.HostLines);
        Assert.Contains(": 3 with ", line, StringComparison.Ordinal);
        Assert.Contains(_mirror.MetadataLength.ToString(CultureInfo.InvariantCulture), Digits(line), StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["new"]));
        Assert.Equal(1, _mirror.Server.Statistics.Requests);
    }

    [ShellFact]
    public void WhatIf_does_not_count_what_is_there()
    {
        _shell.Run(p => Save(p).AddParameter("File", "*.000.parquet")).Succeeded();
        long there = new FileInfo(_folder["metadata/pd12m.000.parquet"]).Length;

        string line = Assert.Single(_shell.Run(p => Save(p).AddParameter("WhatIf")).Succeeded().HostLines);

        Assert.Contains(": 2 with ", line, StringComparison.Ordinal);
        Assert.Contains("the same length: 1 with ", line, StringComparison.Ordinal);
        Assert.Contains((_mirror.MetadataLength - there).ToString(CultureInfo.InvariantCulture), Digits(line), StringComparison.Ordinal);
    }

    [ShellFact]
    public void File_takes_names_and_patterns_and_tells_those_that_match_nothing()
    {
        ShellResult result = _shell.Run(p => Save(p).AddParameter("File", (string[])["pd12m.001.parquet", "*.00[2]*", "other*"])).Succeeded();

        Assert.Equal(["pd12m.001.parquet", "pd12m.002.parquet"], Content(_folder["metadata"]).Keys.Order());
        Assert.Equal("MetadataFileNotFound,PD12M.Commands.SaveMetadataCommand", Assert.Single(result.ErrorIds));
        Assert.Equal("other*", result.Errors[0].TargetObject);
    }

    [ShellFact]
    public void A_plain_folder_is_counted_with_a_warning()
    {
        ShellResult result = _shell.Run(p => Save(p, home: _mirror.Plain)).Succeeded();

        Assert.Contains("cannot be known", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.Equal(Content(_mirror.Metadata), Content(_folder["metadata"]));
    }

    [ShellFact]
    public void An_address_that_looks_like_a_hub_and_has_no_listing_is_a_plain_folder()
    {
        Uri home = _mirror.Server.AddressOf(DataSetMirror.LikeRepository);

        ShellResult fixedRevision = _shell.Run(p => Save(p, home: home).AddParameter("Revision", "main"));
        ShellResult result = _shell.Run(p => Save(p, home: home)).Succeeded();

        Assert.Equal(["MetadataPathNotFound,PD12M.Commands.SaveMetadataCommand"], TerminatingIds(fixedRevision));
        Assert.Contains("cannot be known", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.Equal(Content(_mirror.Metadata), Content(_folder["metadata"]));
    }

    [ShellFact]
    public void Each_bad_file_gets_its_error_and_the_good_ones_are_saved()
    {
        _mirror.List(
            "metadata",
            new { type = "file", path = "metadata/../../escape.parquet", size = 1 },
            new { type = "file", path = "metadata/missing.parquet", size = 1 },
            new { type = "file", path = "metadata/absent:stream.parquet", size = 1 });

        ShellResult result = _shell.Run(p => Save(p)).Succeeded();

        Assert.Equal(["MetadataNameInvalid", "MetadataNameInvalid", "MetadataPathNotFound"], result.ErrorIds.Select(id => id.Split(',')[0]).Order());
        Assert.All(result.Errors, error => Assert.NotNull(error.TargetObject));
        Assert.Equal(Content(_mirror.Metadata), Content(_folder["metadata"]));
        Assert.Equal(["metadata"], Directory.GetFileSystemEntries(_folder.Path).Select(path => Path.GetFileName(path)));
    }

    [ShellFact]
    public void A_file_with_wrong_bytes_gets_no_name()
    {
        _mirror.Server.Faults.Add(new Fault(FaultKind.WrongBytes) { Key = "*001.parquet" });

        ShellResult result = _shell.Run(p => Save(p)).Succeeded();

        ErrorRecord error = Assert.Single(result.Errors);
        Assert.Equal("MetadataHashMismatch,PD12M.Commands.SaveMetadataCommand", error.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.InvalidData, error.CategoryInfo.Category);
        Assert.EndsWith("metadata/pd12m.001.parquet", (string)error.TargetObject, StringComparison.Ordinal);
        Assert.Equal(["pd12m.000.parquet", "pd12m.002.parquet"], Content(_folder["metadata"]).Keys.Order());
    }

    [ShellTheory]
    [InlineData(401, "MetadataAccessDenied", ErrorCategory.PermissionDenied)]
    [InlineData(404, "MetadataPathNotFound", ErrorCategory.ObjectNotFound)]
    public void A_listing_that_cannot_be_had_ends_the_pipeline(int status, string id, ErrorCategory category)
    {
        _mirror.Server.Faults.Add(new Fault(FaultKind.Status) { Status = status });

        ShellResult result = _shell.Run(p => Save(p));

        Assert.Equal($"{id},PD12M.Commands.SaveMetadataCommand", result.TerminatingError!.FullyQualifiedErrorId);
        Assert.Equal(category, result.TerminatingError.CategoryInfo.Category);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [ShellTheory]
    [InlineData("BaseUri", "https://example.org/pd12m?signature=sesame", "BaseUriInvalid")]
    [InlineData("BaseUri", "folder", "BaseUriInvalid")]
    [InlineData("BaseUri", "ftp://example.org/pd12m", "BaseUriInvalid")]
    [InlineData("BaseUri", "https://user:sesame@example.org/pd12m", "BaseUriInvalid")]
    [InlineData("Revision", "../main", "RevisionInvalid")]
    [InlineData("File", "[", "FilePatternInvalid")]
    [InlineData("File", "pd12m.00[0", "FilePatternInvalid")]
    public void Arguments_that_are_none_end_the_pipeline(string parameter, string value, string id)
    {
        ShellResult result = _shell.Run(p => p.AddCommand(Command).AddArgument(_folder.Path).AddParameter(parameter, value));

        Assert.Equal($"{id},PD12M.Commands.SaveMetadataCommand", result.TerminatingError!.FullyQualifiedErrorId);
        Assert.DoesNotContain("sesame", $"{result.TerminatingError.Exception} {result.TerminatingError.TargetObject}", StringComparison.Ordinal);
    }

    [ShellFact]
    public void A_plain_folder_has_no_revisions()
    {
        ShellResult result = _shell.Run(p => Save(p, home: _mirror.Plain).AddParameter("Revision", "main"));

        Assert.Equal(["RevisionInvalid,PD12M.Commands.SaveMetadataCommand"], TerminatingIds(result));
    }

    [ShellTheory]
    [InlineData("http://mirror.example/pd12m", Token, "TokenNotEncrypted")]
    [InlineData("s3://bucket/pd12m", Token, "TokenNotEncrypted")]
    [InlineData("https://mirror.example/pd12m", Token + "\n", "TokenInvalid")]
    public void A_token_that_must_not_be_sent_ends_the_pipeline_unnamed(string home, string token, string id)
    {
        ShellResult result = _shell.Run(p => Save(p, home: new Uri(home)).AddParameter("Token", Secure(token)).AddParameter("Verbose").AddParameter("Debug"));

        Assert.Equal([$"{id},PD12M.Commands.SaveMetadataCommand"], TerminatingIds(result));
        AssertTokenless(result);
    }

    [ShellFact]
    public async Task A_private_mirror_gets_the_token_and_no_stream_does()
    {
        await using DataSetMirror closed = new(new ObjectServerOptions { RequireCredentials = true });
        closed.Server.Faults.Add(new Fault(FaultKind.Status) { Key = "*001.parquet", Status = 403 });
        closed.Server.Faults.Add(new Fault(FaultKind.WrongBytes) { Key = "*002.parquet" });

        ShellResult result = _shell.Run(p => Save(p, home: closed.Hub).AddParameter("Token", Secure(Token)).AddParameter("Verbose").AddParameter("Debug"));

        Assert.Equal(["pd12m.000.parquet"], Content(_folder["metadata"]).Keys);
        Assert.Equal(["MetadataAccessDenied", "MetadataHashMismatch"], result.ErrorIds.Select(id => id.Split(',')[0]).Order());
        Assert.All(closed.Server.Statistics.Log, request => Assert.True(request.IsAuthorized));
        AssertTokenless(result);
    }

    [ShellFact]
    public void A_destination_that_is_a_file_ends_the_pipeline()
    {
        File.WriteAllText(_folder["file"], "");

        Assert.Equal(["DestinationNotAFolder,PD12M.Commands.SaveMetadataCommand"], TerminatingIds(_shell.Run(p => Save(p, _folder["file"]))));
    }

    [ShellFact]
    public void One_run_at_a_time_saves_to_a_destination_and_a_stopped_one_ends()
    {
        _mirror.Server.Faults.Add(new Fault(FaultKind.Stall) { Key = "*.parquet" });
        using PowerShell first = _shell.Build(p => Save(p));
        IAsyncResult running = first.BeginInvoke();
        Assert.True(SpinWait.SpinUntil(() => _mirror.Server.Statistics.Requests > 1, TimeSpan.FromSeconds(30)));
        using (var other = new Shell())
        {
            Assert.Equal(["DestinationInUse,PD12M.Commands.SaveMetadataCommand"], TerminatingIds(other.Run(p => Save(p))));
        }

        first.Stop();

        Assert.True(running.IsCompleted);
        Assert.False(Directory.Exists(_folder[".pd12m"]));
    }

    [ShellFact]
    public void A_run_stopped_while_it_lists_ends()
    {
        _mirror.Server.Faults.Add(new Fault(FaultKind.Stall));
        using PowerShell shell = _shell.Build(p => Save(p));
        IAsyncResult running = shell.BeginInvoke();
        Assert.True(SpinWait.SpinUntil(() => _mirror.Server.Statistics.Requests > 0, TimeSpan.FromSeconds(30)));

        shell.Stop();

        Assert.True(running.IsCompleted);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [ShellFact]
    public void A_pipeline_that_ends_early_leaves_whole_files_only()
    {
        ShellResult result = _shell.Run(p => Save(p).AddParameter("PassThru").AddCommand("Select-Object").AddParameter("First", 1)).Succeeded();

        Assert.Single(result.Output);
        Dictionary<string, string> whole = Content(_mirror.Metadata);
        Assert.All(Content(_folder["metadata"]), file => Assert.Equal(whole[file.Key], file.Value));
    }

    [ShellFact]
    public void Relative_destinations_count_from_the_location_of_the_shell()
    {
        _shell.Location = _folder.Path;

        _shell.Run(p => Save(p, "here")).Succeeded();

        Assert.Equal(3, Directory.GetFiles(_folder["here/metadata"]).Length);
    }

    private static SecureString Secure(string text) => new NetworkCredential("", text).SecurePassword;

    private static string Digits(string line) => line.Replace(",", "", StringComparison.Ordinal);

    private static Dictionary<string, string> Content(string folder) =>
        Directory.GetFiles(folder).ToDictionary(path => Path.GetFileName(path), path => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path))));

    private static string[] TerminatingIds(ShellResult result) => [result.TerminatingError!.FullyQualifiedErrorId];

    private static void AssertTokenless(ShellResult result)
    {
        string[] said =
        [
            .. result.Errors.SelectMany(error => new[] { error.ToString(), error.Exception.ToString(), error.TargetObject?.ToString() ?? "" }),
            result.Terminating?.ToString() ?? "", .. result.Verbose, .. result.Warnings, .. result.Debug, .. result.HostLines, .. result.Text,
        ];
        Assert.DoesNotContain(said, text => text.Contains(Token, StringComparison.Ordinal));
    }

    private PowerShell Save(PowerShell shell, string? destination = null, Uri? home = null) =>
        shell.AddCommand(Command).AddArgument(destination ?? _folder.Path).AddParameter("BaseUri", home ?? _mirror.Hub);
}
