namespace PD12M.Help;

/// <summary>What a page of docs/cmdlets says of its cmdlet.</summary>
/// <remarks>Texts are lists of paragraphs: a paragraph is one line, a list item is a paragraph, code keeps its line ends.</remarks>
/// <param name="Name">The cmdlet.</param>
/// <param name="OnlineVersion">Where Get-Help -Online leads; null where the page leaves it open.</param>
/// <param name="Synopsis">One line on what the cmdlet does.</param>
/// <param name="Syntax">The parameter sets, in the page's order.</param>
/// <param name="Description">What the cmdlet does.</param>
/// <param name="Examples">The examples, in the page's order.</param>
/// <param name="Parameters">The parameters, in the page's order.</param>
/// <param name="Inputs">What may come by the pipeline.</param>
/// <param name="Outputs">What is emitted.</param>
/// <param name="Notes">The error ids, and what else there is to say.</param>
/// <param name="Links">Related pages.</param>
public sealed record CommandPage(
    string Name,
    string? OnlineVersion,
    string Synopsis,
    IReadOnlyList<SyntaxSet> Syntax,
    IReadOnlyList<string> Description,
    IReadOnlyList<HelpExample> Examples,
    IReadOnlyList<ParameterHelp> Parameters,
    IReadOnlyList<TypeHelp> Inputs,
    IReadOnlyList<TypeHelp> Outputs,
    IReadOnlyList<string> Notes,
    IReadOnlyList<HelpLink> Links)
{
    /// <summary>The parameter sets' name for a parameter that all of them have.</summary>
    public const string AllSets = "(All)";
}

/// <summary>A parameter set as the SYNTAX section writes it.</summary>
/// <param name="Name">The set; <see cref="CommandPage.AllSets"/> where the cmdlet has only one.</param>
/// <param name="IsDefault">Whether the page marks it as the default.</param>
/// <param name="Line">Where it stands, from 1.</param>
/// <param name="Parameters">Its parameters, in the order of the line.</param>
/// <param name="TakesCommonParameters">Whether it ends with [&lt;CommonParameters&gt;].</param>
public sealed record SyntaxSet(string Name, bool IsDefault, int Line, IReadOnlyList<SyntaxParameter> Parameters, bool TakesCommonParameters);

/// <summary>A parameter within a syntax line.</summary>
/// <param name="Name">The name, without hyphen.</param>
/// <param name="Type">The type as written; null for a switch.</param>
/// <param name="IsRequired">Whether it stands outside brackets.</param>
/// <param name="IsPositional">Whether its name may be left out.</param>
public sealed record SyntaxParameter(string Name, string? Type, bool IsRequired, bool IsPositional);

/// <summary>An example.</summary>
/// <param name="Title">The heading.</param>
/// <param name="Code">The code, its lines joined by line feeds.</param>
/// <param name="Remarks">What is said about it.</param>
/// <param name="Line">The first line of the code, from 1.</param>
public sealed record HelpExample(string Title, string Code, IReadOnlyList<string> Remarks, int Line);

/// <summary>A parameter.</summary>
/// <param name="Name">The name, without hyphen.</param>
/// <param name="Description">What it is for.</param>
/// <param name="Facts">Its facts; more than one where parameter sets differ.</param>
/// <param name="Line">Where it stands, from 1.</param>
public sealed record ParameterHelp(string Name, IReadOnlyList<string> Description, IReadOnlyList<ParameterFacts> Facts, int Line)
{
    /// <summary>The facts that hold in a parameter set; null where the parameter does not belong to it.</summary>
    public ParameterFacts? In(string set) => Facts.FirstOrDefault(facts => facts.Sets.Contains(set) || facts.Sets.Contains(CommandPage.AllSets))
        ?? (set == CommandPage.AllSets ? Facts[0] : null);
}

/// <summary>The facts of a parameter, as the yaml block gives them.</summary>
/// <param name="Type">The type's short name, such as String[].</param>
/// <param name="Sets">The parameter sets, or <see cref="CommandPage.AllSets"/>.</param>
/// <param name="Aliases">The aliases.</param>
/// <param name="AcceptedValues">The values of an enumeration or a ValidateSet.</param>
/// <param name="IsRequired">Whether it must be given.</param>
/// <param name="Position">Its position from 0; null where it must be named.</param>
/// <param name="DefaultValue">What holds when it is not given.</param>
/// <param name="PipelineInput">False, True (ByValue), True (ByPropertyName) or True (ByValue, ByPropertyName).</param>
/// <param name="AcceptsWildcards">Whether wildcards are understood.</param>
public sealed record ParameterFacts(
    string Type,
    IReadOnlyList<string> Sets,
    IReadOnlyList<string> Aliases,
    IReadOnlyList<string> AcceptedValues,
    bool IsRequired,
    int? Position,
    string DefaultValue,
    string PipelineInput,
    bool AcceptsWildcards);

/// <summary>A type that goes in or comes out.</summary>
/// <param name="Name">The type's full name, or None.</param>
/// <param name="Description">What is said about it.</param>
public sealed record TypeHelp(string Name, IReadOnlyList<string> Description);

/// <summary>A related page.</summary>
/// <param name="Text">The link's text.</param>
/// <param name="Address">An absolute address; null for another page of the module.</param>
public sealed record HelpLink(string Text, string? Address);
