namespace PD12M.Parquet;

/// <summary>
/// Announces column chunks to the file's source, and those of the next row group with them once two row groups have been
/// asked for in turn: whoever has read one to its end will want the next. For several threads at once.
/// </summary>
internal sealed class RowGroupPrefetch(ByteSource source, IReadOnlyList<RowGroup> rowGroups) : IDisposable
{
    private readonly object _gate = new();
    private readonly HashSet<(string Columns, int RowGroup)> _announced = [];
    private readonly List<(string Columns, int RowGroup, IDisposable Ranges)> _ahead = [];

    /// <summary>Announces columns of a row group.</summary>
    /// <returns>What gives the buffers back; null where there are none.</returns>
    public IDisposable? Announce(int rowGroup, IReadOnlyList<int> columns)
    {
        if (source.IsNear)
        {
            return null;
        }

        string key = string.Join(",", columns);
        lock (_gate)
        {
            IDisposable? ranges = Take(key, rowGroup) ?? AnnounceRanges(rowGroup, columns);
            _announced.Add((key, rowGroup));
            if (rowGroup + 1 < rowGroups.Count && _announced.Contains((key, rowGroup - 1)) && _announced.Add((key, rowGroup + 1))
                && AnnounceRanges(rowGroup + 1, columns) is { } next)
            {
                _ahead.Add((key, rowGroup + 1, next));
            }

            return ranges;
        }
    }

    /// <summary>Gives back what was announced ahead.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _ahead.ForEach(ahead => ahead.Ranges.Dispose());
            _ahead.Clear();
        }
    }

    // Those of row groups before this one are not wanted any more: a filter has passed over them.
    private IDisposable? Take(string columns, int rowGroup)
    {
        IDisposable? taken = null;
        foreach ((string Columns, int RowGroup, IDisposable Ranges) ahead in _ahead.FindAll(ahead => ahead.Columns == columns && ahead.RowGroup <= rowGroup))
        {
            _ahead.Remove(ahead);
            if (ahead.RowGroup == rowGroup)
            {
                taken = ahead.Ranges;
            }
            else
            {
                ahead.Ranges.Dispose();
            }
        }

        return taken;
    }

    private IDisposable? AnnounceRanges(int rowGroup, IReadOnlyList<int> columns) => source.Prefetch(
        [.. columns.Select(column => rowGroups[rowGroup].Columns[column]).Select(chunk => (chunk.StartOffset, chunk.EndOffset))]);
}
