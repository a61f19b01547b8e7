namespace PD12M.Dataset;

/// <summary>The stored fields of a record, one bit each.</summary>
[Flags]
internal enum RecordFields
{
    None = 0,
    Id = 1,
    Url = 2,
    Caption = 4,
    Width = 8,
    Height = 16,
    MimeType = 32,
    Hash = 64,
    License = 128,
    Source = 256,
    All = 511,
}

/// <summary>Which fields to read, and which columns that the data set does not know.</summary>
internal sealed class RecordSelection
{
    /// <summary>Column names by field: today's first, then those of older releases.</summary>
    private static readonly (RecordFields Field, string[] Columns)[] s_columns =
    [
        (RecordFields.Id, ["id"]),
        (RecordFields.Url, ["url"]),
        (RecordFields.Caption, ["caption"]),
        (RecordFields.Width, ["width"]),
        (RecordFields.Height, ["height"]),
        (RecordFields.MimeType, ["mime_type"]),
        (RecordFields.Hash, ["hash", "md5_hash"]),
        (RecordFields.License, ["license", "license_type"]),
        (RecordFields.Source, ["source"]),
    ];

    /// <summary>Properties that come from other fields, or from none.</summary>
    private static readonly Dictionary<string, RecordFields> s_derived = new(StringComparer.OrdinalIgnoreCase)
    {
        ["MimeType"] = RecordFields.MimeType,
        ["FileName"] = RecordFields.Id | RecordFields.Url | RecordFields.MimeType,
        ["Megapixels"] = RecordFields.Width | RecordFields.Height,
        ["AspectRatio"] = RecordFields.Width | RecordFields.Height,
        ["MetadataFile"] = RecordFields.None,
        ["RowIndex"] = RecordFields.None,
    };

    private RecordSelection(RecordFields fields, RecordFields named, IReadOnlyList<string> extraColumns)
    {
        Fields = fields;
        Named = named;
        ExtraColumns = extraColumns;
    }

    /// <summary>The properties of a record that come from a column of their own.</summary>
    public static IReadOnlyList<string> StoredProperties { get; } = [.. s_columns.Select(column => column.Field.ToString())];

    /// <summary>The properties of a record that come from other properties, or from the file.</summary>
    public static IReadOnlyList<string> DerivedProperties { get; } = [.. s_derived.Keys.Except(StoredProperties).OrderBy(name => name, StringComparer.Ordinal)];

    /// <summary>All the fields of the data set.</summary>
    public static RecordSelection Everything { get; } = new(RecordFields.All, RecordFields.None, []);

    public RecordFields Fields { get; }

    /// <summary>The fields that the caller named, and so misses when a file has no column for them.</summary>
    public RecordFields Named { get; }

    /// <summary>Columns outside the data set's schema, as the caller wrote them.</summary>
    public IReadOnlyList<string> ExtraColumns { get; }

    /// <summary>Makes a selection of names of properties or columns, in any case.</summary>
    public static RecordSelection Of(IEnumerable<string> names)
    {
        RecordFields fields = RecordFields.None;
        List<string> extra = [];
        foreach (string name in names)
        {
            if (s_derived.TryGetValue(name, out RecordFields derived) || TryGetField(name, out derived))
            {
                fields |= derived;
            }
            else if (!extra.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                extra.Add(name);
            }
        }
        return new RecordSelection(fields, fields, extra);
    }

    /// <summary>What a filter reads.</summary>
    public static RecordSelection Of(RecordFilter filter) => new(filter.Fields, RecordFields.None, filter.ExtraColumns);

    /// <summary>Each selected field with the column names that it goes by.</summary>
    public IEnumerable<(RecordFields Field, string[] Columns)> Columns() => s_columns.Where(column => (column.Field & Fields) != 0);

    private static bool TryGetField(string name, out RecordFields field)
    {
        foreach ((RecordFields candidate, string[] columns) in s_columns)
        {
            if (columns.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                field = candidate;
                return true;
            }
        }
        field = RecordFields.None;
        return false;
    }
}
