using PD12M.Dataset;
using PD12M.Parquet;

namespace PD12M.Engine.Tests.Dataset.Filter;

/// <summary>A metadata file with the rows that went into it, filtered column by column and row by row.</summary>
internal sealed class FilterTable : IDisposable
{
    private readonly MemoryStream _stream = new();
    private readonly ParquetColumn[] _columns;
    private readonly ParquetFile _file;

    public FilterTable(ParquetColumn[] columns, IReadOnlyList<object?[]> rows, ParquetWriterOptions options)
    {
        _columns = columns;
        Rows = rows;
        using (var writer = new ParquetWriter(_stream, columns, options, leaveOpen: true))
        {
            foreach (object?[] row in rows)
            {
                writer.WriteRow(row);
            }
            writer.Finish();
        }
        _file = ParquetFile.Open(_stream, "table.parquet");
    }

    public IReadOnlyList<object?[]> Rows { get; }

    public int RowGroups => _file.RowGroups.Count;

    public static RecordFilter Parse(string filter) => RecordFilter.Parse(filter, (VariablePath _, out object? value) =>
    {
        value = null;
        return false;
    });

    public void Dispose() => _file.Dispose();

    /// <summary>The row groups that the filter does not exclude.</summary>
    public int[] Candidates(RecordFilter filter) => [.. Enumerable.Range(0, RowGroups).Where(group => filter.MayMatch(_file, group, Index))];

    /// <summary>The rows that pass, by the columns; row groups are excluded if so wished.</summary>
    public int[] Select(RecordFilter filter, bool skipsRowGroups)
    {
        List<int> passed = [];
        ulong[] mask = new ulong[ColumnFilter.MostRows / 64];
        int start = 0;
        for (int group = 0; group < RowGroups; start += (int)_file.RowGroups[group++].RowCount)
        {
            if (skipsRowGroups && !filter.MayMatch(_file, group, Index))
            {
                continue;
            }
            Dictionary<int, ColumnReader> open = [];
            ColumnFilter bound = filter.Bind((field, name) => (field == RecordFields.None ? Index(name) : Index(field)) is >= 0 and int index ? Open(group, index) : null, "/data/table.parquet");
            int end = start + (int)_file.RowGroups[group].RowCount;
            bool mayPass = !skipsRowGroups || bound.MayPass();
            for (int row = start; mayPass && row < end;)
            {
                int rows = open.Values.Select(reader => reader.Fill()).Append(end - row).Append(ColumnFilter.MostRows).Min();
                int count = bound.Select(rows, row, mask);
                int before = passed.Count;
                for (int i = RowMask.Next(mask.AsSpan(0, RowMask.Words(rows)), 0); i >= 0; i = RowMask.Next(mask.AsSpan(0, RowMask.Words(rows)), i + 1))
                {
                    passed.Add(row + i);
                }
                Assert.Equal(count, passed.Count - before);
                foreach (ColumnReader reader in open.Values)
                {
                    reader.Advance(rows);
                }
                row += rows;
            }
            foreach (ColumnReader reader in open.Values)
            {
                reader.Dispose();
            }

            ColumnReader Open(int rowGroup, int index) => open.TryGetValue(index, out ColumnReader? reader) ? reader : open[index] = _file.OpenColumn(rowGroup, index);
        }
        return [.. passed];
    }

    /// <summary>The rows that pass, each asked about by itself.</summary>
    public int[] SelectByRow(string filter)
    {
        FilterExpression expression = FilterParser.Parse(filter, (VariablePath _, out object? value) =>
        {
            value = null;
            return false;
        });
        return [.. Enumerable.Range(0, Rows.Count).Where(row => Evaluate(expression, row))];
    }

    private bool Evaluate(FilterExpression expression, int row) => expression switch
    {
        ConstantExpression constant => constant.Value,
        AllExpression all => all.Terms.All(term => Evaluate(term, row)),
        AnyExpression any => any.Terms.Any(term => Evaluate(term, row)),
        TestExpression test => test.Test.Evaluate(Value(test.Column, row)),
        _ => throw new InvalidOperationException(),
    };

    private object? Value(FilterColumn column, int row)
    {
        object? width = Size(RecordFields.Width, row);
        object? height = Size(RecordFields.Height, row);
        return column.Kind switch
        {
            FilterColumnKind.Extra => Index(column.Name) is >= 0 and int index ? Rows[row][index] : null,
            FilterColumnKind.Text => Stored(column.Fields, row),
            FilterColumnKind.Size => Size(column.Fields, row),
            FilterColumnKind.RowIndex => (long)row,
            FilterColumnKind.MetadataFile => "/data/table.parquet",
            FilterColumnKind.Megapixels => width is long w && height is long h ? (double)w * h / 1e6 : null,
            FilterColumnKind.AspectRatio => width is long w && height is long h && h != 0 ? (double)w / h : null,
            _ => ImageName.TryCreate((string?)Stored(RecordFields.Id, row), (string?)Stored(RecordFields.Url, row), (string?)Stored(RecordFields.MimeType, row), out ImageName? name, out _) ? name.FileName : null,
        };
    }

    private object? Size(RecordFields field, int row) => Stored(field, row) switch
    {
        null => null,
        double number => double.IsNaN(number) ? null : (long)number,
        float number => (long)number,
        object number => Convert.ToInt64(number, System.Globalization.CultureInfo.InvariantCulture),
    };

    private object? Stored(RecordFields field, int row) => Index(field) is >= 0 and int index ? Rows[row][index] : null;

    private int Index(RecordFields field) => field switch
    {
        RecordFields.MimeType => Index("mime_type"),
        _ => Index(field.ToString()),
    };

    private int Index(string name) => Array.FindIndex(_columns, column => string.Equals(column.Name, name, StringComparison.OrdinalIgnoreCase));
}
