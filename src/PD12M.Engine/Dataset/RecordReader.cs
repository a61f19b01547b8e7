using PD12M.Parquet;

namespace PD12M.Dataset;

/// <summary>Makes the records of one file, row group by row group, holding one page of each column.</summary>
internal sealed class RecordReader : IDisposable
{
    private readonly ParquetFile _file;
    private readonly RecordPlan _plan;
    private readonly long _end;
    private long _row;
    private int _rowGroup = -1;
    private long _groupEnd;
    private RecordFieldReaders? _readers;
    private RowRanges _candidates = RowRanges.None;

    /// <param name="file">The file; it stays the caller's.</param>
    /// <param name="plan">What is read.</param>
    /// <param name="skip">Rows to pass over.</param>
    /// <param name="take">Rows to look at, at most.</param>
    public RecordReader(ParquetFile file, RecordPlan plan, long skip, long take)
    {
        _file = file;
        _plan = plan;
        _row = Math.Min(skip, file.RowCount);
        _end = _row + Math.Min(take, file.RowCount - _row);
    }

    /// <summary>Reads the next records.</summary>
    /// <param name="token">Ends the search for them.</param>
    /// <returns>Some records, one at least; null behind the last.</returns>
    /// <exception cref="OperationCanceledException">The search was ended.</exception>
    public Record[]? Read(CancellationToken token)
    {
        while (_row < _end)
        {
            token.ThrowIfCancellationRequested();
            if (_row >= _groupEnd && !TryOpenRowGroup())
            {
                _row = _groupEnd;
                continue;
            }
            long groupStart = _groupEnd - _file.RowGroups[_rowGroup].RowCount;
            if (!_candidates.TryFind(_row - groupStart, out long next, out long end))
            {
                _row = _groupEnd;
                continue;
            }
            if (groupStart + next > _row)
            {
                _readers!.Pass(groupStart + next - _row);
                _row = groupStart + next;
                continue;
            }
            Record[] records = _readers!.Read(Math.Min(_end, groupStart + end) - _row, _row, out int passed);
            _row += passed;
            if (records.Length > 0)
            {
                return records;
            }
        }
        return null;
    }

    public void Dispose() => _readers?.Dispose();

    /// <summary>Goes on to the row group of the next row.</summary>
    /// <returns>False if no row of it is wanted.</returns>
    private bool TryOpenRowGroup()
    {
        while (_groupEnd <= _row)
        {
            _groupEnd += _file.RowGroups[++_rowGroup].RowCount;
        }
        _readers?.Dispose();
        _readers = null;
        long rows = _file.RowGroups[_rowGroup].RowCount;
        _plan.Pruning.AddRowGroup();
        _candidates = _plan.Filter?.Candidates(_file, _rowGroup, _plan.FilterColumns!.IndexOf, _plan.Pruning) ?? RowRanges.All(rows);
        if (_candidates.IsEmpty)
        {
            return false;
        }
        long first = _row - (_groupEnd - rows);
        _readers = new RecordFieldReaders(_file, _rowGroup, _plan, first, _candidates.Intersect(RowRanges.Of(first, _end - (_groupEnd - rows))));
        if (!_readers.MayPass())
        {
            _plan.Pruning.AddExcluded(PruningMeans.Dictionary);
            return false;
        }
        return true;
    }
}
