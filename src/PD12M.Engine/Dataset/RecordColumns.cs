using PD12M.Parquet;

namespace PD12M.Dataset;

/// <summary>Where the columns of a selection lie in one file.</summary>
internal sealed class RecordColumns
{
    private readonly Dictionary<RecordFields, int> _indexes = [];

    private readonly IReadOnlyList<string> _extraNames;

    private RecordColumns(IReadOnlyList<string> extraNames, IReadOnlyList<int> extra)
    {
        _extraNames = extraNames;
        Extra = extra;
    }

    /// <summary>The indexes of the columns outside the data set's schema, in the selection's order.</summary>
    public IReadOnlyList<int> Extra { get; }

    /// <summary>The selected fields that the file has no column for, although it may do without.</summary>
    public RecordFields Missing { get; private set; }

    /// <summary>The indexes of all columns that are read.</summary>
    public IEnumerable<int> Indexes => _indexes.Values.Concat(Extra);

    /// <summary>The column's index in the file; -1 when it is not read.</summary>
    public int IndexOf(RecordFields field) => _indexes.TryGetValue(field, out int index) ? index : -1;

    /// <summary>The index of a field's column or, for <see cref="RecordFields.None"/>, of one that the data set does not know; -1 when it is not read.</summary>
    public int IndexOf(RecordFields field, string extraName)
    {
        for (int i = 0; field == RecordFields.None && i < _extraNames.Count; i++)
        {
            if (string.Equals(_extraNames[i], extraName, StringComparison.OrdinalIgnoreCase))
            {
                return Extra[i];
            }
        }
        return IndexOf(field);
    }

    /// <summary>Finds the columns of a selection.</summary>
    /// <exception cref="MetadataColumnException">A column that must be there is missing or of another type.</exception>
    public static RecordColumns Find(ParquetFile file, RecordSelection selection)
    {
        var columns = new RecordColumns(selection.ExtraColumns, [.. selection.ExtraColumns.Select(name => Require(file, [name], "Write one of these."))]);
        foreach ((RecordFields field, string[] names) in selection.Columns())
        {
            if (field == RecordFields.Source && IndexOf(file, names) < 0)
            {
                columns.Missing |= field;
                continue;
            }
            int index = Require(file, names, "Name the ones to read with -Property.");
            CheckType(file, field, file.Columns[index]);
            columns._indexes.Add(field, index);
        }
        return columns;
    }

    private static int Require(ParquetFile file, string[] names, string advice)
    {
        int index = IndexOf(file, names);
        return index >= 0 ? index : throw new MetadataColumnException(
            MetadataColumnFault.Missing,
            $"'{file.Name}' has no column '{names[0]}'{(names.Length > 1 ? $" (nor '{names[1]}')" : "")}. Its columns are: {string.Join(", ", file.Columns.Select(column => column.Name))}. {advice}",
            names[0]);
    }

    private static int IndexOf(ParquetFile file, string[] names)
    {
        foreach (StringComparison comparison in (StringComparison[])[StringComparison.Ordinal, StringComparison.OrdinalIgnoreCase])
        {
            foreach (string name in names)
            {
                for (int i = 0; i < file.Columns.Count; i++)
                {
                    if (string.Equals(file.Columns[i].Name, name, comparison))
                    {
                        return i;
                    }
                }
            }
        }
        return -1;
    }

    private static void CheckType(ParquetFile file, RecordFields field, ParquetColumn column)
    {
        bool isSize = field is RecordFields.Width or RecordFields.Height;
        bool fits = column.MaxRepetitionLevel == 0 && (isSize
            ? column.Type is PhysicalType.Int32 or PhysicalType.Int64 or PhysicalType.Float or PhysicalType.Double && column.LogicalType is LogicalType.None or LogicalType.SignedInteger or LogicalType.UnsignedInteger
            : column.Type == PhysicalType.ByteArray && column.LogicalType is LogicalType.None or LogicalType.String or LogicalType.Enum or LogicalType.Json);
        if (!fits)
        {
            throw new MetadataColumnException(
                MetadataColumnFault.WrongType,
                $"Column '{column.Name}' of '{file.Name}' holds {column.Type}{(column.LogicalType == LogicalType.None ? "" : $" ({column.LogicalType})")}, not {(isSize ? "numbers" : "text")} as the data set's does. Leave it out by naming other columns with -Property.",
                column.Name);
        }
    }
}
