namespace PD12M.Dataset;

/// <summary>Rows of a row group, as ranges.</summary>
internal sealed class RowRanges
{
    // Disjoint and ascending, none empty; ends are behind the last row.
    private readonly List<(long Start, long End)> _ranges = [];

    /// <summary>No row.</summary>
    public static RowRanges None { get; } = new();

    public bool IsEmpty => _ranges.Count == 0;

    /// <summary>All rows up to a number.</summary>
    public static RowRanges All(long rows) => Of(0, rows);

    /// <summary>The rows from one to another, which is not among them.</summary>
    public static RowRanges Of(long start, long end)
    {
        var rows = new RowRanges();
        rows.Add(start, end);
        return rows;
    }

    /// <summary>Adds rows at the end.</summary>
    /// <param name="start">The first one; none before it is added later.</param>
    /// <param name="end">The one behind the last.</param>
    public void Add(long start, long end)
    {
        if (_ranges.Count > 0 && start <= _ranges[^1].End)
        {
            _ranges[^1] = (_ranges[^1].Start, Math.Max(_ranges[^1].End, end));
        }
        else if (start < end)
        {
            _ranges.Add((start, end));
        }
    }

    /// <summary>Finds the first rows from one on.</summary>
    /// <param name="row">The row.</param>
    /// <param name="start">The first one, that row or one behind it.</param>
    /// <param name="end">The row where they end.</param>
    /// <returns>False if there are none.</returns>
    public bool TryFind(long row, out long start, out long end)
    {
        int low = 0, high = _ranges.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_ranges[middle].End <= row)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }
        (start, end) = low < _ranges.Count ? _ranges[low] : default;
        start = Math.Max(start, row);
        return low < _ranges.Count;
    }

    /// <summary>Whether all rows up to a number are among these.</summary>
    public bool HasAllOf(long rows) => rows == 0 || (TryFind(0, out long start, out long end) && start == 0 && end >= rows);

    /// <summary>Whether one of some rows is among these.</summary>
    public bool HasAnyOf(long start, long end) => start < end && TryFind(start, out long first, out _) && first < end;

    public RowRanges Intersect(RowRanges other)
    {
        var both = new RowRanges();
        for (long row = 0; TryFind(row, out long start, out long end) && other.TryFind(start, out long otherStart, out long otherEnd);)
        {
            row = Math.Min(end, otherEnd);
            if (otherStart < row)
            {
                both.Add(otherStart, row);
            }
            else
            {
                row = otherStart;
            }
        }
        return both;
    }

    public RowRanges Union(RowRanges other)
    {
        var either = new RowRanges();
        foreach ((long start, long end) in _ranges.Concat(other._ranges).OrderBy(range => range.Start))
        {
            either.Add(start, end);
        }
        return either;
    }
}
