using System.Text.RegularExpressions;

namespace PD12M.Package.Tests;

/// <summary>The guide to errors has each id that the module writes, and no other.</summary>
public sealed partial class ErrorIdTests
{
    private static readonly string s_source = string.Join('\n', Directory.GetFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText));
    private static readonly string s_guide = File.ReadAllText(Path.Combine(Repository.Root, "docs", "guides", "troubleshooting.md"));

    // Ids that are put together, and what goes into the gap.
    private static readonly Dictionary<string, IEnumerable<string>> s_composed = new()
    {
        ["Image{Fault}"] = MembersOf("ImageFault"),
        ["Embedding{npy.Fault}"] = MembersOf("NpyFault").Where(fault => fault != "NotNpy"),
        ["Embedding{set.Fault}"] = MembersOf("EmbeddingSetFault"),
        ["Index{index.Fault}"] = MembersOf("IndexFault").Where(fault => fault != "NotIndex"),
        ["Metadata{IoError.FaultOf(error)}"] = ["DiskFull", "WriteDenied", "PathTooLong", "WriteFailed"],
        ["{error.Option}Invalid"] = ["EndpointUrl", "Region", "AllowHost"],
        ["Destination{error.Option}Invalid"] = ["EndpointUrl", "Region"],
    };

    [Fact]
    public void Every_id_in_the_code_has_its_row()
    {
        SortedSet<string> written = new(Ids(), StringComparer.Ordinal);
        SortedSet<string> explained = new(Row().Matches(s_guide).Select(match => match.Groups[1].Value), StringComparer.Ordinal);

        Assert.True(written.Count > 80, $"Only {written.Count} ids were found.");
        Assert.Equal([], written.Except(explained).Select(id => $"{id} is not explained"));
        Assert.Equal([], explained.Except(written).Select(id => $"{id} is not written by the module"));
    }

    [Fact]
    public void Every_id_that_a_page_names_is_written() => Assert.Equal(
        [],
        from page in Repository.CommandPages
        let notes = File.ReadAllText(page).Split("## NOTES")[^1]
        from Match word in Word().Matches(notes.Split("## RELATED LINKS")[0])
        where !Ids().Contains(word.Value)
        select $"{Path.GetFileName(page)}: {word.Value}");

    /// <summary>The ids in the classes that make errors: words of two capitals at least, in quotes.</summary>
    private static IEnumerable<string> Ids()
    {
        foreach (string file in Directory.GetFiles(Path.Combine(Repository.Root, "src", "PD12M", "Commands"), "*Errors.cs").Append(Path.Combine(Repository.Root, "src", "PD12M", "Transfer", "ImageFault.cs")))
        {
            foreach (Match literal in Literal().Matches(File.ReadAllText(file)))
            {
                string text = literal.Groups[1].Value;
                foreach (string id in s_composed.TryGetValue(text, out IEnumerable<string>? members) ? members.Select(member => Gap().Replace(text, member)) : [text])
                {
                    yield return id;
                }
            }
        }
    }

    private static string[] MembersOf(string enumeration) =>
        [.. Member().Matches(Regex.Match(s_source, $@"enum {enumeration}\s*{{(.*?)}}", RegexOptions.Singleline).Groups[1].Value).Select(match => match.Groups[1].Value)];

    [GeneratedRegex(@"""((?:[A-Z]\w*[a-z]\w*[A-Z]\w*)|(?:\w*\{[\w.()]+\}\w*))""")]
    private static partial Regex Literal();

    [GeneratedRegex(@"\{.*\}")]
    private static partial Regex Gap();

    [GeneratedRegex(@"^\s*(\w+),?\s*$", RegexOptions.Multiline)]
    private static partial Regex Member();

    [GeneratedRegex(@"^\| `(\w+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"(?<![-\w])[A-Z][a-z]+[A-Z]\w*\b")]
    private static partial Regex Word();
}
