using System.Management.Automation;

namespace PD12M.Tests.Commands;

/// <summary>What PD12M_HOME stands for in each cmdlet.</summary>
[Collection("Environment")]
public sealed class DataFolderTests(SampleBucket sample) : IClassFixture<SampleBucket>, IDisposable
{
    private const string Variable = "PD12M_HOME";

    private readonly Shell _shell = new();
    private readonly TemporaryFolder _folder = new();
    private readonly string? _before = Environment.GetEnvironmentVariable(Variable);

    private string Home => Path.GetDirectoryName(sample.Metadata)!;

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(Variable, _before);
        _shell.Dispose();
        _folder.Dispose();
    }

    [ShellTheory]
    [InlineData("Get-PD12MRecord", SampleBucket.Count)]
    [InlineData("Get-PD12MFile", 1)]
    [InlineData("Measure-PD12MRecord", 1)]
    public void Metadata_are_read_from_it(string cmdlet, int expected)
    {
        Environment.SetEnvironmentVariable(Variable, Home);
        ShellResult result = _shell.Run(p => p.AddCommand(cmdlet).AddParameter("Verbose")).Succeeded();
        Assert.Equal(expected, result.Output.Count);
        Assert.Empty(result.Errors);
        Assert.Contains($"-Path is not given: '{sample.Metadata}' is taken, as PD12M_HOME is '{Home}'.", result.Verbose);
    }

    [ShellFact]
    public void Ids_are_looked_for_in_it()
    {
        Environment.SetEnvironmentVariable(Variable, Home);
        string id = _shell.Run(p => p.AddCommand("Get-PD12MRecord").AddParameter("First", 1)).Succeeded().Text.Single();
        Assert.Equal([id], _shell.Run(p => p.AddCommand("Get-PD12MRecord").AddParameter("Id", id)).Succeeded().Text);
        Assert.Equal([id], _shell.Run(p => p.AddCommand("Get-PD12MEmbedding").AddParameter("Id", id)).Succeeded().Text);
    }

    [ShellFact]
    public void A_path_that_is_given_is_taken_in_its_place()
    {
        Environment.SetEnvironmentVariable(Variable, _folder["not-there"]);
        ShellResult result = _shell.Run(p => p.AddCommand("Get-PD12MRecord").AddArgument(sample.Metadata).AddParameter("Verbose")).Succeeded();
        Assert.Equal(SampleBucket.Count, result.Output.Count);
        Assert.DoesNotContain(result.Verbose, line => line.Contains(Variable, StringComparison.Ordinal));
    }

    [ShellFact]
    public void A_relative_one_starts_at_the_current_location()
    {
        _shell.Location = Path.GetDirectoryName(Home)!;
        Environment.SetEnvironmentVariable(Variable, $"./{Path.GetFileName(Home)}");
        Assert.Equal(SampleBucket.Count, _shell.Run(p => p.AddCommand("Get-PD12MRecord")).Succeeded().Output.Count);
    }

    [ShellFact]
    public async Task Images_are_saved_to_it_and_tested_in_it()
    {
        await using Testing.ObjectServer server = sample.Serve();
        Environment.SetEnvironmentVariable(Variable, _folder.Path);
        object[] records = [.. _shell.Run(p => p.AddCommand("Get-PD12MRecord").AddArgument(sample.Metadata).AddParameter("First", 3)).Succeeded().Output];
        ShellResult saved = _shell.Run(records, p => p.AddCommand("Save-PD12MImage").AddParameter("EndpointUrl", server.Endpoint).AddParameter("PassThru")).Succeeded();
        Assert.All(saved.Output, image => Assert.StartsWith(_folder["images"] + Path.DirectorySeparatorChar, (string)image.Properties["Path"].Value, StringComparison.Ordinal));
        Assert.Equal(3, saved.Output.Count);
        Assert.Equal([true], _shell.Run(records, p => p.AddCommand("Test-PD12MHash").AddParameter("Quiet")).Succeeded().Objects);
        Assert.Equal([true], _shell.Run(records, p => p.AddCommand("Test-PD12MImage").AddParameter("Quiet")).Succeeded().Objects);
    }

    [ShellTheory]
    [InlineData("Get-PD12MRecord", "Path", "./pd12m/metadata")]
    [InlineData("Get-PD12MFile", "Path", "./pd12m/metadata")]
    [InlineData("Measure-PD12MRecord", "Path", "./pd12m/metadata")]
    [InlineData("New-PD12MIndex", "Path", "./pd12m,")]
    [InlineData("Find-PD12MDuplicate", "Path", "./pd12m,")]
    [InlineData("Save-PD12MMetadata", "Destination", "./pd12m,")]
    [InlineData("Save-PD12MImage", "Destination", "./pd12m/images")]
    [InlineData("Test-PD12MHash", "Root", "./pd12m/images")]
    [InlineData("Test-PD12MImage", "Root", "./pd12m/images")]
    public void Without_either_the_error_says_both_ways(string cmdlet, string parameter, string example)
    {
        Environment.SetEnvironmentVariable(Variable, null);
        object[] record = [.. _shell.Run(p => p.AddCommand("Get-PD12MRecord").AddArgument(sample.Metadata).AddParameter("First", 1)).Succeeded().Output];
        ErrorRecord error = _shell.Run(cmdlet.EndsWith("Image", StringComparison.Ordinal) || cmdlet.EndsWith("Hash", StringComparison.Ordinal) ? record : null, p => p.AddCommand(cmdlet)).TerminatingError!;
        Assert.StartsWith("DataFolderUnknown,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal((ErrorCategory.InvalidArgument, (object)parameter), (error.CategoryInfo.Category, error.TargetObject));
        Assert.Contains($"{cmdlet} -{parameter} {example}", error.Exception.Message, StringComparison.Ordinal);
        Assert.Contains("$env:PD12M_HOME = ", error.Exception.Message, StringComparison.Ordinal);
    }

    [ShellFact]
    public void Files_of_embeddings_that_are_named_need_no_folder()
    {
        Environment.SetEnvironmentVariable(Variable, null);
        ShellResult result = _shell.Run(p => p.AddCommand("New-PD12MIndex").AddParameter("EmbeddingPath", Path.Combine(Home, "embeddings")).AddParameter("WhatIf"));
        Assert.Null(result.Terminating);
    }
}
