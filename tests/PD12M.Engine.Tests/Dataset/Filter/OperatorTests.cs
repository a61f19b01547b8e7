using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using PD12M.Dataset;

namespace PD12M.Engine.Tests.Dataset.Filter;

/// <summary>Compares with what PowerShell answered; tests/data/filter-operators.ps1 recorded it.</summary>
public class OperatorTests
{
    private static readonly string[][] s_lines = [.. File.ReadAllLines(DataFile()).Select(line => line.Split('\t'))];

    // -like and -match go by the caller's culture; the answers were recorded without any.
    public OperatorTests() => CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

    public static TheoryData<string> Operators => [.. s_lines[0]];

    [NetTheory("The answers were recorded where ICU compares; .NET Framework compares by its own tables (NLS) and Mono by others, not by ICU.")]
    [MemberData(nameof(Operators))]
    public void An_operator_answers_as_it_does_in_PowerShell(string written)
    {
        int index = Array.IndexOf(s_lines[0], written);
        string[] rights = s_lines[1];
        List<string> differences = [];
        for (int i = 0; i < rights.Length; i++)
        {
            FilterTest? test = Parse(written, rights[i]);
            foreach (string[] line in s_lines[2..])
            {
                char expected = line[i + 1][index];
                char actual = Answer(test, ParseLeft(line[0]));
                if (actual != expected)
                {
                    differences.Add($"{line[0]} {written} {rights[i]} is {expected}, not {actual}");
                }
            }
        }
        Assert.True(differences.Count == 0, $"{differences.Count} answers differ:\n{string.Join('\n', differences.Take(40))}");
    }

    [Theory]
    [InlineData("-eq", "-ne")]
    [InlineData("-like", "-notlike")]
    [InlineData("-match", "-notmatch")]
    [InlineData("-in", "-notin")]
    [InlineData("-ceq", "-cne")]
    [InlineData("-clike", "-cnotlike")]
    [InlineData("-cmatch", "-cnotmatch")]
    [InlineData("-cin", "-cnotin")]
    public void A_negation_answers_the_opposite(string written, string negation)
    {
        foreach (string right in s_lines[1])
        {
            FilterTest? test = Parse(written, right);
            FilterTest? opposite = Parse(negation, right);
            foreach (string[] line in s_lines[2..])
            {
                object? left = ParseLeft(line[0]);
                Assert.Equal(Answer(test, left) switch { 'T' => 'F', 'F' => 'T', _ => 'E' }, Answer(opposite, left));
            }
        }
    }

    private static FilterTest? Parse(string written, string right)
    {
        try
        {
            FilterExpression expression = FilterParser.Parse($"unknown {written} {right}", NoVariables);
            return Assert.IsType<TestExpression>(expression).Test;
        }
        catch (FilterException exception) when (exception.InnerException is FormatException or ArgumentException)
        {
            return null;
        }
    }

    private static bool NoVariables(VariablePath variable, out object? value)
    {
        value = null;
        return false;
    }

    private static char Answer(FilterTest? test, object? left)
    {
        try
        {
            return test is null ? 'E' : test.Evaluate(left) ? 'T' : 'F';
        }
        catch (InvalidCastException)
        {
            return 'E';
        }
    }

    private static object? ParseLeft(string text)
    {
        string[] parts = text.Split(':', 2);
        string value = Regex.Replace(parts[1], @"\\u([0-9a-f]{4})", match => ((char)int.Parse(match.Groups[1].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString());
        return parts[0] switch
        {
            "null" => null,
            "string" => value,
            "long" => long.Parse(value, CultureInfo.InvariantCulture),
            "int" => int.Parse(value, CultureInfo.InvariantCulture),
            "double" => double.Parse(value, CultureInfo.InvariantCulture),
            "float" => float.Parse(value, CultureInfo.InvariantCulture),
            "bool" => bool.Parse(value),
            _ => throw new InvalidDataException(text),
        };
    }

    private static string DataFile([CallerFilePath] string source = "") =>
        Path.Combine(Path.GetDirectoryName(source)!, "..", "..", "..", "data", "filter-operators.tsv");
}
