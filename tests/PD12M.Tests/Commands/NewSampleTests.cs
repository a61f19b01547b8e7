using System.Management.Automation;

namespace PD12M.Tests.Commands;

public sealed class NewSampleTests : IDisposable
{
    private const string Command = "New-PD12MSample";

    private readonly Shell _shell = new();
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _shell.Dispose();
        _folder.Dispose();
    }

    [ShellFact]
    public void A_sample_is_a_data_set_whose_images_match()
    {
        _shell.Location = _folder.Path;
        PSObject sample = Assert.Single(_shell.Run(p => p.AddCommand(Command).AddArgument("sample").AddArgument(20)).Succeeded().Output);
        Assert.Equal(_folder["sample"], sample.Properties["Path"].Value);
        Assert.Equal(20, sample.Properties["Count"].Value);
        ShellResult check = _shell.Run(p => p.AddCommand("Get-PD12MRecord").AddArgument("sample/metadata")
            .AddCommand("Test-PD12MHash").AddParameter("Root", "sample/images").AddParameter("Layout", "Flat")).Succeeded();
        Assert.Equal(20, check.Objects.Cast<HashResult>().Count(result => result.Status == HashStatus.Match));
        Assert.True(File.Exists(_folder["sample/embeddings/pd12m.00.npy"]));
    }

    [ShellFact]
    public void An_earlier_sample_is_written_over_only_with_force()
    {
        _shell.Run(p => p.AddCommand(Command).AddArgument(_folder["s"]).AddArgument(3)).Succeeded();
        ErrorRecord error = _shell.Run(p => p.AddCommand(Command).AddArgument(_folder["s"]).AddArgument(3)).TerminatingError!;
        Assert.Equal("SampleExists,PD12M.Commands.NewSampleCommand", error.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.ResourceExists, error.CategoryInfo.Category);
        Assert.Null(_shell.Run(p => p.AddCommand(Command).AddArgument(_folder["s"]).AddArgument(3).AddParameter("Force")).TerminatingError);
    }

    [ShellFact]
    public void WhatIf_makes_nothing()
    {
        ShellResult result = _shell.Run(p => p.AddCommand(Command).AddArgument(_folder["s"]).AddParameter("WhatIf")).Succeeded();
        Assert.Empty(result.Output);
        Assert.False(Directory.Exists(_folder["s"]));
    }

    [ShellFact]
    public void A_path_that_is_a_file_is_an_error()
    {
        File.WriteAllText(_folder["file"], "");
        ErrorRecord error = _shell.Run(p => p.AddCommand(Command).AddArgument(_folder["file"]).AddArgument(3)).TerminatingError!;
        Assert.Equal("SampleWriteFailed,PD12M.Commands.NewSampleCommand", error.FullyQualifiedErrorId);
    }
}
