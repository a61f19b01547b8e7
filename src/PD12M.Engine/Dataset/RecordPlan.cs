using PD12M.Parquet;

namespace PD12M.Dataset;

/// <summary>What is read of one file: the records' columns, the filter with its own, and what records say of where they come from.</summary>
internal sealed class RecordPlan
{
    /// <param name="file">The file.</param>
    /// <param name="selection">The fields to fill.</param>
    /// <param name="filter">Which records are wanted; null for all.</param>
    /// <param name="origin">What the records say of where they come from.</param>
    /// <param name="pruning">Is told what the filter spares.</param>
    /// <exception cref="MetadataColumnException">A column that must be there is missing or of another type.</exception>
    public RecordPlan(ParquetFile file, RecordSelection selection, RecordFilter? filter, RecordOrigin origin, PruningTally pruning)
    {
        Columns = RecordColumns.Find(file, selection);
        Filter = filter;
        FilterColumns = filter is null ? null : RecordColumns.Find(file, RecordSelection.Of(filter));
        Origin = origin;
        Pruning = pruning;
        file.IndexFailed = (rowGroup, column, fault) => pruning.AddUnusable(file, rowGroup, column, fault);
    }

    /// <summary>The columns that fill the records.</summary>
    public RecordColumns Columns { get; }

    /// <summary>Which records are wanted; null for all.</summary>
    public RecordFilter? Filter { get; }

    /// <summary>The columns that the filter reads; null without one.</summary>
    public RecordColumns? FilterColumns { get; }

    /// <summary>What the records say of where they come from.</summary>
    public RecordOrigin Origin { get; }

    /// <summary>Is told what the filter spares.</summary>
    public PruningTally Pruning { get; }
}
