using System.Text;

namespace PD12M.Help;

/// <summary>Makes the plain text of an about page, as Get-Help about_X shows it.</summary>
/// <remarks>Get-Help takes the synopsis from the fifth line, so the first lines have their fixed places.</remarks>
public static class AboutTopic
{
    private const int Columns = 80;
    private const string Indentation = "    ";

    /// <summary>Makes the text of a page.</summary>
    /// <param name="name">The topic, about_...; the page's first heading must be the same.</param>
    /// <param name="lines">The page's lines.</param>
    /// <exception cref="PageException">The page has not the headings of an about page.</exception>
    public static string Write(string name, IReadOnlyList<string> lines)
    {
        IReadOnlyList<PageSection> sections = PageSection.Split(lines, 0);
        if (sections.Count == 0 || sections[0].Level != 1 || sections[0].Title != name)
        {
            throw new PageException(1, $"The first heading must be '# {name}'.");
        }
        if (sections.Count < 2 || sections[1].Title != "SHORT DESCRIPTION" || Prose.Paragraphs(sections[1].Lines).Count != 1)
        {
            throw new PageException(sections[^1].Line, "The second heading must be '## SHORT DESCRIPTION', with one paragraph.");
        }
        if (sections.Count < 3 || sections[2].Title != "LONG DESCRIPTION")
        {
            throw new PageException(sections[^1].Line, "The third heading must be '## LONG DESCRIPTION'.");
        }
        StringBuilder text = new StringBuilder("TOPIC\n").Append(Indentation).Append(name).Append('\n');
        foreach (PageSection section in sections.Skip(1))
        {
            text.Append('\n').Append(section.Level == 2 ? section.Title : "  " + section.Title).Append('\n');
            IReadOnlyList<string> paragraphs = Prose.Paragraphs(section.Lines);
            for (int i = 0; i < paragraphs.Count; i++)
            {
                bool isListed = i > 0 && IsTight(paragraphs[i - 1]) && IsTight(paragraphs[i]);
                text.Append(i == 0 || isListed ? "" : "\n").Append(Wrap(paragraphs[i]));
            }
        }
        return text.ToString();
    }

    private static bool IsTight(string paragraph) => paragraph.StartsWith("- ", StringComparison.Ordinal) || paragraph.StartsWith('|');

    private static string Wrap(string paragraph)
    {
        StringBuilder text = new();
        if (paragraph.StartsWith(Indentation, StringComparison.Ordinal) || paragraph.StartsWith('|'))
        {
            foreach (string line in paragraph.Split('\n'))
            {
                text.Append((Indentation + line).TrimEnd()).Append('\n');
            }
            return text.ToString();
        }
        string hanging = Indentation + (paragraph.StartsWith("- ", StringComparison.Ordinal) ? "  " : "");
        StringBuilder current = new(Indentation);
        foreach (string word in paragraph.Split(' '))
        {
            if (current.Length + word.Length > Columns && current.ToString().Trim().Length > 0)
            {
                text.Append(current.ToString().TrimEnd()).Append('\n');
                current.Clear().Append(hanging);
            }
            current.Append(word).Append(' ');
        }
        return text.Append(current.ToString().TrimEnd()).Append('\n').ToString();
    }
}
