using PD12M.Parquet;

namespace PD12M.Dataset;

/// <summary>Makes the records of one file, row group by row group, holding one page of each column.</summary>
internal sealed class RecordReader : IDisposable
{
    private readonly ParquetFile _file;
    private readonly RecordColumns _columns;
    private readonly RecordOrigin _origin;
    private readonly long _end;
    private long _row;
    private int _nextRowGroup;
    private long _groupEnd;
    private RecordFieldReaders? _readers;

    /// <param name="file">The file; it stays the caller's.</param>
    /// <param name="columns">The columns to read.</param>
    /// <param name="origin">What the records say of where they come from.</param>
    /// <param name="skip">Rows to pass over.</param>
    /// <param name="take">Rows to read at most.</param>
    public RecordReader(ParquetFile file, RecordColumns columns, RecordOrigin origin, long skip, long take)
    {
        _file = file;
        _columns = columns;
        _origin = origin;
        _row = Math.Min(skip, file.RowCount);
        _end = _row + Math.Min(take, file.RowCount - _row);
    }

    /// <summary>Reads the next records.</summary>
    /// <returns>At most <see cref="RecordFieldReaders.BatchRows"/> records; null behind the last.</returns>
    public Record[]? Read()
    {
        if (_row >= _end)
        {
            return null;
        }
        if (_row >= _groupEnd)
        {
            OpenRowGroup();
        }
        int wanted = (int)Math.Min(RecordFieldReaders.BatchRows, Math.Min(_end, _groupEnd) - _row);
        Record[] records = _readers!.Read(wanted, _row);
        _row += records.Length;
        return records;
    }

    public void Dispose() => _readers?.Dispose();

    private void OpenRowGroup()
    {
        while (_groupEnd <= _row)
        {
            _groupEnd += _file.RowGroups[_nextRowGroup++].RowCount;
        }
        int rowGroup = _nextRowGroup - 1;
        _readers?.Dispose();
        _readers = new RecordFieldReaders(_file, rowGroup, _columns, _origin);
        _readers.Skip(_row - (_groupEnd - _file.RowGroups[rowGroup].RowCount));
    }
}
