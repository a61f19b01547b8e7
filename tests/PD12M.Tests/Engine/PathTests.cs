using System.Management.Automation;

namespace PD12M.Tests.Engine;

public sealed class PathTests : EngineTests
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pd12m probe").FullName;

    public PathTests()
    {
        foreach (string name in (string[])["a1.txt", "a2.txt", "B3.txt", "sub/a4.txt", "odd[1].txt"])
        {
            string file = Path.Combine(_folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, "");
        }

        if (Shell is not null)
        {
            Shell.Location = _folder;
        }
    }

    public static TheoryData<string, string[]> Patterns => new()
    {
        { "a1.txt", ["a1.txt"] },
        { "./a1.txt", ["a1.txt"] },
        { "sub/../a1.txt", ["a1.txt"] },
        { ".\\sub\\a4.txt", ["sub/a4.txt"] },
        { "a?.txt", ["a1.txt", "a2.txt"] },
        { "[ab]*.txt", ["a1.txt", "a2.txt", "B3.txt"] },
        { "[a-b]3.txt", ["B3.txt"] },
        { "A*.TXT", ["a1.txt", "a2.txt"] },
        { "*/a4.txt", ["sub/a4.txt"] },
        { "s*/*", ["sub/a4.txt"] },
        { "sub", ["sub"] },
        { "nothing*", [] },
        { "nothing*/*", [] },
        { "s*/nothing/*", [] },
        { "odd`[1`].txt", ["odd[1].txt"] },
        { "odd[1].txt", [] },
        { ".", [""] },
        { "sub/", ["sub/"] },
    };

    [ShellTheory]
    [MemberData(nameof(Patterns))]
    public void Paths_are_resolved_from_the_sessions_location(string path, string[] found)
    {
        ShellResult result = Shell.Run(p => p.AddCommand("Resolve-ProbePath").AddArgument(path)).Succeeded();

        string[] expected = [.. found.Select(f => f.Length == 0 ? _folder : Path.Combine(_folder, f))];
        Assert.Equal([.. expected, "FileSystem"], result.Text);
    }

    [ShellFact]
    public void Paths_may_be_absolute_or_name_their_provider()
    {
        string file = Path.Combine(_folder, "a1.txt");

        Assert.Equal([file, "FileSystem"], Shell.Run(p => p.AddCommand("Resolve-ProbePath").AddArgument(file)).Succeeded().Text);
        Assert.Equal([file, "FileSystem"], Shell.Run(p => p.AddCommand("Resolve-ProbePath").AddArgument("FileSystem::" + file)).Succeeded().Text);
        Assert.Equal([file, "FileSystem"], Shell.Run(p => p.AddCommand("Resolve-ProbePath").AddArgument("Microsoft.PowerShell.Core\\FileSystem::" + file)).Succeeded().Text);
    }

    [ShellFact]
    public void A_tilde_is_the_users_home()
    {
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

        Assert.Equal([home, "FileSystem"], Shell.Run(p => p.AddCommand("Resolve-ProbePath").AddArgument("~")).Succeeded().Text);
        Assert.Equal([Path.Combine(home, "x.bin"), "FileSystem"], Shell.Run(p => p.AddCommand("Resolve-ProbePath").AddArgument("~/x.bin").AddParameter("Unresolved")).Succeeded().Text);
    }

    [ShellTheory]
    [InlineData("missing.txt")]
    [InlineData("sub/missing.txt")]
    [InlineData("nowhere/missing.txt")]
    [InlineData("nowhere/*", "nowhere")]
    [InlineData("sub/nowhere/a*/*", "sub/nowhere")]
    public void A_path_that_does_not_exist_is_not_found(string path, string? absent = null)
    {
        ShellResult result = Shell.Run(p => p.AddCommand("Resolve-ProbePath").AddArgument(path));

        ItemNotFoundException thrown = Assert.IsType<ItemNotFoundException>(result.Terminating!.InnerException);
        Assert.Equal("PathNotFound,PD12M.Probe.ResolveProbePathCommand", result.TerminatingError!.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.ObjectNotFound, thrown.ErrorRecord.CategoryInfo.Category);
        Assert.Equal(Path.Combine(_folder, absent ?? path), thrown.ItemName);
    }

    [ShellTheory]
    [InlineData("new/file.bin", "new/file.bin")]
    [InlineData("a*.txt", "a*.txt")]
    [InlineData("odd[1].txt", "odd[1].txt")]
    [InlineData("../x", "../x")]
    [InlineData("new/", "new/")]
    public void An_unresolved_path_need_not_exist(string path, string expected)
    {
        ShellResult result = Shell.Run(p => p.AddCommand("Resolve-ProbePath").AddArgument(path).AddParameter("Unresolved")).Succeeded();

        Assert.Equal([Path.GetFullPath(expected, _folder), "FileSystem"], result.Text);
    }

    [ShellFact]
    public void A_drive_or_a_provider_that_does_not_exist_is_named()
    {
        Assert.IsAssignableFrom<System.Management.Automation.DriveNotFoundException>(Shell.Run(p => p.AddCommand("Resolve-ProbePath").AddArgument("nodrive:/x")).Terminating!.InnerException);
        Assert.IsAssignableFrom<ProviderNotFoundException>(Shell.Run(p => p.AddCommand("Resolve-ProbePath").AddArgument("nosuch::x")).Terminating!.InnerException);
    }

    [ShellFact]
    public void The_location_is_the_sessions_own()
    {
        string before = Environment.CurrentDirectory;

        Shell.Run(p => p.AddCommand("Set-Location").AddArgument("sub")).Succeeded();

        Assert.Equal(Path.Combine(_folder, "sub"), Shell.Location);
        Assert.Equal(before, Environment.CurrentDirectory);
        ShellResult result = Shell.Run(p => p.AddCommand("Set-Location").AddArgument("nowhere")).Succeeded();
        Assert.StartsWith("PathNotFound,", Assert.Single(result.ErrorIds), StringComparison.Ordinal);
    }

    [ShellTheory]
    [InlineData("a*[0-9].txt", "A7.TXT", true)]
    [InlineData("a?c", "abc", true)]
    [InlineData("a?c", "ac", false)]
    [InlineData("a`*c", "a*c", true)]
    [InlineData("a`*c", "abc", false)]
    [InlineData("[!a]", "!", true)]
    [InlineData("[^a]", "^", true)]
    [InlineData("line*", "line\nnext", true)]
    public void Wildcards_match(string pattern, string text, bool isMatch)
    {
        Assert.Equal(isMatch, WildcardPattern.Get(pattern, WildcardOptions.IgnoreCase).IsMatch(text));
    }

    [ShellFact]
    public void Wildcards_are_escaped_and_found()
    {
        Assert.Equal("a`*`?`[1`].txt", WildcardPattern.Escape("a*?[1].txt"));
        Assert.Equal("a*?[1].txt", WildcardPattern.Unescape("a`*`?`[1`].txt"));
        Assert.True(WildcardPattern.ContainsWildcardCharacters("a[1]"));
        Assert.False(WildcardPattern.ContainsWildcardCharacters("a`*"));
        Assert.Throws<WildcardPatternException>(() => new WildcardPattern("[a").IsMatch("a"));
    }
}
