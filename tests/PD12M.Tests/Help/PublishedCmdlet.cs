using System.Management.Automation;
using System.Reflection;
using PD12M.Help;

namespace PD12M.Tests.Help;

/// <summary>A cmdlet as its class declares it, in the words of a page.</summary>
internal sealed record PublishedCmdlet(string Name, Type Class, CmdletAttribute Declaration)
{
    private const string EverySet = ParameterAttribute.AllParameterSets;

    public static IReadOnlyList<PublishedCmdlet> All { get; } =
        [.. LoadContext.LoadCmdlets(Path.Combine(Path.GetDirectoryName(Shell.ManifestPath)!, "bin", "net8.0")).GetTypes()
            .Select(type => (Type: type, Declaration: type.GetCustomAttribute<CmdletAttribute>()))
            .Where(found => found.Declaration is not null)
            .Select(found => new PublishedCmdlet($"{found.Declaration!.VerbName}-{found.Declaration.NounName}", found.Type, found.Declaration))];

    /// <summary>The parameter sets; <see cref="CommandPage.AllSets"/> where there is but one.</summary>
    public IReadOnlyList<string> Sets
    {
        get
        {
            string[] named = [.. Parameters.SelectMany(property => property.GetCustomAttributes<ParameterAttribute>()).Select(parameter => parameter.ParameterSetName).Where(set => set != EverySet).Distinct()];
            return named.Length > 0 ? named : [CommandPage.AllSets];
        }
    }

    public IReadOnlyList<string> OutputTypes => [.. Class.GetCustomAttributes<OutputTypeAttribute>().SelectMany(output => output.Type).Select(type => type.Name).Distinct()];

    private IEnumerable<PropertyInfo> Parameters => Class.GetProperties().Where(property => property.IsDefined(typeof(ParameterAttribute)));

    /// <summary>The facts of every parameter of a set, the engine's own of -WhatIf and paging with them.</summary>
    public IReadOnlyDictionary<string, ParameterFacts> ParametersOf(string set)
    {
        Dictionary<string, ParameterFacts> found = Parameters
            .Select(property => (property.Name, Facts: Facts(property, set)))
            .Where(parameter => parameter.Facts is not null)
            .ToDictionary(parameter => parameter.Name, parameter => parameter.Facts!);
        if (Declaration.SupportsShouldProcess)
        {
            found["WhatIf"] = Provided("SwitchParameter", "wi");
            found["Confirm"] = Provided("SwitchParameter", "cf");
        }
        if (Declaration.SupportsPaging)
        {
            found["IncludeTotalCount"] = Provided("SwitchParameter");
            found["Skip"] = Provided("UInt64");
            found["First"] = Provided("UInt64");
        }
        return found;
    }

    private static ParameterFacts? Facts(PropertyInfo property, string set)
    {
        ParameterAttribute? parameter = property.GetCustomAttributes<ParameterAttribute>().FirstOrDefault(attribute => attribute.ParameterSetName is var name && (name == set || name == EverySet));
        if (parameter is null)
        {
            return null;
        }
        Type type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        Type element = type.GetElementType() ?? type;
        string[] accepted = property.GetCustomAttribute<ValidateSetAttribute>() is { } validate ? [.. validate.ValidValues] : element.IsEnum ? Enum.GetNames(element) : [];
        return new ParameterFacts(
            type.Name, [set], property.GetCustomAttribute<AliasAttribute>()?.AliasNames.ToArray() ?? [], accepted, parameter.Mandatory,
            parameter.Position == int.MinValue ? null : parameter.Position, "", PipelineInput(parameter), property.IsDefined(typeof(SupportsWildcardsAttribute)));
    }

    private static string PipelineInput(ParameterAttribute parameter) => (parameter.ValueFromPipeline, parameter.ValueFromPipelineByPropertyName) switch
    {
        (true, true) => "True (ByValue, ByPropertyName)",
        (true, false) => "True (ByValue)",
        (false, true) => "True (ByPropertyName)",
        _ => "False",
    };

    private static ParameterFacts Provided(string type, params string[] aliases) => new(type, [], aliases, [], false, null, "", "False", false);
}
