using System.Xml.Linq;

namespace PD12M.Tests.Help;

/// <summary>The format file has a view for whatever a cmdlet emits.</summary>
public sealed class FormatFileTests
{
    private static readonly XElement[] s_views =
        [.. XDocument.Load(Path.Combine(Path.GetDirectoryName(Shell.ManifestPath)!, "PD12M.Format.ps1xml")).Descendants("View")];

    [ShellFact]
    public void Every_output_type_has_a_table()
    {
        string[] tables = [.. s_views.Where(view => view.Element("TableControl") is not null).SelectMany(view => view.Descendants("TypeName")).Select(type => type.Value)];
        string[] emitted = [.. PublishedCmdlet.All.SelectMany(cmdlet => cmdlet.OutputTypes).Where(type => type.StartsWith("PD12M.", StringComparison.Ordinal)).Distinct()];

        Assert.NotEmpty(emitted);
        Assert.Empty(emitted.Except(tables));
        Assert.Distinct(tables);
    }

    [ShellFact]
    public void Every_view_is_of_a_public_type_and_shows_its_properties()
    {
        Assert.Empty(
            from view in s_views
            let name = view.Descendants("TypeName").Single().Value
            let type = PublishedCmdlet.All[0].Class.Assembly.GetType(name) ?? typeof(Record).Assembly.GetType(name)
            from shown in view.Descendants("PropertyName").Select(property => property.Value)
                .Concat(view.Descendants("ScriptBlock").Select(script => script.Value.Split("$_.")[1].TrimEnd(')')))
                .DefaultIfEmpty("")
            where type?.IsPublic != true || type.GetProperty(shown) is null
            select $"{name}.{shown}");
    }
}
