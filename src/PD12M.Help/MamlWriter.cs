using System.Globalization;
using System.Xml.Linq;

namespace PD12M.Help;

/// <summary>Writes pages as MAML, the XML that Get-Help reads for binary cmdlets.</summary>
public static class MamlWriter
{
    private static readonly XNamespace s_maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace s_command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace s_dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    /// <summary>Makes the help file of a module.</summary>
    /// <param name="pages">Its cmdlets' pages.</param>
    /// <param name="home">Where Get-Help -Online leads for a page that names no address; null for nowhere.</param>
    public static XDocument Write(IEnumerable<CommandPage> pages, string? home) => new(
        new XDeclaration("1.0", "utf-8", null),
        new XElement(
            "helpItems",
            new XAttribute("schema", "maml"),
            pages.OrderBy(page => page.Name, StringComparer.Ordinal).Select(page => Command(page, home))));

    private static XElement Command(CommandPage page, string? home)
    {
        string[] name = page.Name.Split('-', 2);
        return new XElement(
            s_command + "command",
            new XAttribute(XNamespace.Xmlns + "maml", s_maml),
            new XAttribute(XNamespace.Xmlns + "command", s_command),
            new XAttribute(XNamespace.Xmlns + "dev", s_dev),
            new XElement(
                s_command + "details",
                new XElement(s_command + "name", page.Name),
                new XElement(s_command + "verb", name[0]),
                new XElement(s_command + "noun", name[^1]),
                Text(s_maml + "description", [page.Synopsis])),
            Text(s_maml + "description", page.Description),
            new XElement(s_command + "syntax", page.Syntax.Select(set => SyntaxItem(page, set))),
            new XElement(s_command + "parameters", page.Parameters.Select(parameter => Parameter(parameter, parameter.Facts[0], inSyntax: false))),
            new XElement(s_command + "inputTypes", page.Inputs.Select(type => Type(s_command + "inputType", type))),
            new XElement(s_command + "returnValues", page.Outputs.Select(type => Type(s_command + "returnValue", type))),
            new XElement(s_maml + "alertSet", Text(s_maml + "alert", page.Notes)),
            new XElement(s_command + "examples", page.Examples.Select(Example)),
            new XElement(s_command + "relatedLinks", Links(page, home)));
    }

    private static XElement SyntaxItem(CommandPage page, SyntaxSet set) => new(
        s_command + "syntaxItem",
        new XElement(s_maml + "name", page.Name),
        set.Parameters.Select(written =>
        {
            ParameterHelp parameter = page.Parameters.First(described => described.Name == written.Name);
            return Parameter(parameter, parameter.In(set.Name)!, inSyntax: true);
        }));

    private static XElement Parameter(ParameterHelp parameter, ParameterFacts facts, bool inSyntax)
    {
        bool isSwitch = facts.Type == "SwitchParameter";
        bool isList = facts.Type.EndsWith("[]", StringComparison.Ordinal);
        XElement? value = isSwitch && inSyntax ? null : new XElement(
            s_command + "parameterValue", new XAttribute("required", !isSwitch), new XAttribute("variableLength", isList), facts.Type);
        XElement? values = inSyntax && facts.AcceptedValues.Count > 0
            ? new XElement(s_command + "parameterValueGroup", facts.AcceptedValues.Select(accepted =>
                new XElement(s_command + "parameterValue", new XAttribute("required", false), new XAttribute("variableLength", false), accepted)))
            : null;
        return new XElement(
            s_command + "parameter",
            new XAttribute("required", facts.IsRequired),
            new XAttribute("variableLength", isList),
            new XAttribute("globbing", facts.AcceptsWildcards),
            new XAttribute("pipelineInput", facts.PipelineInput),
            new XAttribute("position", facts.Position?.ToString(CultureInfo.InvariantCulture) ?? "named"),
            new XAttribute("aliases", facts.Aliases.Count > 0 ? string.Join(", ", facts.Aliases) : "none"),
            new XElement(s_maml + "name", parameter.Name),
            Text(s_maml + "description", Described(parameter, facts)),
            values,
            value,
            new XElement(s_dev + "type", new XElement(s_maml + "name", facts.Type), new XElement(s_maml + "uri")),
            new XElement(s_dev + "defaultValue", facts.DefaultValue));
    }

    /// <summary>Get-Help shows accepted values in the syntax only, so they are said once more.</summary>
    private static IEnumerable<string> Described(ParameterHelp parameter, ParameterFacts facts) => facts.AcceptedValues.Count > 0
        ? parameter.Description.Append($"Accepted values: {string.Join(", ", facts.AcceptedValues)}.")
        : parameter.Description;

    private static XElement Type(XName name, TypeHelp type) => new(
        name,
        new XElement(s_dev + "type", new XElement(s_maml + "name", type.Name), new XElement(s_maml + "uri")),
        Text(s_maml + "description", type.Description));

    private static XElement Example(HelpExample example) => new(
        s_command + "example",
        new XElement(s_maml + "title", $"---------- {example.Title} ----------"),
        new XElement(s_dev + "code", example.Code),
        Text(s_dev + "remarks", example.Remarks));

    /// <summary>Get-Help -Online opens the first link that has an address.</summary>
    private static IEnumerable<XElement> Links(CommandPage page, string? home)
    {
        IEnumerable<HelpLink> links = page.Links;
        if ((page.OnlineVersion ?? home) is { } online)
        {
            links = links.Prepend(new HelpLink("Online Version:", online));
        }
        return links.Select(link => new XElement(
            s_maml + "navigationLink", new XElement(s_maml + "linkText", link.Text), new XElement(s_maml + "uri", link.Address ?? "")));
    }

    private static XElement Text(XName name, IEnumerable<string> paragraphs) => new(name, paragraphs.Select(paragraph => new XElement(s_maml + "para", paragraph)));
}
