using System.Diagnostics;
using System.Xml.Linq;

namespace PD12M.Package.Tests;

public sealed class HelpProgramTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pd12m-help-").FullName;

    public HelpProgramTests() => Directory.CreateDirectory(Path.Combine(_folder, "cmdlets"));

    [Fact]
    public void The_help_file_and_the_topics_are_written()
    {
        File.WriteAllLines(Path.Combine(_folder, "cmdlets", "Get-Thing.md"), SmallPage.Lines);
        File.WriteAllText(Path.Combine(_folder, "about_Things.md"), "# about_Things\n\n## SHORT DESCRIPTION\nThings.\n\n## LONG DESCRIPTION\nMore.\n");

        (int code, string errors) = Run();

        Assert.Equal((0, ""), (code, errors));
        Assert.Equal("helpItems", XDocument.Load(Path.Combine(_folder, "out", "PD12M.dll-Help.xml")).Root!.Name.LocalName);
        Assert.True(File.Exists(Path.Combine(_folder, "out", "about_Things.help.txt")));
    }

    [Fact]
    public void A_page_that_cannot_be_read_fails_the_build_and_names_its_line()
    {
        string file = Path.Combine(_folder, "cmdlets", "Get-Thing.md");
        File.WriteAllLines(file, SmallPage.With("Position: 1", "Position: second"));

        (int code, string errors) = Run();

        Assert.Equal(1, code);
        Assert.StartsWith($"{file}({SmallPage.LineOf("Position: 1")}): error PD12MHELP: ", errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_folder, "out")));
    }

    [Fact]
    public void A_page_under_another_name_is_refused()
    {
        File.WriteAllLines(Path.Combine(_folder, "cmdlets", "Get-Other.md"), SmallPage.Lines);

        Assert.Contains("Get-Thing", Run().Errors, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private (int Code, string Errors) Run()
    {
        using Process process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "PD12M.Help.dll"), _folder, Path.Combine(_folder, "out")]) { RedirectStandardError = true })!;
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, errors);
    }
}
