namespace PD12M.Dataset;

/// <summary>What can stand at a place in a filter.</summary>
internal enum FilterPlace
{
    /// <summary>Nothing that is known: a number, say, or a pattern.</summary>
    Anything,
    /// <summary>A column, -not or a bracket.</summary>
    Operand,
    /// <summary>An operator that compares a column with a value.</summary>
    Comparison,
    /// <summary>A value of a column.</summary>
    Value,
    /// <summary>-and or -or.</summary>
    Junction,
}

/// <summary>What may come at the end of a filter that is being written.</summary>
/// <param name="Place">What can stand there.</param>
/// <param name="Start">Where it starts; what is behind has been written of it.</param>
/// <param name="Word">What has been written of it, a value without its quotes.</param>
/// <param name="Column">The column that is compared; null where none is.</param>
internal sealed record FilterCompletion(FilterPlace Place, int Start, string Word, string? Column)
{
    /// <summary>The operators that compare, without those that only say how letter case counts.</summary>
    public static IReadOnlyList<string> Comparisons { get; } = ["-eq", "-ne", "-lt", "-le", "-gt", "-ge", "-like", "-notlike", "-match", "-notmatch", "-in", "-notin"];

    public static IReadOnlyList<string> Junctions { get; } = ["-and", "-or"];

    /// <summary>Looks at the start of a filter.</summary>
    /// <param name="text">What has been written, up to where more is to come.</param>
    public static FilterCompletion Of(string text)
    {
        var lexer = new FilterLexer(text);
        FilterPlace place = FilterPlace.Operand;
        string? column = null;
        int start = 0;
        while (true)
        {
            FilterToken token;
            try
            {
                token = lexer.Next();
            }
            catch (FilterException error)
            {
                return AtUnfinished(text, error.Position, place, column);
            }
            start = token.Position;
            if (token.Kind == FilterTokenKind.End)
            {
                // A number may have more digits to come.
                bool mayGoOn = start > 0 && char.IsLetterOrDigit(text[start - 1]);
                return new FilterCompletion(mayGoOn ? FilterPlace.Anything : place, start, "", column);
            }
            if (start + token.Length == text.Length && token.Kind is FilterTokenKind.Word or FilterTokenKind.Operator)
            {
                return new FilterCompletion(place, start, text.Substring(start), column);
            }
            (place, column) = Behind(token, place, column);
        }
    }

    /// <summary>A value as a filter has it, and PowerShell: in single quotes, which are doubled within.</summary>
    public static string Quote(string value) => $"'{DoubleQuotes(value)}'";

    /// <summary>A text as it stands within single quotes: all that end such a string, typographic ones too, are doubled.</summary>
    public static string DoubleQuotes(string text) => string.Concat(text.Select(c => FilterLexer.IsSingleQuote(c) ? $"{c}{c}" : c.ToString()));

    /// <summary>A text without its closing quote, or a dash alone: the lexer's only faults that more text can mend.</summary>
    private static FilterCompletion AtUnfinished(string text, int position, FilterPlace place, string? column)
    {
        bool isDash = position == text.Length - 1 && NumberLiteral.IsDash(text[position]);
        if (isDash)
        {
            return new FilterCompletion(place, position, "-", column);
        }
        bool isText = place == FilterPlace.Value && position < text.Length && text[position] is '\'' or '"';
        return isText
            ? new FilterCompletion(place, position, text.Substring(position + 1).Replace($"{text[position]}{text[position]}", $"{text[position]}"), column)
            : new FilterCompletion(FilterPlace.Anything, text.Length, "", null);
    }

    private static (FilterPlace Place, string? Column) Behind(FilterToken token, FilterPlace place, string? column) => token.Kind switch
    {
        FilterTokenKind.Word or FilterTokenKind.RowMember => (FilterPlace.Comparison, (string)token.Value!),
        FilterTokenKind.Operator => token.Value switch
        {
            "and" or "or" or "not" => (FilterPlace.Operand, null),
            string name when WrittenOperator.Find(name) is { Operator: FilterOperator.Equal or FilterOperator.Like or FilterOperator.In } => (FilterPlace.Value, column),
            _ => (FilterPlace.Anything, null),
        },
        FilterTokenKind.Comma => (column is null ? FilterPlace.Anything : FilterPlace.Value, column),
        FilterTokenKind.Open or FilterTokenKind.OpenArray or FilterTokenKind.OpenBrace => (place, column),
        FilterTokenKind.Close or FilterTokenKind.CloseBrace => (FilterPlace.Junction, null),
        // The column is kept for a list that goes on.
        _ => (FilterPlace.Junction, column),
    };
}
