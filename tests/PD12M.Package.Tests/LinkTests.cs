using System.Text.RegularExpressions;
using PD12M.Help;

namespace PD12M.Package.Tests;

/// <summary>What README, the guides, the pages and the notes link to is there: files, and headings in them.</summary>
public sealed partial class LinkTests
{
    private static readonly string[] s_documents =
        [.. Directory.GetFiles(Repository.Root, "*.md").Concat(Directory.GetFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories)).Order(StringComparer.Ordinal)];

    [Fact]
    public void Every_link_leads_to_something()
    {
        (string Document, string Target)[] links = [.. s_documents.SelectMany(document => LinksOf(document).Select(target => (document, target)))];

        Assert.Contains(links, link => link.Target.Contains('#', StringComparison.Ordinal));
        Assert.Equal([], links.Where(link => !IsThere(link.Document, link.Target)).Select(link => $"{Path.GetRelativePath(Repository.Root, link.Document)}: {link.Target}"));
    }

    [Fact]
    public void Every_guide_and_every_page_is_linked_from_the_front_page()
    {
        string root = Repository.Root;
        string[] linked = [.. LinksOf(Path.Combine(root, "README.md")).Select(target => target.Split('#')[0])];

        Assert.Equal(
            [],
            s_documents.Select(document => Path.GetRelativePath(root, document).Replace('\\', '/'))
                .Where(document => document.StartsWith("docs/guides/", StringComparison.Ordinal) || document.StartsWith("docs/cmdlets/", StringComparison.Ordinal))
                .Except(linked));
    }

    [Fact]
    public void No_guide_is_longer_than_can_be_read() =>
        Assert.All(Directory.GetFiles(Path.Combine(Repository.Root, "docs", "guides"), "*.md"), guide => Assert.InRange(File.ReadAllLines(guide).Length, 1, 250));

    [Fact]
    public void The_commands_that_need_the_sdk_alone_are_those_that_the_build_runs()
    {
        string[] commands = [.. BlocksOf(Path.Combine(Repository.Root, "README.md"), "console").Where(line => line.StartsWith("dotnet ", StringComparison.Ordinal) && !line.Contains(" build ", StringComparison.Ordinal))];
        string build = File.ReadAllText(Path.Combine(Repository.Root, ".ci", "run"));

        Assert.Equal(2, commands.Length);
        Assert.All(commands, command => Assert.Contains(command, build, StringComparison.Ordinal));
    }

    private static bool IsThere(string document, string target)
    {
        if (Uri.TryCreate(target, UriKind.Absolute, out Uri? address) && address.Scheme is "https")
        {
            return true;
        }
        string[] parts = target.Split('#');
        string file = parts[0].Length == 0 ? document : Path.Combine(Path.GetDirectoryName(document)!, Uri.UnescapeDataString(parts[0]));
        return parts.Length == 1 ? File.Exists(file) || Directory.Exists(file) : File.Exists(file) && AnchorsOf(file).Contains(parts[1]);
    }

    private static IEnumerable<string> LinksOf(string document)
    {
        bool inCode = false;
        foreach (string line in File.ReadLines(document))
        {
            bool isFence = PageSection.IsFence(line);
            inCode ^= isFence;
            foreach (Match match in inCode || isFence ? [] : Link().Matches(InlineCode().Replace(line, "")).AsEnumerable())
            {
                yield return match.Groups[1].Value;
            }
        }
    }

    // As GitHub makes them: lower case, punctuation dropped, blanks to hyphens.
    private static HashSet<string> AnchorsOf(string file)
    {
        bool inCode = false;
        HashSet<string> anchors = [];
        foreach (string line in File.ReadLines(file))
        {
            inCode ^= PageSection.IsFence(line);
            if (!inCode && line.StartsWith('#'))
            {
                anchors.Add(NotInAnchor().Replace(line.TrimStart('#').Trim().ToLowerInvariant(), "").Replace(' ', '-'));
            }
        }
        return anchors;
    }

    private static IEnumerable<string> BlocksOf(string document, string language)
    {
        string? current = null;
        foreach (string line in File.ReadLines(document))
        {
            if (PageSection.IsFence(line))
            {
                current = current is null ? line.Trim('`').Trim() : null;
            }
            else if (current == language)
            {
                yield return line.Split('#')[0].Trim();
            }
        }
    }

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("`[^`]*`")]
    private static partial Regex InlineCode();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchor();
}
