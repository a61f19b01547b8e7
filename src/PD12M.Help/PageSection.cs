namespace PD12M.Help;

/// <summary>A heading of a page with what stands below it, up to the next heading.</summary>
/// <param name="Level">The number of hash signs, from 1.</param>
/// <param name="Title">The heading.</param>
/// <param name="Line">The heading's line, from 1.</param>
/// <param name="Lines">The lines below the heading.</param>
public sealed record PageSection(int Level, string Title, int Line, IReadOnlyList<string> Lines)
{
    private const string FenceMark = "```";

    /// <summary>Cuts a page at its headings; hash signs within code are none.</summary>
    /// <param name="lines">The page's lines.</param>
    /// <param name="start">The first line to look at, from 0.</param>
    /// <exception cref="PageException">Code is not closed, or text stands before the first heading.</exception>
    public static IReadOnlyList<PageSection> Split(IReadOnlyList<string> lines, int start)
    {
        List<PageSection> sections = [];
        List<string> body = [];
        int fence = 0;
        for (int i = start; i < lines.Count; i++)
        {
            if (IsFence(lines[i]))
            {
                fence = fence == 0 ? i + 1 : 0;
            }
            int level = fence == 0 ? lines[i].TakeWhile(c => c == '#').Count() : 0;
            if (level > 0 && lines[i].AsSpan(level).StartsWith(" "))
            {
                body = [];
                sections.Add(new PageSection(level, lines[i][level..].Trim(), i + 1, body));
            }
            else if (sections.Count > 0)
            {
                body.Add(lines[i]);
            }
            else if (lines[i].Length > 0)
            {
                throw new PageException(i + 1, "Text before the first heading.");
            }
        }
        return fence == 0 ? sections : throw new PageException(fence, "The code that begins here is not closed by ```.");
    }

    /// <summary>The blocks of code below the heading: the language, the lines, and the number of the first of them.</summary>
    public IEnumerable<(string Language, IReadOnlyList<string> Lines, int Line)> Code()
    {
        for (int i = 0; i < Lines.Count; i++)
        {
            if (IsFence(Lines[i]))
            {
                int end = Enumerable.Range(i + 1, Lines.Count - i - 1).First(n => IsFence(Lines[n]));
                yield return (Lines[i][FenceMark.Length..].Trim(), [.. Lines.Skip(i + 1).Take(end - i - 1)], Line + i + 2);
                i = end;
            }
        }
    }

    /// <summary>The lines below the heading that are not code.</summary>
    public IReadOnlyList<string> Prose()
    {
        List<string> prose = [];
        bool inCode = false;
        foreach (string line in Lines)
        {
            bool isFence = IsFence(line);
            if (!isFence && !inCode)
            {
                prose.Add(line);
            }
            inCode ^= isFence;
        }
        return prose;
    }

    /// <summary>Whether a line opens or closes a block of code.</summary>
    public static bool IsFence(string line) => line.StartsWith(FenceMark, StringComparison.Ordinal);
}
