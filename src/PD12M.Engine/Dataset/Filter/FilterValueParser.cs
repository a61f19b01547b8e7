using System.Collections;

namespace PD12M.Dataset;

/// <summary>Reads the values of a filter: literals, variables, lists of them.</summary>
internal sealed class FilterValueParser(string text, FilterVariables variables)
{
    private const int MostDepth = 100;
    private const int MostOfRange = 65_536;

    private int _depth;

    /// <summary>Reads a value, or several with commas between them, as a list.</summary>
    public object? ParseList(ref FilterToken token, Func<FilterToken> next)
    {
        FilterToken start = token;
        object? first = ParseItem(ref token, next);
        if (token.Kind == FilterTokenKind.Range)
        {
            token = next();
            return MakeRange(start, first, ParseItem(ref token, next), token);
        }
        if (token.Kind != FilterTokenKind.Comma)
        {
            return first;
        }
        List<object?> list = [first];
        while (token.Kind == FilterTokenKind.Comma)
        {
            token = next();
            list.Add(ParseItem(ref token, next));
        }
        return list.ToArray();
    }

    /// <summary>Reads one value.</summary>
    public object? ParseItem(ref FilterToken token, Func<FilterToken> next)
    {
        FilterToken start = token;
        switch (start.Kind)
        {
            case FilterTokenKind.Value:
                token = next();
                return start.Value;
            case FilterTokenKind.Expandable:
                string expanded = string.Concat(((List<object>)start.Value!).Select(part => part as string ?? FilterComparison.ToText(Resolve((VariablePath)part, start))));
                token = next();
                return expanded;
            case FilterTokenKind.Variable:
                object? value = Resolve((VariablePath)start.Value!, start);
                token = next();
                return value;
            case FilterTokenKind.Open or FilterTokenKind.OpenArray:
                token = next();
                return ParseBracket(start, ref token, next);
            case FilterTokenKind.Word:
                throw Unexpected(start, $"'{start.Value}' cannot stand on the right: put text in quotes; a variable starts with $");
            case FilterTokenKind.RowMember:
                throw Unexpected(start, "A column can stand on the left only; AspectRatio and Megapixels compare width and height");
            default:
                throw Unexpected(start, start.Kind == FilterTokenKind.End ? "Expected a value; the filter ends here" : "Expected a value");
        }
    }

    /// <summary>All integers from one to another, as a list.</summary>
    private object?[] MakeRange(FilterToken start, object? first, object? last, FilterToken next)
    {
        if (next.Kind is FilterTokenKind.Comma or FilterTokenKind.Range)
        {
            throw Unexpected(next, "A range stands alone; write its bounds with -ge and -le, or all values with commas");
        }
        if (first is not int from || last is not int to)
        {
            throw Unexpected(start, "A range goes from an integer to an integer, as in 256..512");
        }
        return Math.Abs((long)from - to) < MostOfRange
            ? Enumerable.Range(0, Math.Abs(from - to) + 1).Select(i => (object?)(from < to ? from + i : from - i)).ToArray()
            : throw Unexpected(start, $"A range has {MostOfRange} values at most; write its bounds with -ge and -le");
    }

    private object? ParseBracket(FilterToken start, ref FilterToken token, Func<FilterToken> next)
    {
        bool isArray = start.Kind == FilterTokenKind.OpenArray;
        if (isArray && token.Kind == FilterTokenKind.Close)
        {
            token = next();
            return Array.Empty<object>();
        }
        if (++_depth > MostDepth)
        {
            throw Unexpected(start, $"Brackets are nested more than {MostDepth} deep");
        }
        object? value = ParseList(ref token, next);
        _depth--;
        if (token.Kind != FilterTokenKind.Close)
        {
            throw Unexpected(token, "Expected ) or a comma");
        }
        token = next();
        return isArray && value is not IList ? new[] { value } : value;
    }

    private object? Resolve(VariablePath variable, FilterToken token)
    {
        switch (variable.Name.ToUpperInvariant())
        {
            case "NULL" when variable.Members.Count == 0:
                return null;
            case "TRUE" when variable.Members.Count == 0:
                return true;
            case "FALSE" when variable.Members.Count == 0:
                return false;
        }
        return variables(variable, out object? value)
            ? value is IEnumerable list and not (string or IList) ? list.Cast<object?>().ToArray() : value
            : throw Unexpected(token, $"There is no variable ${variable.Name}; give it a value before the command");
    }

    private FilterException Unexpected(FilterToken token, string problem) => new($"{problem}.", text, token.Position, token.Length);
}
