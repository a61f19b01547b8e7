namespace PD12M.Dataset;

internal enum FilterColumnKind
{
    /// <summary>A field of text.</summary>
    Text,
    /// <summary>The width or the height.</summary>
    Size,
    Megapixels,
    AspectRatio,
    FileName,
    RowIndex,
    MetadataFile,
    /// <summary>A column that the data set does not know; the file says what it holds.</summary>
    Extra,
}

/// <summary>A property or column that a filter tests.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Fields">The stored fields that it comes from.</param>
/// <param name="Name">As the filter has it.</param>
internal sealed record FilterColumn(FilterColumnKind Kind, RecordFields Fields, string Name)
{
    /// <summary>Finds a column by the name of a property or of a column, in any case.</summary>
    public static FilterColumn Find(string name)
    {
        RecordSelection selection = RecordSelection.Of([name]);
        FilterColumnKind kind = name.ToUpperInvariant() switch
        {
            "FILENAME" => FilterColumnKind.FileName,
            "MEGAPIXELS" => FilterColumnKind.Megapixels,
            "ASPECTRATIO" => FilterColumnKind.AspectRatio,
            "ROWINDEX" => FilterColumnKind.RowIndex,
            "METADATAFILE" => FilterColumnKind.MetadataFile,
            _ when selection.ExtraColumns.Count > 0 => FilterColumnKind.Extra,
            _ when selection.Fields is RecordFields.Width or RecordFields.Height => FilterColumnKind.Size,
            _ => FilterColumnKind.Text,
        };
        return new FilterColumn(kind, selection.Fields, name);
    }

    /// <summary>Some value of the type that the column holds; null where only the file can tell.</summary>
    public object? Sample => Kind switch
    {
        FilterColumnKind.Text or FilterColumnKind.FileName or FilterColumnKind.MetadataFile => "",
        FilterColumnKind.Size or FilterColumnKind.RowIndex => 0L,
        FilterColumnKind.Megapixels or FilterColumnKind.AspectRatio => 0.0,
        _ => null,
    };
}
