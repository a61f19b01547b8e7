using PD12M.Parquet;

namespace PD12M.Dataset;

/// <summary>Measures files from their columns, without making records. Safe for several threads, each with a file of its own.</summary>
/// <param name="filter">Which records are measured; null for all.</param>
/// <param name="measured">What is measured of them besides their number.</param>
internal sealed class RecordMeasurement(RecordFilter? filter, IReadOnlyList<MeasuredColumn> measured)
{
    private readonly RecordSelection _selection = RecordSelection.Of(measured.Select(column => column.Name));

    /// <summary>What is measured of the records besides their number.</summary>
    public IReadOnlyList<MeasuredColumn> Measured => measured;

    /// <summary>What the filter has spared so far.</summary>
    public PruningTally Pruning { get; } = new();

    /// <summary>Measures a file.</summary>
    /// <param name="file">The file; it stays the caller's.</param>
    /// <param name="token">Ends it with <see cref="OperationCanceledException"/>.</param>
    public MeasureTally Measure(ParquetFile file, CancellationToken token)
    {
        RecordColumns columns = RecordColumns.Find(file, _selection);
        RecordColumns? filterColumns = filter is null ? null : RecordColumns.Find(file, RecordSelection.Of(filter));
        var tally = new MeasureTally(measured) { Files = 1, Missing = columns.Missing & _selection.Named };
        foreach (PropertyTally property in tally.Properties.Where(property => property.Column.Column.Kind == FilterColumnKind.Extra))
        {
            property.HasNumbers = file.Columns[columns.IndexOf(RecordFields.None, property.Column.Name)].Type != PhysicalType.ByteArray;
        }
        ulong[] passed = new ulong[RowMask.Words(ColumnFilter.MostRows)];
        long firstRow = 0;
        for (int group = 0; group < file.RowGroups.Count; firstRow += file.RowGroups[group++].RowCount)
        {
            long rows = file.RowGroups[group].RowCount;
            RecordFilter? remaining = filter is not null && !filter.MustMatch(file, group, filterColumns!.IndexOf) ? filter : null;
            Pruning.AddRowGroup();
            RowRanges candidates = remaining?.Candidates(file, group, filterColumns!.IndexOf, Pruning) ?? RowRanges.All(rows);
            if (candidates.IsEmpty)
            {
                continue;
            }
            if (remaining is null && measured.Count == 0)
            {
                tally.Count += rows;
                continue;
            }
            using var open = new OpenColumns(file, group, remaining is null ? columns.Indexes : columns.Indexes.Concat(filterColumns!.Indexes));
            ColumnFilter? bound = remaining?.Bind((field, name) => open[filterColumns!.IndexOf(field, name)], file.Name);
            if (bound?.MayPass() == false)
            {
                Pruning.AddExcluded(PruningMeans.Dictionary);
                continue;
            }
            var binder = new ColumnTallyBinder((field, name) => open[columns.IndexOf(field, name)], file.Name);
            ColumnTally[] tallies = [.. tally.Properties.Select(binder.Bind)];
            for (long row = 0; candidates.TryFind(row, out long next, out long end);)
            {
                token.ThrowIfCancellationRequested();
                open.Skip(next - row);
                row = next;
                int ready = open.Fill((int)Math.Min(ColumnFilter.MostRows, end - row));
                tally.Count += Take(bound, tallies, ready, firstRow + row, passed.AsSpan(0, RowMask.Words(ready)));
                open.Advance(ready);
                row += ready;
            }
            foreach (ColumnTally column in tallies)
            {
                column.Finish();
            }
        }
        return tally;
    }

    /// <returns>How many rows pass.</returns>
    private static int Take(ColumnFilter? filter, ColumnTally[] tallies, int rows, long firstRow, Span<ulong> passed)
    {
        int count = rows;
        if (filter is null)
        {
            RowMask.Fill(passed, rows);
        }
        else
        {
            count = filter.Select(rows, firstRow, passed);
        }
        if (count > 0)
        {
            foreach (ColumnTally tally in tallies)
            {
                tally.Add(rows, firstRow, passed, count);
            }
        }
        return count;
    }
}
