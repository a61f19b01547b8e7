using System.Text.RegularExpressions;
using PD12M.Help;

namespace PD12M.Tests.Help;

/// <summary>The pages of docs/cmdlets say what the cmdlets' classes declare.</summary>
public sealed partial class PagesInStepTests
{
    private static readonly Dictionary<string, CommandPage> s_pages = Directory.GetFiles(Path.Combine(RepositoryRoot(), "docs", "cmdlets"), "*.md")
        .Select(file => CommandPageReader.Read(File.ReadAllLines(file)))
        .ToDictionary(page => page.Name);

    [ShellFact]
    public void Every_cmdlet_is_exported_and_has_a_page()
    {
        string[] cmdlets = [.. PublishedCmdlet.All.Select(cmdlet => cmdlet.Name).Order()];

        Assert.NotEmpty(cmdlets);
        Assert.Equal(cmdlets, s_pages.Keys.Order());
        Assert.Equal(cmdlets, QuotedText().Matches(ExportList().Match(File.ReadAllText(Shell.ManifestPath)).Value).Select(match => match.Groups[1].Value).Order());
    }

    [ShellFact]
    public void Every_parameter_set_has_its_syntax() => AssertNone(
        from cmdlet in PublishedCmdlet.All
        let page = s_pages[cmdlet.Name]
        where !cmdlet.Sets.ToHashSet().SetEquals(page.Syntax.Select(set => set.Name))
        select $"{cmdlet.Name} has the sets {string.Join(", ", cmdlet.Sets)}; its page has {string.Join(", ", page.Syntax.Select(set => set.Name))}");

    [ShellFact]
    public void The_default_parameter_set_is_marked() => AssertNone(
        from cmdlet in PublishedCmdlet.All
        where cmdlet.Declaration.DefaultParameterSetName is { Length: > 0 }
        where cmdlet.Sets.Count > 1
        let marked = s_pages[cmdlet.Name].Syntax.Where(set => set.IsDefault).Select(set => set.Name)
        where !marked.SequenceEqual([cmdlet.Declaration.DefaultParameterSetName])
        select $"{cmdlet.Name}: (Default) belongs to {cmdlet.Declaration.DefaultParameterSetName}");

    [ShellFact]
    public void Every_parameter_is_described_as_it_is() => AssertNone(
        from cmdlet in PublishedCmdlet.All
        from set in cmdlet.Sets
        let declared = cmdlet.ParametersOf(set)
        let described = s_pages[cmdlet.Name].Parameters.Where(parameter => parameter.In(set) is not null).ToDictionary(parameter => parameter.Name, parameter => parameter.In(set)!)
        from name in declared.Keys.Union(described.Keys)
        let problem = Compare(declared.GetValueOrDefault(name), described.GetValueOrDefault(name))
        where problem is not null
        select $"{cmdlet.Name} -{name} ({set}): {problem}");

    [ShellFact]
    public void Every_page_has_three_examples() => AssertNone(
        from page in s_pages.Values
        where page.Examples.Count < 3
        select $"{page.Name} has {page.Examples.Count}");

    [ShellFact]
    public void Every_output_type_is_named() => AssertNone(
        from cmdlet in PublishedCmdlet.All
        from type in cmdlet.OutputTypes
        where s_pages[cmdlet.Name].Outputs.All(output => output.Name != type)
        select $"{cmdlet.Name}: {type}");

    private static string? Compare(ParameterFacts? declared, ParameterFacts? described)
    {
        if (declared is null || described is null)
        {
            return declared is null ? "the class has none of that name in this set" : "the page does not describe it in this set";
        }
        (string Fact, string Declared, string Described)[] facts =
        [
            ("Type", declared.Type, described.Type),
            ("Aliases", string.Join(", ", declared.Aliases), string.Join(", ", described.Aliases)),
            ("Accepted values", string.Join(", ", declared.AcceptedValues), string.Join(", ", described.AcceptedValues)),
            ("Required", $"{declared.IsRequired}", $"{described.IsRequired}"),
            ("Position", $"{declared.Position}", $"{described.Position}"),
            ("Accept pipeline input", declared.PipelineInput, described.PipelineInput),
            ("Accept wildcard characters", $"{declared.AcceptsWildcards}", $"{described.AcceptsWildcards}"),
        ];
        (string Fact, string Declared, string Described) wrong = facts.FirstOrDefault(fact => fact.Declared != fact.Described);
        return wrong.Fact is null ? null : $"{wrong.Fact} is '{wrong.Declared}', the page says '{wrong.Described}'";
    }

    private static void AssertNone(IEnumerable<string> problems)
    {
        string[] all = [.. problems];
        Assert.True(all.Length == 0, string.Join(Environment.NewLine, all));
    }

    private static string RepositoryRoot() => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Shell.ManifestPath)!, "..", ".."));

    [GeneratedRegex(@"CmdletsToExport\s*=\s*@\([^)]+\)")]
    private static partial Regex ExportList();

    [GeneratedRegex("'([^']+)'")]
    private static partial Regex QuotedText();
}
