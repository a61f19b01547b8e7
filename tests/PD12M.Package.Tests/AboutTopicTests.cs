using PD12M.Help;

namespace PD12M.Package.Tests;

public class AboutTopicTests
{
    private static readonly string[] s_page = """
        # about_Things

        ## SHORT DESCRIPTION
        Tells about things.

        ## LONG DESCRIPTION
        A thing is what one makes of it, and `code` reads as it stands, however long the line may become in the end.

        ```powershell
        Get-Thing ./a
        ```

        - one
        - two

        ### A part
        More.
        """.Split('\n');

    // Get-Help takes the synopsis from the fifth line.
    [Fact]
    public void A_topic_begins_with_its_name_and_its_synopsis() =>
        Assert.Equal(["TOPIC", "    about_Things", "", "SHORT DESCRIPTION", "    Tells about things."], Text().Take(5));

    [Fact]
    public void No_line_of_prose_is_wider_than_a_console() => Assert.All(Text(), line => Assert.InRange(line.Length, 0, 80));

    [Fact]
    public void Code_lists_and_parts_keep_their_form()
    {
        string[] text = Text();

        Assert.Contains("        Get-Thing ./a", text);
        Assert.Equal(Array.IndexOf(text, "    - one") + 1, Array.IndexOf(text, "    - two"));
        Assert.Contains("  A part", text);
    }

    [Theory]
    [InlineData("# about_Things", "# about_Others")]
    [InlineData("## SHORT DESCRIPTION", "## SUMMARY")]
    [InlineData("## LONG DESCRIPTION", "## MORE")]
    public void A_page_without_its_headings_is_refused(string heading, string other) =>
        Assert.Throws<PageException>(() => AboutTopic.Write("about_Things", [.. s_page.Select(line => line == heading ? other : line)]));

    private static string[] Text() => AboutTopic.Write("about_Things", s_page).Split('\n');
}
