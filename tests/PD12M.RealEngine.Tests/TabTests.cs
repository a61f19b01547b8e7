using System.Management.Automation;
using PD12M.Tests.Commands;

namespace PD12M.Tests;

/// <summary>What Tab gives at the prompt of the real engine: lines in, lines out.</summary>
public sealed class TabTests(SampleBucket sample) : IClassFixture<SampleBucket>, IDisposable
{
    private readonly Shell _shell = new();

    public void Dispose() => _shell.Dispose();

    [ShellTheory]
    [InlineData("Get-PD12MRecord ./metadata -Filter ", "Get-PD12MRecord ./metadata -Filter 'id")]
    [InlineData("Get-PD12MRecord ./metadata -Filter 'wid", "Get-PD12MRecord ./metadata -Filter 'width")]
    [InlineData("Get-PD12MRecord ./metadata -Filter 'wid'", "Get-PD12MRecord ./metadata -Filter 'width'")]
    [InlineData("Get-PD12MRecord ./metadata -Filter \"wid", "Get-PD12MRecord ./metadata -Filter \"width")]
    [InlineData("Get-PD12MRecord ./metadata -Filter wid", "Get-PD12MRecord ./metadata -Filter 'width")]
    [InlineData("Get-PD12MRecord ./metadata -Filter 'width -ge 1024 -and mim", "Get-PD12MRecord ./metadata -Filter 'width -ge 1024 -and mime_type")]
    [InlineData("Get-PD12MRecord ./metadata -Filter \"width -ge $min -and mim", "Get-PD12MRecord ./metadata -Filter \"width -ge $min -and mime_type")]
    [InlineData("Get-PD12MRecord ./metadata -Filter 'mime_type -eq ", "Get-PD12MRecord ./metadata -Filter 'mime_type -eq ''image/jpeg''")]
    [InlineData("Get-PD12MRecord ./metadata -Filter 'mime_type -eq ''image/p", "Get-PD12MRecord ./metadata -Filter 'mime_type -eq ''image/png''")]
    [InlineData("Get-PD12MRecord ./metadata -Filter \"mime_type -eq 'image/p", "Get-PD12MRecord ./metadata -Filter \"mime_type -eq 'image/png'")]
    [InlineData("Get-PD12MRecord ./metadata -Filter 'mime_type -eq ''image/png''", "Get-PD12MRecord ./metadata -Filter 'mime_type -eq ''image/png'' -and")]
    [InlineData("Get-PD12MRecord -Filter 'mime_type -l' -Path ./metadata", "Get-PD12MRecord -Filter 'mime_type -lt' -Path ./metadata", 37)]
    [InlineData("Get-PD12MRecord ./meta* -Property capt", "Get-PD12MRecord ./meta* -Property caption")]
    [InlineData("Get-PD12MRecord ./metadata -Property id, meg", "Get-PD12MRecord ./metadata -Property id, Megapixels")]
    [InlineData("Get-PD12MRecord ./metadata -Property 'capt", "Get-PD12MRecord ./metadata -Property 'caption'")]
    [InlineData("Get-PD12MRecord ./not-there -Property capt", "Get-PD12MRecord ./not-there -Property Caption")]
    [InlineData("Get-PD12MRecord https://host.invalid/a.parquet -Property capt", "Get-PD12MRecord https://host.invalid/a.parquet -Property Caption")]
    [InlineData("Measure-PD12MRecord ./metadata -Histogram ", "Measure-PD12MRecord ./metadata -Histogram width")]
    [InlineData("Find-PD12MSimilar . -Filter 'capt", "Find-PD12MSimilar . -Filter 'caption")]
    [InlineData("Save-PD12MImage ./images -Region us-g", "Save-PD12MImage ./images -Region us-gov-east-1")]
    [InlineData("Save-PD12MImage ./images -Layout fl", "Save-PD12MImage ./images -Layout Flat")]
    public void A_line_is_completed(string line, string expected, int cursor = -1)
    {
        CommandCompletion completion = Complete(line, cursor < 0 ? line.Length : cursor);
        string first = completion.CompletionMatches[0].CompletionText;
        Assert.Equal(expected, line.Remove(completion.ReplacementIndex, completion.ReplacementLength).Insert(completion.ReplacementIndex, first));
    }

    [ShellTheory]
    [InlineData("Get-PD12MRecord ./metadata -Filter 'width -ge 10")]
    [InlineData("Get-PD12MRecord ./metadata -Filter 'caption -eq ''")]
    [InlineData("Get-PD12MRecord ./metadata -Filter 'width = ")]
    [InlineData("Get-PD12MRecord ./metadata -Filter 'nothing -eq ''")]
    [InlineData("Get-PD12MRecord ./broken.parquet -Filter 'license -eq ''")]
    public void What_is_not_known_is_left_as_it_is(string line)
    {
        File.WriteAllText(Path.Combine(sample.Metadata, "..", "broken.parquet"), "no parquet file");
        Assert.Empty(Complete(line, line.Length).CompletionMatches);
        Assert.Empty(_shell.Host.Lines);
    }

    [ShellFact]
    public void A_completed_filter_is_one()
    {
        const string Line = "Get-PD12MRecord ./metadata -Filter 'license -eq ";
        CommandCompletion completion = Complete(Line, Line.Length);
        Assert.NotEmpty(completion.CompletionMatches);
        Assert.All(completion.CompletionMatches, match =>
        {
            string text = match.CompletionText.Substring(1).Replace("''", "'");
            Assert.NotEmpty(_shell.Run(p => p.AddCommand("Get-PD12MRecord").AddArgument(sample.Metadata).AddParameter("Filter", text)).Succeeded().Output);
        });
    }

    private CommandCompletion Complete(string line, int cursor)
    {
        _shell.Location = Path.GetDirectoryName(sample.Metadata)!;
        using PowerShell shell = _shell.Build(_ => { });
        return CommandCompletion.CompleteInput(line, cursor, null, shell);
    }
}
