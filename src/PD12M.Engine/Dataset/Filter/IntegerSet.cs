using System.Globalization;

namespace PD12M.Dataset;

/// <summary>Integers in ranges: what a test of an integer column comes down to, whatever types its right side has.</summary>
internal sealed class IntegerSet
{
    private readonly (long Low, long High)[] _ranges;

    private IntegerSet(IEnumerable<(long Low, long High)> ranges)
    {
        List<(long Low, long High)> merged = [];
        foreach ((long low, long high) in ranges.Where(range => range.Low <= range.High).OrderBy(range => range.Low))
        {
            if (merged.Count > 0 && low <= merged[^1].High)
            {
                merged[^1] = (merged[^1].Low, Math.Max(high, merged[^1].High));
            }
            else
            {
                merged.Add((low, high));
            }
        }
        _ranges = [.. merged];
    }

    /// <summary>Disjoint ranges in ascending order, both ends within.</summary>
    public IReadOnlyList<(long Low, long High)> Ranges => _ranges;

    /// <summary>The integers that a test, not negated, holds for; null where that cannot be told without asking.</summary>
    public static IntegerSet? Create(FilterTest test)
    {
        switch (test.Operator)
        {
            case FilterOperator.IsTrue:
                return new IntegerSet(OfTruth(true));
            case FilterOperator.Equal:
                return new IntegerSet(test.Right is null ? [] : EqualTo(FilterComparison.ToNumber(test.Right, 0L)));
            case FilterOperator.Less or FilterOperator.LessOrEqual:
                return new IntegerSet(UpTo(value => test.Holds(value)));
            case FilterOperator.Greater or FilterOperator.GreaterOrEqual:
                return new IntegerSet(From(value => test.Holds(value)));
            case FilterOperator.In:
                IEnumerable<(long, long)>?[] sets = Array.ConvertAll(test.Elements, OfElement);
                return Array.Exists(sets, set => set is null) ? null : new IntegerSet(sets.SelectMany(set => set!));
            default:
                return null;
        }
    }

    /// <summary>Lists the integers, if they are few.</summary>
    /// <param name="most">How many at most.</param>
    /// <param name="values">The integers in ascending order.</param>
    public bool TryGetValues(int most, out long[] values)
    {
        List<long> found = [];
        foreach ((long low, long high) in _ranges)
        {
            // A range of all integers has more of them than a long can say.
            if ((ulong)(high - low) >= (ulong)(most - found.Count))
            {
                values = [];
                return false;
            }
            for (long value = low; value < high; value++)
            {
                found.Add(value);
            }
            found.Add(high);
        }
        values = [.. found];
        return true;
    }

    public bool Contains(long value)
    {
        int low = 0, high = _ranges.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_ranges[middle].High < value)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }
        return low < _ranges.Length && _ranges[low].Low <= value;
    }

    /// <summary>Whether some value from one to another, both included, is in the set.</summary>
    public bool ContainsAnyOf(long low, long high) => Array.Exists(_ranges, range => range.Low <= high && range.High >= low);

    /// <summary>Whether all values from one to another, both included, are in the set.</summary>
    public bool ContainsAllOf(long low, long high) => Array.Exists(_ranges, range => range.Low <= low && range.High >= high);

    /// <summary>An element stands on the left of its comparison, so that a text is compared with the integer's digits.</summary>
    private static IEnumerable<(long Low, long High)>? OfElement(object? element)
    {
        switch (element)
        {
            case null:
                return [];
            case bool boolean:
                return OfTruth(boolean);
            case string text:
                return !AsciiText.IsPrintable(text)
                    ? null
                    : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) && FilterComparison.ToText(value) == text ? [(value, value)] : [];
            default:
                return FilterComparison.IsNumber(element) ? EqualTo(element) : null;
        }
    }

    private static (long, long)[] OfTruth(bool isTrue) => isTrue ? [(long.MinValue, -1), (1, long.MaxValue)] : [(0, 0)];

    /// <summary>Several integers equal one double where doubles are further apart.</summary>
    private static IEnumerable<(long Low, long High)> EqualTo(object? number) =>
        from low in From(value => number is not null && FilterComparison.CompareNumbers(FilterOperator.GreaterOrEqual, value, number))
        from high in UpTo(value => FilterComparison.CompareNumbers(FilterOperator.LessOrEqual, value, number!))
        select (low.Low, high.High);

    /// <summary>The values from the first for which a condition holds, which then holds for all above.</summary>
    private static IEnumerable<(long Low, long High)> From(Func<long, bool> holds)
    {
        if (!holds(long.MaxValue))
        {
            yield break;
        }
        long low = long.MinValue, high = long.MaxValue;
        while (low < high)
        {
            long middle = (low >> 1) + (high >> 1) + (low & high & 1);
            if (holds(middle))
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }
        yield return (high, long.MaxValue);
    }

    private static IEnumerable<(long Low, long High)> UpTo(Func<long, bool> holds)
    {
        if (!holds(long.MinValue))
        {
            return [];
        }
        long[] without = [.. From(value => !holds(value)).Select(range => range.Low)];
        return [(long.MinValue, without is [long first] ? first - 1 : long.MaxValue)];
    }
}
