using System.Globalization;

namespace PD12M.Dataset;

/// <summary>A test of integers.</summary>
internal sealed class IntegerFilter : RowFilter
{
    private readonly IntegerSource _source;
    private readonly IntegerSet _set;
    private readonly long _low;
    private readonly ulong _width;
    private readonly ulong _flip;
    private readonly bool _ofNull;

    public IntegerFilter(FilterTest test, IntegerSet set, IntegerSource source)
    {
        _source = source;
        _set = set;
        _flip = test.IsNegated ? ulong.MaxValue : 0;
        _ofNull = test.Evaluate(null);
        if (set.Ranges.Count == 1)
        {
            _low = set.Ranges[0].Low;
            _width = (ulong)(set.Ranges[0].High - _low);
        }
    }

    public override int Cost => _set.Ranges.Count == 1 ? 1 : 5;

    public override bool MayPass() => _source.MayPass(value => _set.Contains(value) == (_flip == 0), _ofNull);

    public override void Refine(int rows, long firstRow, Span<ulong> mask)
    {
        ReadOnlySpan<long> values = _source.Read(rows, firstRow, out ReadOnlySpan<ulong> present);
        for (int word = 0; word < mask.Length; word++)
        {
            ReadOnlySpan<long> part = values.Slice(word * 64, Math.Min(64, rows - (word * 64)));
            ulong passed = (_set.Ranges.Count == 1 ? InRange(part) : InSet(part)) ^ _flip;
            if (!present.IsEmpty)
            {
                passed = _ofNull ? passed | ~present[word] : passed & present[word];
            }
            mask[word] &= passed;
        }
    }

    // Both bounds in one comparison: what lies below the low one wraps around.
    private ulong InRange(ReadOnlySpan<long> values)
    {
        ulong passed = 0;
        for (int i = 0; i < values.Length; i++)
        {
            passed |= ((ulong)(values[i] - _low) <= _width ? 1UL : 0) << i;
        }
        return passed;
    }

    private ulong InSet(ReadOnlySpan<long> values)
    {
        ulong passed = 0;
        for (int i = 0; i < values.Length; i++)
        {
            passed |= (_set.Contains(values[i]) ? 1UL : 0) << i;
        }
        return passed;
    }
}

/// <summary>A comparison of calculated or stored floating-point numbers with a double.</summary>
internal sealed class RealFilter : RowFilter
{
    private readonly RealSource _source;
    private readonly double _bound;
    private readonly bool _ofLess;
    private readonly bool _ofEqual;
    private readonly bool _ofGreater;
    private readonly bool _ofNaN;
    private readonly bool _ofNull;

    private RealFilter(FilterTest test, double bound, RealSource source)
    {
        _source = source;
        _bound = bound;
        bool isTruth = test.Operator == FilterOperator.IsTrue;
        _ofLess = (isTruth || Holds(-1)) != test.IsNegated;
        _ofEqual = (!isTruth && Holds(0)) != test.IsNegated;
        _ofGreater = (isTruth || Holds(1)) != test.IsNegated;
        _ofNaN = isTruth != test.IsNegated;
        _ofNull = test.Evaluate(null);

        bool Holds(int comparison) => FilterComparison.Holds(test.Operator, comparison);
    }

    public override int Cost => 3;

    /// <returns>The filter; null if the right side is no number that doubles compare with as doubles.</returns>
    public static RealFilter? Create(FilterTest test, RealSource source)
    {
        if (test.Operator is FilterOperator.Like or FilterOperator.Match or FilterOperator.In || (test.Right is null && test.Operator != FilterOperator.IsTrue))
        {
            return null;
        }
        object? bound = test.Operator == FilterOperator.IsTrue ? 0 : FilterComparison.ToNumber(test.Right!, 0.0);
        return bound is null or decimal or ulong ? null : new RealFilter(test, Convert.ToDouble(bound, CultureInfo.InvariantCulture), source);
    }

    public override void Refine(int rows, long firstRow, Span<ulong> mask)
    {
        _source.Load(rows, firstRow);
        for (int row = RowMask.Next(mask, 0); row >= 0; row = RowMask.Next(mask, row + 1))
        {
            if (!(_source.Get(row) is { } value ? IsPassed(value) : _ofNull))
            {
                mask[row >> 6] &= ~(1UL << (row & 63));
            }
        }
    }

    private bool IsPassed(double value) =>
        value < _bound ? _ofLess : value > _bound ? _ofGreater : value == _bound ? _ofEqual : _ofNaN;
}
