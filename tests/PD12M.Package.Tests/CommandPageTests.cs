using PD12M.Help;

namespace PD12M.Package.Tests;

public class CommandPageTests
{
    [Fact]
    public void Every_page_of_the_module_can_be_read()
    {
        Assert.NotEmpty(Repository.CommandPages);
        Assert.All(Repository.CommandPages, file => Assert.Equal(Path.GetFileNameWithoutExtension(file), CommandPageReader.Read(File.ReadAllLines(file)).Name));
    }

    [Fact]
    public void Wrapped_lines_become_paragraphs_and_lose_their_marks()
    {
        CommandPage page = CommandPageReader.Read(SmallPage.Lines);

        Assert.Equal("Gets a thing or two.", page.Synopsis);
        Assert.Equal(
            ["Reads *.thing files and never *.other ones, see the page.", "- one item of two lines", "- another & <last>"],
            page.Description);
    }

    [Fact]
    public void Code_keeps_its_lines()
    {
        HelpExample example = Assert.Single(CommandPageReader.Read(SmallPage.Lines).Examples);

        Assert.Equal("Example 1: Everything", example.Title);
        Assert.Equal("# not a heading\nGet-Thing ./a |\n    Measure-Object", example.Code);
        Assert.Equal(["Counts them."], example.Remarks);
        Assert.Equal(SmallPage.LineOf("# not a heading"), example.Line);
    }

    [Fact]
    public void A_syntax_line_says_what_is_required_and_positional()
    {
        CommandPage page = CommandPageReader.Read(SmallPage.Lines);

        Assert.Equal(["Path", "Id"], page.Syntax.Select(set => set.Name));
        Assert.Equal([true, false], page.Syntax.Select(set => set.IsDefault));
        Assert.Equal(
            [
                new SyntaxParameter("Path", "String[]", IsRequired: true, IsPositional: true),
                new SyntaxParameter("Count", "Int32", IsRequired: false, IsPositional: true),
                new SyntaxParameter("Kind", "Kind", IsRequired: false, IsPositional: false),
                new SyntaxParameter("Force", null, IsRequired: false, IsPositional: false),
            ],
            page.Syntax[0].Parameters);
    }

    [Fact]
    public void A_parameter_has_the_facts_of_its_block()
    {
        ParameterHelp path = CommandPageReader.Read(SmallPage.Lines).Parameters[0];

        ParameterFacts facts = Assert.Single(path.Facts);
        Assert.Equal("String[]", facts.Type);
        Assert.Equal(["PSPath", "FullName"], facts.Aliases);
        Assert.True(facts.IsRequired);
        Assert.Equal(0, facts.Position);
        Assert.Equal("True (ByValue)", facts.PipelineInput);
        Assert.True(facts.AcceptsWildcards);
        Assert.Null(path.In("Id"));
    }

    [Theory]
    [InlineData("---", "--", 1)]
    [InlineData("schema: 2.0.0", "schema: 1.0.0", 1)]
    [InlineData("online version:", null, 1)]
    [InlineData("## SYNOPSIS", "## SUMMARY", null)]
    [InlineData("## NOTES", "## REMARKS", null)]
    [InlineData("or two.", "\nor two.", null)]
    [InlineData("### Id", "### Ids", null)]
    [InlineData("Get-Thing -Id <String> [-Kind <Kind>] [-Force] [<CommonParameters>]", "Get-Thing -Id [<String> [-Kind <Kind>]", null)]
    [InlineData("Get-Thing -Id <String> [-Kind <Kind>] [-Force] [<CommonParameters>]", "Get-Thing [-Id <String>] [-Kind <Kind>] [-Force] [<CommonParameters>]", null)]
    [InlineData("Get-Thing -Id <String> [-Kind <Kind>] [-Force] [<CommonParameters>]", "Get-Things -Id <String> [-Kind <Kind>] [-Force] [<CommonParameters>]", null)]
    [InlineData("```powershell", "```", null)]
    [InlineData("### -Kind", "### Kind", null)]
    [InlineData("The kind.", "", null)]
    [InlineData("Position: 0", "Position: first", null)]
    [InlineData("Position: 0", "Place: 0", null)]
    [InlineData("Accept pipeline input: True (ByValue)", "Accept pipeline input: Maybe", null)]
    [InlineData("Accepted values: Small, Large", "Required: False", null)]
    public void A_page_that_breaks_the_schema_is_refused_with_its_line(string line, string? replacement, int? expected)
    {
        PageException error = Assert.Throws<PageException>(() => CommandPageReader.Read(SmallPage.With(line, replacement)));

        // Some faults are seen at their heading, the line above, or at the block's end.
        Assert.InRange(error.Line, (expected ?? SmallPage.LineOf(line)) - 2, (expected ?? SmallPage.LineOf(line)) + 2);
    }

    [Fact]
    public void A_parameter_that_no_syntax_line_has_is_refused()
    {
        PageException error = Assert.Throws<PageException>(() => CommandPageReader.Read(SmallPage.With("Get-Thing -Id <String> [-Kind <Kind>] [-Force] [<CommonParameters>]", "Get-Thing -Id <String> [-Force] [<CommonParameters>]")));

        Assert.Equal(SmallPage.LineOf("### -Kind"), error.Line);
    }

    [Fact]
    public void Code_that_is_not_closed_is_refused_where_it_begins()
    {
        IReadOnlyList<string> lines = [.. SmallPage.Lines, "```", "never closed"];

        Assert.Equal(SmallPage.Lines.Count + 1, Assert.Throws<PageException>(() => CommandPageReader.Read(lines)).Line);
    }
}
