namespace PD12M.Dataset;

/// <summary>Count, bounds and sum of numbers.</summary>
internal sealed class SummaryTally : NumberTally
{
    private long _integers;
    private long _lowest = long.MaxValue;
    private long _highest = long.MinValue;

    // In two parts, so that no sum of 64-bit integers overflows: the upper halves and the lower halves.
    private long _upperSum;
    private long _lowerSum;
    private long _reals;
    private double _least = double.PositiveInfinity;
    private double _greatest = double.NegativeInfinity;
    private double _realSum;

    public long Count => _integers + _reals;

    public long Nulls { get; private set; }

    /// <summary>The smallest value; meaningless without any.</summary>
    public double Minimum => Math.Min(_integers > 0 ? _lowest : double.PositiveInfinity, _least);

    /// <summary>The largest value; meaningless without any.</summary>
    public double Maximum => Math.Max(_integers > 0 ? _highest : double.NegativeInfinity, _greatest);

    public override void Add(ReadOnlySpan<long> values, ReadOnlySpan<ulong> rows)
    {
        int count = RowMask.Count(rows);
        _integers += count;
        if (count == values.Length)
        {
            foreach (long value in values)
            {
                Take(value);
            }
            return;
        }
        for (int row = RowMask.Next(rows, 0); row >= 0; row = RowMask.Next(rows, row + 1))
        {
            Take(values[row]);
        }
    }

    public override void Add(double value)
    {
        _reals++;
        _realSum += value;
        _least = Math.Min(_least, value);
        _greatest = Math.Max(_greatest, value);
    }

    public override void AddNulls(long rows) => Nulls += rows;

    public override void Merge(NumberTally other)
    {
        var summary = (SummaryTally)other;
        Nulls += summary.Nulls;
        _integers += summary._integers;
        _lowest = Math.Min(_lowest, summary._lowest);
        _highest = Math.Max(_highest, summary._highest);
        _upperSum += summary._upperSum;
        _lowerSum += summary._lowerSum;
        _reals += summary._reals;
        _least = Math.Min(_least, summary._least);
        _greatest = Math.Max(_greatest, summary._greatest);
        _realSum += summary._realSum;
    }

    public NumberMeasure ToMeasure(string property)
    {
        if (Count == 0)
        {
            return new NumberMeasure(property, 0, Nulls, null, null, null, null);
        }
        decimal whole = (_upperSum * 4294967296m) + _lowerSum;
        return _reals == 0
            ? new NumberMeasure(property, Count, Nulls, _lowest, _highest, (double)whole, (double)(whole / Count))
            : new NumberMeasure(property, Count, Nulls, Minimum, Maximum, (double)whole + _realSum, ((double)whole + _realSum) / Count);
    }

    private void Take(long value)
    {
        _lowest = Math.Min(_lowest, value);
        _highest = Math.Max(_highest, value);
        _upperSum += value >> 32;
        _lowerSum += (uint)value;
    }
}
