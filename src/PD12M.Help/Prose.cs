using System.Text.RegularExpressions;

namespace PD12M.Help;

/// <summary>Makes plain text of Markdown.</summary>
public static partial class Prose
{
    /// <summary>The paragraphs of some lines: wrapped lines joined, list items apart, code as it is.</summary>
    public static IReadOnlyList<string> Paragraphs(IEnumerable<string> lines)
    {
        List<string> paragraphs = [];
        List<string> code = [];
        bool isOpen = false;
        bool inCode = false;
        foreach (string line in lines)
        {
            if (PageSection.IsFence(line))
            {
                if (inCode)
                {
                    paragraphs.Add(string.Join('\n', code));
                    code = [];
                }
                inCode = !inCode;
                isOpen = false;
            }
            else if (inCode)
            {
                code.Add("    " + line);
            }
            else if (string.IsNullOrWhiteSpace(line))
            {
                isOpen = false;
            }
            else if (!isOpen || IsItem().IsMatch(line) || line.StartsWith('|'))
            {
                paragraphs.Add(Plain(line.Trim()));
                isOpen = true;
            }
            else
            {
                paragraphs[^1] += " " + Plain(line.Trim());
            }
        }
        return paragraphs;
    }

    /// <summary>A line without its marks: links by their texts, code and strong text as they read.</summary>
    public static string Plain(string line)
    {
        // Marks within `code` stand for themselves.
        string[] parts = line.Split('`');
        for (int i = 0; i < parts.Length; i += 2)
        {
            parts[i] = Escape().Replace(Strong().Replace(Link().Replace(parts[i], "$1"), "$1"), "$1");
        }
        return string.Concat(parts);
    }

    [GeneratedRegex(@"^\s*([-*+]|\d+\.)\s")]
    private static partial Regex IsItem();

    [GeneratedRegex(@"(?<!\\)\[([^\]]+)\]\([^)]*\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"\*\*(\S(?:.*?\S)?)\*\*")]
    private static partial Regex Strong();

    [GeneratedRegex(@"\\([\\`*_{}\[\]<>()#+\-.!|])")]
    private static partial Regex Escape();
}
