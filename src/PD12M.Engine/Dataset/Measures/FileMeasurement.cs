using PD12M.Parquet;

namespace PD12M.Dataset;

/// <summary>
/// Measures one file, in parts of some row groups. The parts follow from the file alone and are put together in its order,
/// so that the results are the same, sums of fractions included, however many are measured at once.
/// </summary>
internal sealed class FileMeasurement
{
    /// <summary>Rows that are worth a part of their own.</summary>
    private const long PartRows = 65_536;

    private readonly ParquetFile _file;
    private readonly RecordFilter? _filter;
    private readonly IReadOnlyList<MeasuredColumn> _measured;
    private readonly PruningTally _pruning;
    private readonly RecordColumns _columns;
    private readonly RecordColumns? _filterColumns;
    private readonly RecordFields _missing;

    /// <param name="file">The file; it stays the caller's.</param>
    /// <param name="filter">Which records are measured; null for all.</param>
    /// <param name="measured">What is measured of them besides their number.</param>
    /// <param name="pruning">Is told what the filter spares.</param>
    /// <exception cref="MetadataColumnException">A column that must be there is missing or of another type.</exception>
    public FileMeasurement(ParquetFile file, RecordFilter? filter, IReadOnlyList<MeasuredColumn> measured, PruningTally pruning)
    {
        _file = file;
        _filter = filter;
        _measured = measured;
        _pruning = pruning;
        RecordSelection selection = RecordSelection.Of(measured.Select(column => column.Name));
        _columns = RecordColumns.Find(file, selection);
        _filterColumns = filter is null ? null : RecordColumns.Find(file, RecordSelection.Of(filter));
        _missing = _columns.Missing & selection.Named;
        file.IndexFailed = (rowGroup, column, fault) => pruning.AddUnusable(file, rowGroup, column, fault);
    }

    /// <summary>Measures the file.</summary>
    /// <param name="slots">Has a place for each part that may be measured at once, of this file and of others.</param>
    /// <param name="atOnce">How many parts of this file may be under way.</param>
    /// <param name="token">Ends it with <see cref="OperationCanceledException"/>.</param>
    public async Task<MeasureTally> MeasureAsync(SemaphoreSlim slots, int atOnce, CancellationToken token)
    {
        var total = new MeasureTally(_measured) { Files = 1, Missing = _missing };
        Queue<(int First, int End)> parts = new(Parts());
        Queue<Task<MeasureTally>> running = new();
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(token);
        try
        {
            while (parts.Count + running.Count > 0)
            {
                while (parts.Count > 0 && running.Count < atOnce)
                {
                    running.Enqueue(MeasurePartAsync(parts.Dequeue(), slots, stop.Token));
                }
                total.Merge(await running.Dequeue().ConfigureAwait(false));
            }
        }
        finally
        {
            stop.Cancel();
            // What came of parts behind one that failed is of no concern; that they have ended is.
            await Task.WhenAny(Task.WhenAll(running)).ConfigureAwait(false);
        }
        return total;
    }

    private async Task<MeasureTally> MeasurePartAsync((int First, int End) part, SemaphoreSlim slots, CancellationToken token)
    {
        await slots.WaitAsync(token).ConfigureAwait(false);
        try
        {
            return await Task.Run(() => MeasurePart(part.First, part.End, token), token).ConfigureAwait(false);
        }
        finally
        {
            slots.Release();
        }
    }

    private IEnumerable<(int First, int End)> Parts()
    {
        int first = 0;
        long rows = 0;
        for (int group = 0; group < _file.RowGroups.Count; group++)
        {
            rows += _file.RowGroups[group].RowCount;
            if (rows >= PartRows || group == _file.RowGroups.Count - 1)
            {
                yield return (first, group + 1);
                (first, rows) = (group + 1, 0);
            }
        }
    }

    private MeasureTally MeasurePart(int first, int end, CancellationToken token)
    {
        var tally = new MeasureTally(_measured);
        foreach (PropertyTally property in tally.Properties.Where(property => property.Column.Column.Kind == FilterColumnKind.Extra))
        {
            property.HasNumbers = _file.Columns[_columns.IndexOf(RecordFields.None, property.Column.Name)].Type != PhysicalType.ByteArray;
        }
        ulong[] passed = new ulong[RowMask.Words(ColumnFilter.MostRows)];
        long firstRow = _file.RowGroups.Take(first).Sum(group => group.RowCount);
        for (int group = first; group < end; firstRow += _file.RowGroups[group++].RowCount)
        {
            MeasureRowGroup(tally, group, firstRow, passed, token);
        }
        return tally;
    }

    private void MeasureRowGroup(MeasureTally tally, int group, long firstRow, ulong[] passed, CancellationToken token)
    {
        long rows = _file.RowGroups[group].RowCount;
        RecordFilter? remaining = _filter is not null && !_filter.MustMatch(_file, group, _filterColumns!.IndexOf) ? _filter : null;
        _pruning.AddRowGroup();
        RowRanges candidates = remaining?.Candidates(_file, group, _filterColumns!.IndexOf, _pruning) ?? RowRanges.All(rows);
        if (candidates.IsEmpty)
        {
            return;
        }
        if (remaining is null && _measured.Count == 0)
        {
            tally.Count += rows;
            return;
        }
        using var open = new OpenColumns(_file, group, remaining is null ? _columns.Indexes : _columns.Indexes.Concat(_filterColumns!.Indexes), candidates);
        ColumnFilter? bound = remaining?.Bind((field, name) => open[_filterColumns!.IndexOf(field, name)], _file.Name);
        if (bound?.MayPass() == false)
        {
            _pruning.AddExcluded(PruningMeans.Dictionary);
            return;
        }
        var binder = new ColumnTallyBinder((field, name) => open[_columns.IndexOf(field, name)], _file.Name);
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
