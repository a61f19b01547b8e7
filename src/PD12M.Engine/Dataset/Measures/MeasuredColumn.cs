namespace PD12M.Dataset;

/// <summary>A property or column to measure.</summary>
/// <param name="Column">What it is.</param>
/// <param name="NumbersOnly">Whether texts cannot be measured so.</param>
/// <param name="Scale">The bins to count in; null to sum up.</param>
internal sealed record MeasuredColumn(FilterColumn Column, bool NumbersOnly = false, HistogramScale? Scale = null)
{
    public string Name => Column.Name;

    /// <summary>Whether the property holds numbers, whatever the file.</summary>
    public bool IsNumber => Column.Kind is FilterColumnKind.Size or FilterColumnKind.Megapixels or FilterColumnKind.AspectRatio or FilterColumnKind.RowIndex;

    /// <summary>Whether it can be measured at all; a column that the data set does not know may turn out not to be.</summary>
    public bool IsMeasurable => Column.Kind == FilterColumnKind.Extra || IsNumber || (!NumbersOnly && Column.Kind is FilterColumnKind.Text or FilterColumnKind.MetadataFile);
}
