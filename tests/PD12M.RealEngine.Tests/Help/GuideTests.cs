using System.Text.RegularExpressions;
using PD12M.Help;

namespace PD12M.Tests.Help;

/// <summary>The commands of README, the guides and the help topics run as they stand there, each document in one session.</summary>
/// <remarks>
/// A block that cannot run says so behind its language, where no reader sees it: <c>```powershell not run: why</c>. In a table
/// a cell that is a command with arguments, and nothing else, is run.
/// </remarks>
[Collection("Environment")]
public sealed partial class GuideTests
{
    private const string NotRun = "powershell not run: ";

    private static readonly string s_root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Shell.ManifestPath)!, "..", ".."));

    private static readonly string[] s_documents =
        ["README.md", .. Directory.GetFiles(Path.Combine(s_root, "docs"), "about_*.md").Concat(Directory.GetFiles(Path.Combine(s_root, "docs", "guides"), "*.md"))
            .Select(file => Path.GetRelativePath(s_root, file).Replace('\\', '/')).Order(StringComparer.Ordinal)];

    public static TheoryData<string> Documents => [.. s_documents];

    [ShellTheory]
    [MemberData(nameof(Documents))]
    public void The_commands_of_a_document_run_one_after_the_other(string document)
    {
        using var sandbox = new ReaderSandbox();
        List<string> failures = [];
        foreach ((string language, string commands, int line) in BlocksOf(document))
        {
            try
            {
                if (language == "powershell")
                {
                    sandbox.Run(commands);
                }
            }
            catch (InvalidOperationException error)
            {
                failures.Add($"{document}({line}), {commands.Split('\n')[0]}: {error.Message}");
            }
        }
        Assert.True(failures.Count == 0, string.Join(Environment.NewLine, failures));
    }

    [ShellFact]
    public void Blocks_that_are_not_run_are_these() => Assert.Equal(
        [
            "docs/guides/downloading.md: needs a profile of the AWS configuration files",
        ],
        from document in s_documents
        from block in BlocksOf(document)
        where block.Language.StartsWith("powershell", StringComparison.Ordinal) && block.Language != "powershell"
        select $"{document}: {(block.Language.StartsWith(NotRun, StringComparison.Ordinal) ? block.Language[NotRun.Length..] : $"'{block.Language}' is no marker")}");

    private static IEnumerable<(string Language, string Commands, int Line)> BlocksOf(string document)
    {
        foreach (PageSection section in PageSection.Split(File.ReadAllLines(Path.Combine(s_root, document)), 0))
        {
            foreach ((string language, IReadOnlyList<string> lines, int line) in section.Code())
            {
                yield return (language, string.Join('\n', lines), line);
            }
            foreach (Match cell in section.Prose().SelectMany(line => Cell().Matches(line)))
            {
                yield return ("powershell", cell.Groups[1].Value.Replace(@"\|", "|", StringComparison.Ordinal), section.Line);
            }
        }
    }

    [GeneratedRegex(@"\| `([A-Z]\w+-\w+ [^`]+)`(?= \|)")]
    private static partial Regex Cell();
}
