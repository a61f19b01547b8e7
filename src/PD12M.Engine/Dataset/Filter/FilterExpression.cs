namespace PD12M.Dataset;

/// <summary>What a filter asks of a row.</summary>
internal abstract record FilterExpression
{
    public static FilterExpression And(FilterExpression left, FilterExpression right) => (left, right) switch
    {
        (ConstantExpression constant, _) => constant.Value ? right : left,
        (_, ConstantExpression constant) => constant.Value ? left : right,
        _ => new AllExpression([.. Terms<AllExpression>(left), .. Terms<AllExpression>(right)]),
    };

    public static FilterExpression Or(FilterExpression left, FilterExpression right) => (left, right) switch
    {
        (ConstantExpression constant, _) => constant.Value ? left : right,
        (_, ConstantExpression constant) => constant.Value ? right : left,
        _ => new AnyExpression([.. Terms<AnyExpression>(left), .. Terms<AnyExpression>(right)]),
    };

    public FilterExpression Negate() => this switch
    {
        ConstantExpression constant => new ConstantExpression(!constant.Value),
        TestExpression test => test with { Test = test.Test.Negate() },
        AllExpression all => new AnyExpression([.. all.Terms.Select(term => term.Negate())]),
        AnyExpression any => new AllExpression([.. any.Terms.Select(term => term.Negate())]),
        _ => throw new InvalidOperationException(),
    };

    /// <summary>Whether the expression can hold for some row, when it is known of each test whether it can.</summary>
    public bool MayHold(Func<TestExpression, bool> mayHold) => this switch
    {
        ConstantExpression constant => constant.Value,
        AllExpression all => all.Terms.All(term => term.MayHold(mayHold)),
        AnyExpression any => any.Terms.Any(term => term.MayHold(mayHold)),
        TestExpression test => mayHold(test),
        _ => throw new InvalidOperationException(),
    };

    /// <summary>All the tests of columns.</summary>
    public IEnumerable<TestExpression> Tests() => this switch
    {
        TestExpression test => [test],
        TermsExpression terms => terms.Terms.SelectMany(term => term.Tests()),
        _ => [],
    };

    private static IReadOnlyList<FilterExpression> Terms<T>(FilterExpression expression)
        where T : TermsExpression => expression is T terms ? terms.Terms : [expression];
}

/// <summary>The same answer for every row.</summary>
internal sealed record ConstantExpression(bool Value) : FilterExpression;

/// <summary>A test of one column.</summary>
/// <param name="Column">The column.</param>
/// <param name="Test">What is asked of its value.</param>
/// <param name="Position">Where it stands in the filter's text.</param>
/// <param name="Length">How many characters it has there.</param>
internal sealed record TestExpression(FilterColumn Column, FilterTest Test, int Position, int Length) : FilterExpression;

internal abstract record TermsExpression(IReadOnlyList<FilterExpression> Terms) : FilterExpression;

/// <summary>Terms of which all must hold.</summary>
internal sealed record AllExpression(IReadOnlyList<FilterExpression> Terms) : TermsExpression(Terms);

/// <summary>Terms of which one must hold.</summary>
internal sealed record AnyExpression(IReadOnlyList<FilterExpression> Terms) : TermsExpression(Terms);
