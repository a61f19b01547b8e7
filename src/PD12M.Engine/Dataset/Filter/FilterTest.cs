using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace PD12M.Dataset;

/// <summary>An operator with its right-hand side: what is asked of each value of a column.</summary>
internal sealed class FilterTest
{
    /// <summary>A pattern that takes longer on one value is refused: some need years.</summary>
    private static readonly TimeSpan s_matchTimeout = TimeSpan.FromSeconds(2);

    private readonly bool _isNegated;
    private TextPredicate? _text;
    private IntegerSet? _integers;

    /// <param name="written">The operator.</param>
    /// <param name="right">The right-hand side: a value, or for -in a list.</param>
    /// <exception cref="ArgumentException">The right-hand side is no valid regular expression.</exception>
    /// <exception cref="FormatException">The right-hand side is no valid wildcard pattern.</exception>
    public FilterTest(WrittenOperator written, object? right)
    {
        Operator = written.Operator;
        _isNegated = written.IsNegated;
        IgnoreCase = written.IgnoreCase;
        Right = right;
        Culture = CultureInfo.CurrentCulture;
        switch (Operator)
        {
            case FilterOperator.In:
                Elements = right is IEnumerable list and not string ? [.. list.Cast<object?>()] : [right];
                break;
            case FilterOperator.Like:
                Wildcards = new WildcardPattern(FilterComparison.ToText(right), IgnoreCase, Culture);
                break;
            case FilterOperator.Match:
                Expression = right as Regex ?? MakeExpression(FilterComparison.ToText(right), IgnoreCase ? RegexOptions.IgnoreCase : RegexOptions.None);
                break;
        }
    }

    private FilterTest(FilterTest other)
    {
        Operator = other.Operator;
        _isNegated = !other._isNegated;
        IgnoreCase = other.IgnoreCase;
        Right = other.Right;
        Culture = other.Culture;
        Elements = other.Elements;
        Wildcards = other.Wildcards;
        Expression = other.Expression;
    }

    /// <summary>Whether a bare value counts as true.</summary>
    public static FilterTest Truth { get; } = new(new WrittenOperator(FilterOperator.IsTrue, false, true), null);

    public FilterOperator Operator { get; }

    public bool IgnoreCase { get; }

    public object? Right { get; }

    /// <summary>The caller's culture, whose rules -like and -match go by.</summary>
    public CultureInfo Culture { get; }

    /// <summary>Makes a regular expression by the caller's culture, whatever thread this is.</summary>
    public Regex MakeExpression(string pattern, RegexOptions options)
    {
        CultureInfo current = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = Culture;
        try
        {
            return new Regex(pattern, options, s_matchTimeout);
        }
        finally
        {
            CultureInfo.CurrentCulture = current;
        }
    }

    public object?[] Elements { get; } = [];

    public WildcardPattern? Wildcards { get; }

    /// <summary>The texts of <see cref="FilterOperator.Identical"/>; null of other operators.</summary>
    public TextKeys? Keys => Right as TextKeys;

    public Regex? Expression { get; }

    /// <summary>Whether it is the negation of <see cref="Operator"/>: -ne, -notlike ...</summary>
    public bool IsNegated => _isNegated;

    /// <summary>The answers of <see cref="Holds"/> for texts as bytes.</summary>
    public TextPredicate Text => _text ??= TextPredicate.Create(this);

    /// <summary>The integers for which <see cref="Holds"/> says yes; null where only asking tells.</summary>
    public IntegerSet? Integers => _integers ??= IntegerSet.Create(this);

    /// <summary>The test with the opposite answer.</summary>
    public FilterTest Negate() => new(this);

    /// <summary>PowerShell's answer for a value on the left.</summary>
    /// <exception cref="InvalidCastException">The values cannot be compared. It depends on the left value's type alone.</exception>
    /// <exception cref="RegexMatchTimeoutException">The regular expression takes too long.</exception>
    public bool Evaluate(object? left) => Holds(left) != _isNegated;

    /// <summary>The answer of <see cref="Operator"/> itself, as <see cref="Evaluate"/>.</summary>
    public bool Holds(object? left) => Operator switch
    {
        FilterOperator.IsTrue => FilterComparison.IsTrue(left),
        FilterOperator.Equal => FilterComparison.AreEqual(left, Right, IgnoreCase),
        FilterOperator.Identical => left is string text && Keys!.Contains(Encoding.UTF8.GetBytes(text)),
        FilterOperator.Like => Wildcards!.IsMatch(FilterComparison.ToText(left)),
        FilterOperator.Match => Expression!.IsMatch(FilterComparison.ToText(left)),
        // The elements stand on the left: their types decide.
        FilterOperator.In => Array.Exists(Elements, element => FilterComparison.AreEqual(element, left, IgnoreCase)),
        _ => FilterComparison.IsOrdered(Operator, left, Right, IgnoreCase),
    };
}
