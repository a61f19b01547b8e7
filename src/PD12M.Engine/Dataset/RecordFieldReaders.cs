using PD12M.Parquet;

namespace PD12M.Dataset;

/// <summary>
/// Makes records of the open columns of one row group, a window of rows at a time. With a filter its columns go first,
/// and the others are moved to the rows that pass, so that pages without such rows are never decompressed.
/// </summary>
internal sealed class RecordFieldReaders : IDisposable
{
    /// <summary>Rows of a window: enough to make the handing over cheap, few enough to die young.</summary>
    private const int WindowRows = 256;

    /// <summary>Rows of a window of which a filter lets few pass.</summary>
    private const int FilteredWindowRows = 1024;

    /// <summary>Survivors of a filtered window from which on hardly a page of the other columns will have none.</summary>
    private const int ManySurvivors = 16;

    /// <summary>Bytes of records at which a window ends early: a page can stand for any number of long values.</summary>
    private const long MostWindowBytes = 1024 * 1024;

    /// <summary>Bytes that a record may have.</summary>
    private const long MostRecordBytes = 16 * 1024 * 1024;

    private readonly RecordOrigin _origin;
    private readonly ParquetFile _file;
    private readonly int _rowGroup;
    private readonly int[] _toPrefetch;
    private readonly int[] _restColumns;
    private readonly Func<long, long, bool>? _isWanted;
    private readonly List<IDisposable?> _prefetched = [];
    private readonly Dictionary<int, ColumnReader> _readers = [];
    private readonly ColumnGroup _tested;
    private readonly ColumnGroup _rest;
    private readonly ColumnFilter? _filter;
    private readonly ulong[] _passed = new ulong[RowMask.Words(FilteredWindowRows)];
    private readonly TextColumn? _id;
    private readonly TextColumn? _url;
    private readonly TextColumn? _caption;
    private readonly TextColumn? _hash;
    private readonly SharedText? _mimeType;
    private readonly SharedText? _license;
    private readonly SharedText? _source;
    private readonly SizeColumn? _width;
    private readonly SizeColumn? _height;
    private readonly (ColumnReader Reader, ColumnGroup Group)[] _extra;
    private long _groupRow;

    /// <param name="file">The file.</param>
    /// <param name="rowGroup">The row group's index.</param>
    /// <param name="plan">What is read.</param>
    /// <param name="skip">Rows of the row group to pass over.</param>
    /// <param name="rows">The rows that are going to be looked at.</param>
    public RecordFieldReaders(ParquetFile file, int rowGroup, RecordPlan plan, long skip, RowRanges rows)
    {
        _origin = plan.Origin;
        _file = file;
        _rowGroup = rowGroup;
        _isWanted = rows.HasAllOf(file.RowGroups[rowGroup].RowCount) ? null : rows.HasAnyOf;
        _tested = new ColumnGroup(file.Name, skip);
        _rest = new ColumnGroup(file.Name, skip) { AnnouncesRows = plan.Filter is not null };
        _groupRow = skip;
        int[] columns = [.. (plan.FilterColumns ?? plan.Columns).Indexes];
        // What a dictionary may rule out is not fetched before it has been asked.
        int[] withDictionary = plan.Filter is null ? [] : [.. columns.Where(column => file.RowGroups[rowGroup].Columns[column].IsWhollyDictionaryEncoded)];
        _toPrefetch = [.. columns.Except(withDictionary)];
        _restColumns = [.. plan.Columns.Indexes.Except(columns)];
        try
        {
            Prefetch(withDictionary);
            _filter = plan.Filter?.Bind(FilterReader, file.Name);
            _id = OpenText(RecordFields.Id);
            _url = OpenText(RecordFields.Url);
            _caption = OpenText(RecordFields.Caption);
            _hash = OpenText(RecordFields.Hash);
            _mimeType = OpenShared(RecordFields.MimeType);
            _license = OpenShared(RecordFields.License);
            _source = OpenShared(RecordFields.Source);
            _width = OpenSize(RecordFields.Width);
            _height = OpenSize(RecordFields.Height);
            _extra = [.. plan.Columns.Extra.Select(index => (Open(index), GroupOf(index)))];
        }
        catch
        {
            Dispose();
            throw;
        }

        ColumnReader? FilterReader(RecordFields field, string name) => plan.FilterColumns!.IndexOf(field, name) is >= 0 and int index ? Open(index) : null;

        TextColumn? OpenText(RecordFields field)
        {
            if (plan.Columns.IndexOf(field) is not (>= 0 and int index))
            {
                return null;
            }
            var column = new TextColumn((ByteArrayColumnReader)Open(index), GroupOf(index), FilteredWindowRows);
            GroupOf(index).Add(column);
            return column;
        }

        SharedText? OpenShared(RecordFields field) =>
            plan.Columns.IndexOf(field) is >= 0 and int index ? new SharedText((ByteArrayColumnReader)Open(index), GroupOf(index)) : null;

        SizeColumn? OpenSize(RecordFields field) => plan.Columns.IndexOf(field) is >= 0 and int index ? new SizeColumn(Open(index), GroupOf(index)) : null;

        ColumnGroup GroupOf(int index) => plan.FilterColumns?.Indexes.Contains(index) == true ? _tested : _rest;

        ColumnReader Open(int index)
        {
            if (!_readers.TryGetValue(index, out ColumnReader? reader))
            {
                reader = file.OpenColumn(rowGroup, index, _isWanted is not null || GroupOf(index) == _rest && plan.Filter is not null);
                _readers.Add(index, reader);
                GroupOf(index).Add(reader);
            }
            return reader;
        }
    }

    /// <summary>Whether a row can pass the filter, by the columns' dictionaries; to be asked before the first window.</summary>
    /// <exception cref="ParquetException">A dictionary is damaged.</exception>
    public bool MayPass()
    {
        if (_filter?.MayPass() == false)
        {
            return false;
        }
        Prefetch(_toPrefetch);
        return true;
    }

    /// <summary>Makes the records of the next window.</summary>
    /// <param name="rows">Rows that the window may have at most; the row group has as many left.</param>
    /// <param name="firstRow">The file's row that comes next.</param>
    /// <param name="passed">How many rows the window had.</param>
    /// <returns>The records; none when the filter lets no row pass.</returns>
    public Record[] Read(long rows, long firstRow, out int passed)
    {
        int window = (int)Math.Min(rows, _filter is null ? WindowRows : FilteredWindowRows);
        int count = window;
        if (_filter is not null)
        {
            _tested.MoveTo(0);
            window = _tested.Fill(window);
            count = _filter.Select(window, firstRow, _passed);
            if (_rest.AnnouncesRows && count >= ManySurvivors)
            {
                AnnounceRest();
            }
        }
        Record[] records = count == 0 ? [] : new Record[count];
        int made = 0;
        long bytes = 0;
        for (int row = NextRow(0, window); row >= 0;)
        {
            _rest.MoveTo(row);
            int end = row + _rest.Fill(window - row);
            for (; row >= 0 && row < end; row = NextRow(row + 1, window))
            {
                Record record = Make(row, firstRow + row, out long size);
                records[made++] = record;
                bytes += size;
                if (bytes >= MostWindowBytes)
                {
                    window = row + 1;
                }
            }
        }
        Pass(window);
        passed = window;
        return made == count ? records : records.AsSpan(0, made).ToArray();
    }

    /// <summary>Passes over rows before the next window.</summary>
    public void Pass(long rows)
    {
        _groupRow += rows;
        _tested.EndWindow(rows);
        _rest.EndWindow(rows);
    }

    public void Dispose()
    {
        foreach (ColumnReader reader in _readers.Values)
        {
            reader.Dispose();
        }
        foreach (IDisposable? prefetched in _prefetched)
        {
            prefetched?.Dispose();
        }
    }

    private void Prefetch(int[] columns)
    {
        if (columns.Length > 0)
        {
            _prefetched.Add(_file.Prefetch(_rowGroup, columns, _isWanted));
        }
    }

    /// <summary>Says of the columns beside the filter's that all of their pages from here on are going to be read, rather than each when a row of it is wanted.</summary>
    private void AnnounceRest()
    {
        _rest.AnnouncesRows = false;
        long from = _groupRow;
        _prefetched.Add(_file.Prefetch(_rowGroup, _restColumns, (start, end) => end > from && _isWanted?.Invoke(start, end) != false));
    }

    /// <summary>The first row of the window from one on that passes; -1 for none.</summary>
    private int NextRow(int row, int window) =>
        row >= window ? -1 : _filter is null ? row : RowMask.Next(_passed.AsSpan(0, RowMask.Words(window)), row);

    private Record Make(int row, long rowIndex, out long size)
    {
        RecordFields present = RecordFields.None;
        ReadOnlySpan<byte> id = Text(_id, row, RecordFields.Id, ref present);
        ReadOnlySpan<byte> url = Text(_url, row, RecordFields.Url, ref present);
        ReadOnlySpan<byte> caption = Text(_caption, row, RecordFields.Caption, ref present);
        ReadOnlySpan<byte> hash = Text(_hash, row, RecordFields.Hash, ref present);
        size = (long)id.Length + url.Length + caption.Length + hash.Length;
        size += (_mimeType?.Length(row) ?? 0) + (_license?.Length(row) ?? 0) + (_source?.Length(row) ?? 0);
        CheckSize(size, rowIndex);
        object?[] extra = _extra.Length == 0 ? [] : Array.ConvertAll(_extra, column => column.Reader.GetValue((int)(row - column.Group.Start)));
        if (extra.Length > 0)
        {
            size += SizeOf(extra);
            CheckSize(size, rowIndex);
        }
        int idEnd = id.Length;
        int urlEnd = idEnd + url.Length;
        int captionEnd = urlEnd + caption.Length;
        byte[] text = new byte[captionEnd + hash.Length];
        id.CopyTo(text);
        url.CopyTo(text.AsSpan(idEnd));
        caption.CopyTo(text.AsSpan(urlEnd));
        hash.CopyTo(text.AsSpan(captionEnd));
        long width = Size(_width, row, RecordFields.Width, ref present);
        long height = Size(_height, row, RecordFields.Height, ref present);
        return new Record(text, idEnd, urlEnd, captionEnd, present, width, height, _origin, rowIndex)
        {
            MimeType = _mimeType?.Get(row),
            License = _license?.Get(row),
            Source = _source?.Get(row),
            ExtraValues = extra,
        };
    }

    private void CheckSize(long bytes, long rowIndex)
    {
        if (bytes > MostRecordBytes)
        {
            throw new ParquetException(
                ParquetFault.Unsupported,
                $"Row {rowIndex} of '{_origin.MetadataFile}' has {bytes} bytes, but a record has {MostRecordBytes / (1024 * 1024)} MB at most. Leave long columns out by naming others with -Property.");
        }
    }

    private static long SizeOf(object? value) => value switch
    {
        string text => sizeof(char) * (long)text.Length,
        byte[] bytes => bytes.Length,
        object?[] list => list.Sum(SizeOf),
        _ => sizeof(long),
    };

    private static ReadOnlySpan<byte> Text(TextColumn? column, int row, RecordFields field, ref RecordFields present)
    {
        ReadOnlySpan<byte> text = default;
        if (column is not null && column.TryGet(row, out text))
        {
            present |= field;
        }
        return text;
    }

    private static long Size(SizeColumn? column, int row, RecordFields field, ref RecordFields present)
    {
        long size = 0;
        if (column is not null && column.TryGet(row, out size))
        {
            present |= field;
        }
        return size;
    }
}
