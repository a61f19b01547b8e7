namespace PD12M.Dataset;

/// <summary>What a test asks; each has its negation beside it.</summary>
internal enum FilterOperator
{
    /// <summary>Whether the value counts as true, as a bare column does.</summary>
    IsTrue,
    Equal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Like,
    Match,
    In,
    /// <summary>Whether the text is one of several, byte by byte; it is never written.</summary>
    Identical,
}

/// <summary>An operator as it is written.</summary>
internal readonly record struct WrittenOperator(FilterOperator Operator, bool IsNegated, bool IgnoreCase)
{
    /// <summary>Finds an operator of two values.</summary>
    /// <param name="name">In lower case, without the dash; an i or c in front says whether case is ignored.</param>
    public static WrittenOperator? Find(string name)
    {
        if (Plain(name) is { } plain)
        {
            return plain;
        }
        return name.Length > 2 && name[0] is 'i' or 'c' && Plain(name.Substring(1)) is { } cased
            ? cased with { IgnoreCase = name[0] == 'i' }
            : null;
    }

    private static WrittenOperator? Plain(string name) => name switch
    {
        "eq" => new(FilterOperator.Equal, false, true),
        "ne" => new(FilterOperator.Equal, true, true),
        "lt" => new(FilterOperator.Less, false, true),
        "le" => new(FilterOperator.LessOrEqual, false, true),
        "gt" => new(FilterOperator.Greater, false, true),
        "ge" => new(FilterOperator.GreaterOrEqual, false, true),
        "like" => new(FilterOperator.Like, false, true),
        "notlike" => new(FilterOperator.Like, true, true),
        "match" => new(FilterOperator.Match, false, true),
        "notmatch" => new(FilterOperator.Match, true, true),
        "in" => new(FilterOperator.In, false, true),
        "notin" => new(FilterOperator.In, true, true),
        _ => null,
    };
}
