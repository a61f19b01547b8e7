namespace PD12M.Dataset;

/// <summary>What proved that no row of a row group passes a filter, in the order in which they are asked.</summary>
internal enum PruningMeans
{
    /// <summary>The least and greatest values, null counts and row numbers that the footer tells.</summary>
    Statistics,
    /// <summary>Bloom filters.</summary>
    BloomFilter,
    /// <summary>The entries of a dictionary that has all values.</summary>
    Dictionary,
}

/// <summary>Counts what a filter spared from being read. For several threads at once.</summary>
internal sealed class PruningTally
{
    private readonly long[] _excluded = new long[3];
    private long _rowGroups;
    private long _unusable;
    private string? _whyUnusable;

    /// <summary>Row groups that the filter was asked about.</summary>
    public long RowGroups => Interlocked.Read(ref _rowGroups);

    /// <summary>Bloom filters that could not be used.</summary>
    public long Unusable => Interlocked.Read(ref _unusable);

    /// <summary>What was wrong with the first of them, and where.</summary>
    public string? WhyUnusable => Volatile.Read(ref _whyUnusable);

    /// <summary>Those of the row groups that were passed over for a reason.</summary>
    public long Excluded(PruningMeans means) => Interlocked.Read(ref _excluded[(int)means]);

    public void AddRowGroup() => Interlocked.Increment(ref _rowGroups);

    public void AddExcluded(PruningMeans means) => Interlocked.Increment(ref _excluded[(int)means]);

    public void AddUnusable(string reason)
    {
        Interlocked.Increment(ref _unusable);
        Interlocked.CompareExchange(ref _whyUnusable, reason, null);
    }
}
