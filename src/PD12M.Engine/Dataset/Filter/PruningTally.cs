namespace PD12M.Dataset;

/// <summary>What proved that no row of a row group passes a filter, cheapest first.</summary>
internal enum PruningMeans
{
    /// <summary>The least and greatest values, null counts and row numbers that the footer tells.</summary>
    Statistics,
    /// <summary>The entries of a dictionary that has all values.</summary>
    Dictionary,
}

/// <summary>Counts what a filter spared from being read. For several threads at once.</summary>
internal sealed class PruningTally
{
    private readonly long[] _excluded = new long[2];
    private long _rowGroups;

    /// <summary>Row groups that the filter was asked about.</summary>
    public long RowGroups => Interlocked.Read(ref _rowGroups);

    /// <summary>Those of them that were passed over for a reason.</summary>
    public long Excluded(PruningMeans means) => Interlocked.Read(ref _excluded[(int)means]);

    public void AddRowGroup() => Interlocked.Increment(ref _rowGroups);

    public void AddExcluded(PruningMeans means) => Interlocked.Increment(ref _excluded[(int)means]);
}
