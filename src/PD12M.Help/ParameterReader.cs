using System.Globalization;

namespace PD12M.Help;

/// <summary>Reads a parameter's section of a page: its description and its facts.</summary>
internal static class ParameterReader
{
    private static readonly string[] s_keys =
        ["Type", "Parameter Sets", "Aliases", "Accepted values", "Required", "Position", "Default value", "Accept pipeline input", "Accept wildcard characters"];

    private static readonly string[] s_pipelineInputs = ["False", "True (ByValue)", "True (ByPropertyName)", "True (ByValue, ByPropertyName)"];

    /// <exception cref="PageException">The section does not keep to the schema.</exception>
    public static ParameterHelp Read(PageSection section)
    {
        if (!section.Title.StartsWith('-'))
        {
            throw new PageException(section.Line, $"'{section.Title}' is no parameter: the heading must be '### -Name'.");
        }
        IReadOnlyList<string> description = Prose.Paragraphs(section.Prose());
        if (description.Count == 0)
        {
            throw new PageException(section.Line, $"'{section.Title}' is not described.");
        }
        ParameterFacts[] facts = [.. section.Code().Where(code => code.Language == "yaml").Select(code => ReadFacts(code.Lines, code.Line))];
        return facts.Length > 0
            ? new ParameterHelp(section.Title[1..], description, facts, section.Line)
            : throw new PageException(section.Line, $"'{section.Title}' has no block ```yaml with its facts.");
    }

    private static ParameterFacts ReadFacts(IReadOnlyList<string> lines, int firstLine)
    {
        Dictionary<string, (string Value, int Line)> values = new(StringComparer.Ordinal);
        for (int i = 0; i < lines.Count; i++)
        {
            if (string.IsNullOrWhiteSpace(lines[i]))
            {
                continue;
            }
            string[] pair = lines[i].Split(':', 2);
            if (pair.Length != 2 || !s_keys.Contains(pair[0]))
            {
                throw new PageException(firstLine + i, $"'{lines[i]}' is none of the keys {string.Join(", ", s_keys)}.");
            }
            if (!values.TryAdd(pair[0], (pair[1].Trim(), firstLine + i)))
            {
                throw new PageException(firstLine + i, $"The key '{pair[0]}' is there twice.");
            }
        }
        if (s_keys.FirstOrDefault(key => key != "Accepted values" && !values.ContainsKey(key)) is { } missing)
        {
            throw new PageException(firstLine, $"The key '{missing}' is missing.");
        }
        return new ParameterFacts(
            values["Type"].Value,
            List(values["Parameter Sets"].Value),
            List(values["Aliases"].Value),
            List(values.GetValueOrDefault("Accepted values").Value ?? ""),
            ReadBoolean(values["Required"]),
            ReadPosition(values["Position"]),
            values["Default value"].Value,
            s_pipelineInputs.Contains(values["Accept pipeline input"].Value)
                ? values["Accept pipeline input"].Value
                : throw new PageException(values["Accept pipeline input"].Line, $"Must be one of: {string.Join("; ", s_pipelineInputs)}."),
            ReadBoolean(values["Accept wildcard characters"]));
    }

    private static string[] List(string text) => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static bool ReadBoolean((string Value, int Line) written) => written.Value switch
    {
        "True" => true,
        "False" => false,
        _ => throw new PageException(written.Line, $"Must be True or False, not '{written.Value}'."),
    };

    private static int? ReadPosition((string Value, int Line) written) => written.Value == "Named"
        ? null
        : int.TryParse(written.Value, NumberStyles.None, CultureInfo.InvariantCulture, out int position)
            ? position
            : throw new PageException(written.Line, $"Must be Named or a number from 0, not '{written.Value}'.");
}
