using System.Text.RegularExpressions;

namespace PD12M.Help;

/// <summary>Reads the SYNTAX section of a page.</summary>
internal static partial class SyntaxReader
{
    private const string DefaultMark = " (Default)";

    /// <exception cref="PageException">A line is no syntax line of that cmdlet.</exception>
    public static IReadOnlyList<SyntaxSet> Read(string cmdlet, PageSection section, IReadOnlyList<PageSection> sets)
    {
        if (sets.Count == 0)
        {
            return [ReadSet(cmdlet, section, CommandPage.AllSets, isDefault: true)];
        }
        return [.. sets.Select(set =>
        {
            bool isDefault = set.Title.EndsWith(DefaultMark, StringComparison.Ordinal);
            return ReadSet(cmdlet, set, isDefault ? set.Title[..^DefaultMark.Length] : set.Title, isDefault);
        })];
    }

    private static SyntaxSet ReadSet(string cmdlet, PageSection section, string name, bool isDefault)
    {
        (string Language, IReadOnlyList<string> Lines, int Line)[] code = [.. section.Code()];
        if (code.Length != 1)
        {
            throw new PageException(section.Line, $"'{section.Title}' must have one block of code with the syntax, not {code.Length}.");
        }
        string text = string.Join(' ', code[0].Lines.Select(line => line.Trim()));
        if (!text.StartsWith(cmdlet + " ", StringComparison.Ordinal))
        {
            throw new PageException(code[0].Line, $"The syntax must begin with '{cmdlet}'.");
        }
        List<SyntaxParameter> parameters = [];
        bool takesCommon = false;
        int position = cmdlet.Length;
        while (position < text.Length)
        {
            Match match = Item().Match(text, position);
            if (!match.Success || takesCommon)
            {
                throw new PageException(code[0].Line, $"'{text[position..].Trim()}' is no parameter as a syntax line writes it.");
            }
            position += match.Length;
            takesCommon = match.Groups["common"].Success;
            if (!takesCommon)
            {
                string? type = match.Groups["type"] is { Success: true, Value: string written } ? written : null;
                parameters.Add(new SyntaxParameter(match.Groups["name"].Value, type, !match.Groups["optional"].Success, match.Groups["positional"].Success));
            }
        }
        return new SyntaxSet(name, isDefault, code[0].Line, parameters, takesCommon);
    }

    // [[-Name] <Type>]   [-Name] <Type>   [-Name <Type>]   [-Name]   -Name <Type>   -Name   [<CommonParameters>]
    [GeneratedRegex("""
        \G\s+(?:
          (?<common>\[<CommonParameters>\])
        | (?<optional>\[)(?<positional>\[)-(?<name>\w+)\]\ <(?<type>[^>]+)>\]
        | (?<positional>\[)-(?<name>\w+)\]\ <(?<type>[^>]+)>
        | (?<optional>\[)-(?<name>\w+)(?:\ <(?<type>[^>]+)>)?\]
        | -(?<name>\w+)(?:\ <(?<type>[^>]+)>)?
        )(?=\s|$)
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Item();
}
