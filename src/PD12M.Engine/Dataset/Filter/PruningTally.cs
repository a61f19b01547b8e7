using PD12M.Parquet;

namespace PD12M.Dataset;

/// <summary>What proved that no row of a row group passes a filter, in the order in which they are asked.</summary>
internal enum PruningMeans
{
    /// <summary>The least and greatest values, null counts and row numbers that the footer tells.</summary>
    Statistics,
    /// <summary>Bloom filters.</summary>
    BloomFilter,
    /// <summary>The bounds of all pages.</summary>
    PageIndex,
    /// <summary>The entries of a dictionary that has all values.</summary>
    Dictionary,
}

/// <summary>Counts what a filter spared from being read. For several threads at once.</summary>
internal sealed class PruningTally
{
    private readonly long[] _excluded = new long[4];
    private long _rowGroups;
    private long _pages;
    private long _excludedPages;
    private long _unusable;
    private string? _whyUnusable;

    /// <summary>Row groups that the filter was asked about.</summary>
    public long RowGroups => Interlocked.Read(ref _rowGroups);

    /// <summary>Pages of the filter's columns, in row groups that were read, whose bounds are known.</summary>
    public long Pages => Interlocked.Read(ref _pages);

    /// <summary>Those of the pages that were passed over.</summary>
    public long ExcludedPages => Interlocked.Read(ref _excludedPages);

    /// <summary>Bloom filters and page indexes that could not be used.</summary>
    public long Unusable => Interlocked.Read(ref _unusable);

    /// <summary>What was wrong with the first of them, and where.</summary>
    public string? WhyUnusable => Volatile.Read(ref _whyUnusable);

    /// <summary>Those of the row groups that were passed over.</summary>
    public long ExcludedRowGroups => Excluded(PruningMeans.Statistics) + Excluded(PruningMeans.BloomFilter) + Excluded(PruningMeans.PageIndex) + Excluded(PruningMeans.Dictionary);

    /// <summary>Those of the row groups that were passed over for a reason.</summary>
    public long Excluded(PruningMeans means) => Interlocked.Read(ref _excluded[(int)means]);

    public void AddRowGroup() => Interlocked.Increment(ref _rowGroups);

    public void AddExcluded(PruningMeans means) => Interlocked.Increment(ref _excluded[(int)means]);

    public void AddPages(long pages, long excluded)
    {
        Interlocked.Add(ref _pages, pages);
        Interlocked.Add(ref _excludedPages, excluded);
    }

    public void AddUnusable(ParquetFile file, int rowGroup, int column, MalformedDataException fault)
    {
        Interlocked.Increment(ref _unusable);
        Interlocked.CompareExchange(ref _whyUnusable, $"'{file.Name}': {fault.Message} (column '{file.Columns[column].Name}', row group {rowGroup})", null);
    }
}
