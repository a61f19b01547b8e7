namespace PD12M.Dataset;

internal enum FilterTokenKind
{
    End,
    Word,
    Operator,
    Value,
    Expandable,
    Variable,
    RowMember,
    Comma,
    Range,
    Open,
    OpenArray,
    Close,
    OpenBrace,
    CloseBrace,
}

/// <summary>A piece of a filter.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Position">Where it starts.</param>
/// <param name="Length">How many characters it has.</param>
/// <param name="Value">
/// Word: the name. Operator: the name in lower case, its dash left out. Value: the number or the text. Expandable: the
/// parts of a text, string or <see cref="VariablePath"/>. Variable: a <see cref="VariablePath"/>. RowMember: the column's name.
/// </param>
internal readonly record struct FilterToken(FilterTokenKind Kind, int Position, int Length, object? Value = null);

/// <summary>A variable with the members and indexes that follow it.</summary>
/// <param name="Name">As it is written, with its scope or drive, without the dollar sign and braces.</param>
/// <param name="Members">A string for a member or a key, an int for an index.</param>
internal sealed record VariablePath(string Name, IReadOnlyList<object> Members);

/// <summary>Gives the value of a variable of whoever wrote the filter.</summary>
/// <param name="variable">The variable, with the members to follow.</param>
/// <param name="value">The value without any wrapping, and a list's elements likewise.</param>
/// <returns>Whether there is such a variable. A member that is missing is null, as in PowerShell.</returns>
internal delegate bool FilterVariables(VariablePath variable, out object? value);
