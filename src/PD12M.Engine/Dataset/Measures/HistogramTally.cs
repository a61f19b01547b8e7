namespace PD12M.Dataset;

/// <summary>How many numbers fall into each bin.</summary>
internal sealed class HistogramTally(HistogramScale scale) : NumberTally
{
    private readonly Dictionary<long, long> _counts = [];

    public override void Add(ReadOnlySpan<long> values, ReadOnlySpan<ulong> rows)
    {
        for (int row = RowMask.Next(rows, 0); row >= 0; row = RowMask.Next(rows, row + 1))
        {
            Add((double)values[row]);
        }
    }

    public override void Add(double value) => Add(scale.BinOf(value), 1);

    public override void AddNulls(long rows)
    {
    }

    public override void Merge(NumberTally other)
    {
        foreach (KeyValuePair<long, long> bin in ((HistogramTally)other)._counts)
        {
            Add(bin.Key, bin.Value);
        }
    }

    /// <summary>All bins, empty ones in between and those whose number was given among them.</summary>
    /// <exception cref="MeasureLimitException">They are too many.</exception>
    public IEnumerable<HistogramBin> ToBins(string property)
    {
        if (_counts.Count == 0)
        {
            yield break;
        }
        long first = scale.Bins > 0 ? 0 : _counts.Keys.Min();
        long last = scale.Bins > 0 ? scale.Bins - 1 : _counts.Keys.Max();
        if (last - first >= HistogramScale.MostBins)
        {
            throw scale.TooWide();
        }
        for (long bin = first; bin <= last; bin++)
        {
            _counts.TryGetValue(bin, out long count);
            yield return new HistogramBin(property, scale.Start(bin), scale.Start(bin + 1), count);
        }
    }

    private void Add(long bin, long count)
    {
        if (!_counts.TryGetValue(bin, out long before) && _counts.Count == HistogramScale.MostBins)
        {
            throw scale.TooWide();
        }
        _counts[bin] = before + count;
    }
}
