namespace PD12M.Dataset;

/// <summary>A part of a filter, bound to the open columns of one row group.</summary>
internal abstract class RowFilter
{
    /// <summary>How much work a row is, a comparison of two numbers being 1.</summary>
    public abstract int Cost { get; }

    /// <summary>Whether a row of the row group can pass, by the dictionaries of its columns; to be asked before a row is read.</summary>
    /// <returns>False only if no row passes.</returns>
    public virtual bool MayPass() => true;

    /// <summary>Clears the bits of rows that do not pass.</summary>
    /// <param name="rows">The next rows, which are ready in every column.</param>
    /// <param name="firstRow">The first one's place in the file.</param>
    /// <param name="mask">A bit for each row.</param>
    public abstract void Refine(int rows, long firstRow, Span<ulong> mask);
}

internal sealed class ConstantFilter(bool value) : RowFilter
{
    public override int Cost => 0;

    public override bool MayPass() => value;

    public override void Refine(int rows, long firstRow, Span<ulong> mask)
    {
        if (!value)
        {
            mask.Clear();
        }
    }
}

/// <summary>Filters that all must let a row pass; the cheap ones spare the others most rows.</summary>
internal sealed class AllFilter(IEnumerable<RowFilter> terms) : RowFilter
{
    private readonly RowFilter[] _terms = [.. terms.OrderBy(term => term.Cost)];

    public override int Cost => _terms.Sum(term => term.Cost);

    public override bool MayPass() => Array.TrueForAll(_terms, term => term.MayPass());

    public override void Refine(int rows, long firstRow, Span<ulong> mask)
    {
        foreach (RowFilter term in _terms)
        {
            if (RowMask.IsEmpty(mask))
            {
                return;
            }
            term.Refine(rows, firstRow, mask);
        }
    }
}

/// <summary>Filters of which one must let a row pass; a row that has passed is not asked about again.</summary>
internal sealed class AnyFilter(IEnumerable<RowFilter> terms) : RowFilter
{
    private readonly RowFilter[] _terms = [.. terms.OrderBy(term => term.Cost)];
    private ulong[] _open = [];
    private ulong[] _passed = [];

    public override int Cost => _terms.Sum(term => term.Cost);

    public override bool MayPass() => Array.Exists(_terms, term => term.MayPass());

    public override void Refine(int rows, long firstRow, Span<ulong> mask)
    {
        if (_open.Length < mask.Length)
        {
            _open = new ulong[mask.Length];
            _passed = new ulong[mask.Length];
        }
        Span<ulong> open = _open.AsSpan(0, mask.Length);
        Span<ulong> passed = _passed.AsSpan(0, mask.Length);
        mask.CopyTo(open);
        foreach (RowFilter term in _terms)
        {
            open.CopyTo(passed);
            term.Refine(rows, firstRow, passed);
            for (int i = 0; i < open.Length; i++)
            {
                open[i] &= ~passed[i];
            }
            if (RowMask.IsEmpty(open))
            {
                return;
            }
        }
        for (int i = 0; i < mask.Length; i++)
        {
            mask[i] &= ~open[i];
        }
    }
}

/// <summary>Asks about each row's value as an object: for what is rare.</summary>
/// <param name="test">The test.</param>
/// <param name="getValue">Gives the value of a row, counted from the first.</param>
/// <param name="load">Gets ready for the next rows; null where that is not needed.</param>
internal sealed class ValueFilter(FilterTest test, Func<int, object?> getValue, Action<int, long>? load = null) : RowFilter
{
    public override int Cost => 1000;

    public override void Refine(int rows, long firstRow, Span<ulong> mask)
    {
        load?.Invoke(rows, firstRow);
        for (int row = RowMask.Next(mask, 0); row >= 0; row = RowMask.Next(mask, row + 1))
        {
            if (!test.Evaluate(getValue(row)))
            {
                mask[row >> 6] &= ~(1UL << (row & 63));
            }
        }
    }
}

/// <summary>Asks only whether there is a value.</summary>
internal sealed class PresenceFilter(FilterTest test, Parquet.ColumnReader reader) : RowFilter
{
    private readonly bool _ofNull = test.Evaluate(null);
    private readonly bool _ofValue = test.Evaluate("");

    public override int Cost => 1;

    public override void Refine(int rows, long firstRow, Span<ulong> mask)
    {
        for (int row = RowMask.Next(mask, 0); row >= 0; row = RowMask.Next(mask, row + 1))
        {
            if (!(reader.IsNull(row) ? _ofNull : _ofValue))
            {
                mask[row >> 6] &= ~(1UL << (row & 63));
            }
        }
    }
}
