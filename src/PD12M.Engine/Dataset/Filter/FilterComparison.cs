using System.Collections;
using System.Globalization;

namespace PD12M.Dataset;

/// <summary>
/// PowerShell's comparisons of single values: the left one's type decides how the right one is converted.
/// Source: about_Comparison_Operators and, where that is silent, what PowerShell 7 answers.
/// </summary>
internal static class FilterComparison
{
    private static readonly CompareInfo s_compareInfo = CultureInfo.InvariantCulture.CompareInfo;

    /// <summary>Whether a value counts as true.</summary>
    public static bool IsTrue(object? value) => value switch
    {
        null => false,
        bool boolean => boolean,
        string text => text.Length > 0,
        _ when IsNumber(value) => Convert.ToDouble(value, CultureInfo.InvariantCulture) != 0,
        IList { Count: 0 } => false,
        IList { Count: 1 } list => IsTrue(list[0]),
        _ => true,
    };

    /// <summary>A value as text, in no country's manner.</summary>
    public static string ToText(object? value) => value switch
    {
        null => "",
        string text => text,
        // PowerShell shows fifteen digits: 0.1 + 0.2 is 0.3.
        double number => number.ToString("G15", CultureInfo.InvariantCulture),
        float number => number.ToString("G7", CultureInfo.InvariantCulture),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        IEnumerable list => string.Join(" ", list.Cast<object?>().Select(ToText)),
        _ => value.ToString() ?? "",
    };

    /// <summary>The -eq of PowerShell.</summary>
    public static bool AreEqual(object? left, object? right, bool ignoreCase)
    {
        if (left is null || right is null)
        {
            return left is null && right is null;
        }
        if (left is string text)
        {
            return CompareTexts(text, ToText(right), ignoreCase) == 0;
        }
        if (left is bool boolean)
        {
            return boolean == IsTrue(right);
        }
        return IsNumber(left) && ToNumber(right, left) is { } number
            ? CompareNumbers(FilterOperator.Equal, left, number)
            : left.Equals(right);
    }

    /// <summary>The -lt, -le, -gt and -ge of PowerShell.</summary>
    /// <exception cref="InvalidCastException">The values have no order; the message says why.</exception>
    public static bool IsOrdered(FilterOperator order, object? left, object? right, bool ignoreCase)
    {
        if (left is null || right is null)
        {
            return IsOrderedWithNull(order, left, right);
        }
        if (left is string text)
        {
            return Holds(order, CompareTexts(text, ToText(right), ignoreCase));
        }
        if (left is bool boolean)
        {
            return Holds(order, boolean.CompareTo(IsTrue(right)));
        }
        return CompareNumbers(order, left, (IsNumber(left) ? ToNumber(right, left) : null) ?? throw new InvalidCastException(
            right is string ? $"'{right}' is no number, and the value on the left is one" : $"{right.GetType().Name} cannot be compared with {left.GetType().Name}"));
    }

    public static int CompareTexts(string left, string right, bool ignoreCase) =>
        s_compareInfo.Compare(left, right, ignoreCase ? CompareOptions.IgnoreCase : CompareOptions.None);

    /// <summary>Whether a comparison's result, negative, zero or positive, is what an operator asks for.</summary>
    public static bool Holds(FilterOperator order, int comparison) => order switch
    {
        FilterOperator.Equal => comparison == 0,
        FilterOperator.Less => comparison < 0,
        FilterOperator.LessOrEqual => comparison <= 0,
        FilterOperator.Greater => comparison > 0,
        FilterOperator.GreaterOrEqual => comparison >= 0,
        _ => throw new ArgumentOutOfRangeException(nameof(order)),
    };

    /// <summary>Compares two numbers in the wider one's type.</summary>
    public static bool CompareNumbers(FilterOperator order, object left, object right)
    {
        if (left is decimal or ulong || right is decimal or ulong)
        {
            // A double beyond the decimals is compared as a double.
            if (TryToDecimal(left, out decimal leftDecimal) && TryToDecimal(right, out decimal rightDecimal))
            {
                return Holds(order, leftDecimal.CompareTo(rightDecimal));
            }
        }
        else if (left is not (double or float) && right is not (double or float))
        {
            return Holds(order, Convert.ToInt64(left, CultureInfo.InvariantCulture).CompareTo(Convert.ToInt64(right, CultureInfo.InvariantCulture)));
        }
        return CompareDoubles(order, Convert.ToDouble(left, CultureInfo.InvariantCulture), Convert.ToDouble(right, CultureInfo.InvariantCulture));
    }

    /// <summary>Compares two doubles; nothing holds for NaN.</summary>
    public static bool CompareDoubles(FilterOperator order, double left, double right) => order switch
    {
        FilterOperator.Equal => left == right,
        FilterOperator.Less => left < right,
        FilterOperator.LessOrEqual => left <= right,
        FilterOperator.Greater => left > right,
        FilterOperator.GreaterOrEqual => left >= right,
        _ => throw new ArgumentOutOfRangeException(nameof(order)),
    };

    public static bool IsNumber(object value) =>
        value is int or long or double or float or decimal or short or byte or sbyte or ushort or uint or ulong;

    /// <summary>The right-hand side as a number for a number on the left; null where it is none.</summary>
    public static object? ToNumber(object right, object left) => right switch
    {
        bool boolean => boolean ? 1 : 0,
        char character => (int)character,
        string text => ParseNumber(text, left),
        _ => IsNumber(right) ? right : null,
    };

    private static object? ParseNumber(string text, object left)
    {
        text = text.Trim();
        if (text.Length == 0)
        {
            return 0;
        }
        if (NumberLiteral.TryParse(text, out object? number))
        {
            return number;
        }
        if (!double.TryParse(text, NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out double value))
        {
            return null;
        }
        if (left is double or float)
        {
            return value;
        }
        return value is >= long.MinValue and < long.MaxValue ? (long)Math.Round(value) : null;
    }

    /// <summary>Null lies below the numbers from zero on and above the negative ones; of everything else it lies below.</summary>
    private static bool IsOrderedWithNull(FilterOperator order, object? left, object? right)
    {
        bool isLess = order is FilterOperator.Less or FilterOperator.LessOrEqual;
        if (left is not null && IsNumber(left))
        {
            return CompareNumbers(isLess ? FilterOperator.Less : FilterOperator.GreaterOrEqual, left, 0);
        }
        if (right is not null && IsNumber(right))
        {
            return CompareNumbers(isLess ? FilterOperator.GreaterOrEqual : FilterOperator.Less, right, 0);
        }
        return order switch
        {
            FilterOperator.Less => right is not null,
            FilterOperator.LessOrEqual => left is null,
            FilterOperator.Greater => left is not null,
            _ => right is null,
        };
    }

    private static bool TryToDecimal(object number, out decimal value)
    {
        try
        {
            value = Convert.ToDecimal(number is float single ? (double)single : number, CultureInfo.InvariantCulture);
            return true;
        }
        catch (OverflowException)
        {
            value = 0;
            return false;
        }
    }
}
