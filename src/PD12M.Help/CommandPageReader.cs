using System.Text.RegularExpressions;

namespace PD12M.Help;

/// <summary>Reads a cmdlet's page in platyPS's schema 2.0.0.</summary>
public static partial class CommandPageReader
{
    private const string CommonParameters = "CommonParameters";

    private static readonly string[] s_sections =
        ["SYNOPSIS", "SYNTAX", "DESCRIPTION", "EXAMPLES", "PARAMETERS", "INPUTS", "OUTPUTS", "NOTES", "RELATED LINKS"];

    /// <summary>Reads a page.</summary>
    /// <param name="lines">The page's lines.</param>
    /// <exception cref="PageException">The page does not keep to the schema, or contradicts itself.</exception>
    public static CommandPage Read(IReadOnlyList<string> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        FrontMatter matter = FrontMatter.Read(lines);
        IReadOnlyList<PageSection> all = PageSection.Split(lines, matter.Length);
        CheckOutline(all, matter.Length);
        string name = all[0].Title;
        (PageSection Section, PageSection[] Parts)[] sections = [.. all
            .Where(section => section.Level == 2)
            .Select(section => (section, Parts: all.SkipWhile(s => s != section).Skip(1).TakeWhile(s => s.Level == 3).ToArray()))];
        IReadOnlyList<string> synopsis = Prose.Paragraphs(sections[0].Section.Lines);
        var page = new CommandPage(
            name,
            matter["online version"] is { Length: > 0 } address ? address : null,
            synopsis.Count == 1 ? synopsis[0] : throw new PageException(sections[0].Section.Line, "The synopsis must be one paragraph."),
            SyntaxReader.Read(name, sections[1].Section, sections[1].Parts),
            Prose.Paragraphs(sections[2].Section.Lines),
            [.. sections[3].Parts.Select(ReadExample)],
            [.. sections[4].Parts.Where(part => part.Title != CommonParameters).Select(ParameterReader.Read)],
            [.. sections[5].Parts.Select(ReadType)],
            [.. sections[6].Parts.Select(ReadType)],
            Prose.Paragraphs(sections[7].Section.Lines),
            [.. sections[8].Section.Lines.SelectMany(line => Link().Matches(line)).Select(ReadLink)]);
        CheckSyntax(page);
        return page;
    }

    private static void CheckOutline(IReadOnlyList<PageSection> all, int headLength)
    {
        if (all.Count == 0 || all[0].Level != 1)
        {
            throw new PageException(headLength + 1, "The first heading must be '# ' and the cmdlet's name.");
        }
        PageSection[] headings = [.. all.Where(section => section.Level == 2)];
        for (int i = 0; i < s_sections.Length; i++)
        {
            if (i >= headings.Length || headings[i].Title != s_sections[i])
            {
                throw new PageException(i < headings.Length ? headings[i].Line : all[^1].Line, $"The section '## {s_sections[i]}' is expected here. The order is: {string.Join(", ", s_sections)}.");
            }
        }
        PageSection? stray = headings.Skip(s_sections.Length).FirstOrDefault() ?? all.Skip(1).FirstOrDefault(section => section.Level is 1 or > 3);
        if (stray is not null)
        {
            throw new PageException(stray.Line, $"The heading '{stray.Title}' has no place in the schema.");
        }
    }

    private static HelpExample ReadExample(PageSection section)
    {
        (string Language, IReadOnlyList<string> Lines, int Line)[] code = [.. section.Code()];
        return code.Length == 1 && code[0].Language == "powershell"
            ? new HelpExample(section.Title, string.Join('\n', code[0].Lines), Prose.Paragraphs(section.Prose()), code[0].Line)
            : throw new PageException(section.Line, $"'{section.Title}' must have one block ```powershell, not {code.Length} blocks.");
    }

    private static TypeHelp ReadType(PageSection section) => new(section.Title, Prose.Paragraphs(section.Lines));

    private static HelpLink ReadLink(Match match) => new(
        match.Groups["text"].Value,
        Uri.TryCreate(match.Groups["target"].Value, UriKind.Absolute, out Uri? address) && address.Scheme.StartsWith("http", StringComparison.Ordinal) ? address.AbsoluteUri : null);

    /// <summary>Every parameter of a syntax line must be described, and every described one be in a line.</summary>
    private static void CheckSyntax(CommandPage page)
    {
        foreach (SyntaxSet set in page.Syntax)
        {
            foreach (SyntaxParameter parameter in set.Parameters)
            {
                ParameterFacts facts = page.Parameters.FirstOrDefault(described => described.Name == parameter.Name)?.In(set.Name)
                    ?? throw new PageException(set.Line, $"-{parameter.Name} of the set '{set.Name}' has no section, or none that names this set.");
                if (facts.IsRequired != parameter.IsRequired || facts.Position.HasValue != parameter.IsPositional || (parameter.Type ?? "SwitchParameter") != facts.Type)
                {
                    throw new PageException(set.Line, $"-{parameter.Name} is written here otherwise than its section says (type, required or position).");
                }
            }
        }
        foreach (ParameterHelp parameter in page.Parameters)
        {
            if (page.Syntax.FirstOrDefault(set => parameter.In(set.Name) is not null && set.Parameters.All(written => written.Name != parameter.Name)) is { } set)
            {
                throw new PageException(parameter.Line, $"-{parameter.Name} belongs to the set '{set.Name}' and is missing in its syntax.");
            }
        }
    }

    [GeneratedRegex(@"\[(?<text>[^\]]+)\]\((?<target>[^)]*)\)")]
    private static partial Regex Link();
}
