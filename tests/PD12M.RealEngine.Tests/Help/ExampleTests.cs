using PD12M.Help;

namespace PD12M.Tests.Help;

/// <summary>The examples of the pages run as they stand there.</summary>
[Collection("Environment")]
public sealed class ExampleTests
{
    private static readonly string s_pages = Path.Combine(Path.GetDirectoryName(Shell.ManifestPath)!, "..", "..", "docs", "cmdlets");

    public static TheoryData<string> Pages =>
        [.. Directory.GetFiles(s_pages, "*.md").Select(file => Path.GetFileNameWithoutExtension(file)).Order()];

    // An example that registers a task must run on Windows, and elsewhere fail in just the way that its page says.
    [ShellTheory]
    [MemberData(nameof(Pages))]
    public void The_examples_of_a_page_run_one_after_the_other(string page)
    {
        using var sandbox = new ReaderSandbox();
        List<string> failures = [];
        foreach (HelpExample example in CommandPageReader.Read(File.ReadAllLines(Path.Combine(s_pages, page + ".md"))).Examples)
        {
            try
            {
                sandbox.Run(example.Code);
            }
            catch (InvalidOperationException error)
            {
                if (!OperatingSystem.IsWindows() && error.Message.StartsWith("TaskRegistrationUnavailable,", StringComparison.Ordinal))
                {
                    continue;
                }
                failures.Add($"{page}.md({example.Line}), {example.Title}: {error.Message}");
            }
        }
        Assert.True(failures.Count == 0, string.Join(Environment.NewLine, failures));
    }
}
