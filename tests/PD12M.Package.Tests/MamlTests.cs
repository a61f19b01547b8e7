using System.Xml.Linq;
using PD12M.Help;

namespace PD12M.Package.Tests;

public class MamlTests
{
    private static readonly XNamespace s_maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace s_command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace s_dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    [Fact]
    public void A_command_is_named_in_parts()
    {
        XElement details = Command().Element(s_command + "details")!;

        Assert.Equal(["Get-Thing", "Get", "Thing"], details.Elements().Take(3).Select(element => element.Value));
        Assert.Equal("Gets a thing or two.", details.Element(s_maml + "description")!.Value);
    }

    [Fact]
    public void Marks_of_xml_in_a_text_are_text()
    {
        Assert.Equal("- another & <last>", Command().Element(s_maml + "description")!.Elements(s_maml + "para").Last().Value);
    }

    [Fact]
    public void A_switch_has_no_value_in_the_syntax_and_an_enumeration_all_of_its_values()
    {
        XElement[] parameters = [.. Command().Element(s_command + "syntax")!.Elements().First().Elements(s_command + "parameter")];

        Assert.Equal(["Path", "Count", "Kind", "Force"], parameters.Select(parameter => parameter.Element(s_maml + "name")!.Value));
        Assert.Equal(["Small", "Large"], parameters[2].Element(s_command + "parameterValueGroup")!.Elements().Select(value => value.Value));
        Assert.Null(parameters[3].Element(s_command + "parameterValue"));
        Assert.Equal(["0", "1", "named", "named"], parameters.Select(parameter => parameter.Attribute("position")!.Value));
    }

    [Fact]
    public void A_parameter_carries_its_facts()
    {
        XElement path = Command().Element(s_command + "parameters")!.Elements().First();

        Assert.Equal("true", path.Attribute("required")!.Value);
        Assert.Equal("true", path.Attribute("globbing")!.Value);
        Assert.Equal("True (ByValue)", path.Attribute("pipelineInput")!.Value);
        Assert.Equal("PSPath, FullName", path.Attribute("aliases")!.Value);
        Assert.Equal("String[]", path.Element(s_dev + "type")!.Element(s_maml + "name")!.Value);
        Assert.Equal("None", path.Element(s_dev + "defaultValue")!.Value);
    }

    [Theory]
    [InlineData("online version:", "https://example.org/home")]
    [InlineData("online version: https://example.org/page", "https://example.org/page")]
    public void The_first_link_is_the_one_that_Online_opens(string key, string expected)
    {
        CommandPage page = CommandPageReader.Read(SmallPage.With("online version:", key));
        XElement links = MamlWriter.Write([page], "https://example.org/home").Root!.Elements().Single().Element(s_command + "relatedLinks")!;

        Assert.Equal([expected, "", "https://example.org/things"], links.Elements().Select(link => link.Element(s_maml + "uri")!.Value));
    }

    private static XElement Command() => MamlWriter.Write([CommandPageReader.Read(SmallPage.Lines)], null).Root!.Elements().Single();
}
