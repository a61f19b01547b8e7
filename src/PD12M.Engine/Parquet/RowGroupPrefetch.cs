namespace PD12M.Parquet;

/// <summary>
/// Announces column chunks to the file's source, and those of the next row group with them once two row groups have been
/// asked for in turn: whoever has read one to its end will want the next. For several threads at once.
/// </summary>
internal sealed class RowGroupPrefetch(ByteSource source, IReadOnlyList<RowGroup> rowGroups) : IDisposable
{
    /// <summary>Row groups that are kept although they have not been asked for: one for each of a few threads that read the same file.</summary>
    private const int MostAhead = 4;

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
                DropOldest();
            }

            return ranges;
        }
    }

    /// <summary>Announces those pages of some columns of a row group that have wanted rows; whole chunks where it is not known where the pages are.</summary>
    /// <returns>What gives the buffers back; null where there are none.</returns>
    public IDisposable? AnnounceSome(IReadOnlyList<(ColumnChunk Chunk, PageLocations? Pages)> columns, Func<long, long, bool> isWanted) =>
        source.IsNear ? null : source.Prefetch([.. columns.SelectMany((column, index) => Ranges(column.Chunk, column.Pages, index, isWanted))]);

    /// <summary>Gives back what was announced ahead.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _ahead.ForEach(ahead => ahead.Ranges.Dispose());
            _ahead.Clear();
        }
    }

    // Nobody asks any more for a row group that a filter has passed over.
    private void DropOldest()
    {
        if (_ahead.Count > MostAhead)
        {
            _ahead[0].Ranges.Dispose();
            _ahead.RemoveAt(0);
        }
    }

    private IDisposable? Take(string columns, int rowGroup)
    {
        int index = _ahead.FindIndex(ahead => ahead.Columns == columns && ahead.RowGroup == rowGroup);
        if (index < 0)
        {
            return null;
        }

        IDisposable ranges = _ahead[index].Ranges;
        _ahead.RemoveAt(index);
        return ranges;
    }

    private IDisposable? AnnounceRanges(int rowGroup, IReadOnlyList<int> columns) => source.Prefetch(
        [.. columns.Select(column => rowGroups[rowGroup].Columns[column]).Select((chunk, index) => new ChunkRange(chunk.StartOffset, chunk.EndOffset, index))]);

    private static IEnumerable<ChunkRange> Ranges(ColumnChunk chunk, PageLocations? pages, int index, Func<long, long, bool> isWanted)
    {
        if (pages is null)
        {
            yield return new(chunk.StartOffset, chunk.EndOffset, index);
            yield break;
        }

        // The dictionary lies before all pages.
        ChunkRange range = new(chunk.StartOffset, pages.Count > 0 ? pages.Offset(0) : chunk.StartOffset, index);
        for (int page = 0; page < pages.Count; page++)
        {
            if (!isWanted(pages.FirstRow(page), pages.EndRow(page)))
            {
                continue;
            }

            if (pages.Offset(page) > range.End)
            {
                yield return range;
                range = range with { Start = pages.Offset(page) };
            }

            range = range with { End = pages.EndOffset(page) };
        }

        yield return range;
    }
}
