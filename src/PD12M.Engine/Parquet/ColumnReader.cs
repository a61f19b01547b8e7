using System.Buffers;

namespace PD12M.Parquet;

/// <summary>
/// A cursor over the rows of a column chunk. It holds one decompressed page and the decoded values of a few thousand rows,
/// never more. Not for several threads at once.
/// </summary>
public abstract class ColumnReader : IDisposable
{
    // Bounds the memory whatever the file states, and keeps what is decoded in the processor's cache.
    internal const int BatchSize = 4096;

    private readonly ColumnPlace _place;
    private readonly PageReader _pages;
    private int[] _valueOfRow = ArrayPool<int>.Shared.Rent(BatchSize);
    private DefinitionLevelDecoder _levels;
    private bool _hasNoNulls;
    private long _chunkRows;
    private int _pageRows;
    private int _batchRows;
    private int _cursor;
    private Exception? _failure;
    private bool _isDisposed;

    private protected ColumnReader(ColumnPlace place)
    {
        _place = place;
        _pages = new PageReader(place.Source, place.Chunk, place.Column);
        _chunkRows = place.RowCount;
    }

    /// <summary>The column that is read.</summary>
    public ParquetColumn Column => _place.Column;

    /// <summary>Makes at least one row ready, decoding more of the page or the next one if none is.</summary>
    /// <returns>The number of rows that are ready, all of one page; 0 at the end of the chunk.</returns>
    /// <exception cref="ParquetException">The chunk is damaged, or encoded or compressed in a way that is not supported.</exception>
    public int Fill()
    {
        if (_batchRows == _cursor)
        {
            ThrowIfUnusable();
            try
            {
                DecodeNext();
            }
            catch (MalformedDataException exception)
            {
                throw Fail(exception);
            }
        }

        return _batchRows - _cursor;
    }

    /// <summary>Moves past rows that are ready.</summary>
    /// <param name="rows">At most what the last <see cref="Fill"/> returned less what was passed since.</param>
    public void Advance(int rows)
    {
        if ((uint)rows > (uint)(_batchRows - _cursor))
        {
            throw new ArgumentOutOfRangeException(nameof(rows));
        }

        _cursor += rows;
    }

    /// <summary>Moves past rows, ready or not. Pages that are passed as a whole are not decompressed.</summary>
    /// <param name="rows">At most the rows that the chunk has left.</param>
    /// <exception cref="ParquetException">As with <see cref="Fill"/>.</exception>
    public void Skip(long rows)
    {
        if (rows < 0 || rows > _batchRows - _cursor + _pageRows + _chunkRows)
        {
            throw new ArgumentOutOfRangeException(nameof(rows));
        }

        ThrowIfUnusable();
        try
        {
            SkipRows(rows);
        }
        catch (MalformedDataException exception)
        {
            throw Fail(exception);
        }
    }

    /// <summary>Whether a row has no value.</summary>
    /// <param name="row">Counted from the cursor, less than <see cref="Fill"/> returned.</param>
    public bool IsNull(int row) => ValueIndex(row) < 0;

    /// <summary>A row's value as an object of the .NET type that its logical type asks for.</summary>
    /// <param name="row">Counted from the cursor, less than <see cref="Fill"/> returned.</param>
    /// <returns>
    /// Null, or by <see cref="ParquetColumn.LogicalType"/>: string for text; sbyte, short, int, long, byte, ushort, uint or
    /// ulong for integers; <see cref="decimal"/> for decimals, or a string of invariant digits for those that it cannot hold
    /// (more than 96 bits or 28 digits behind the point); <see cref="DateTime"/> for dates (kind Unspecified), for timestamps
    /// (kind Utc if <see cref="ParquetColumn.IsAdjustedToUtc"/>, else Unspecified) and for INT96 (kind Utc, as Spark and Hive
    /// mean it); <see cref="TimeSpan"/> for times of day; nanoseconds are rounded down to 100; <see cref="Guid"/> for UUIDs;
    /// float for half floats. All else, intervals and values that the .NET type cannot hold among it, comes as it is
    /// stored: bool, int, long, float, double or byte[].
    /// </returns>
    public abstract object? GetValue(int row);

    /// <summary>Gives the buffers back; the file stays open.</summary>
    public void Dispose()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            _failure = new ObjectDisposedException(GetType().Name);
            _batchRows = _cursor = 0;
            _pages.Dispose();
            ArrayPool<int>.Shared.Return(_valueOfRow);
            _valueOfRow = [];
            ReleaseBuffers();
        }

        GC.SuppressFinalize(this);
    }

    internal static ColumnReader Open(ColumnPlace place)
    {
        try
        {
            place.Check();
            return place.Column.Type switch
            {
                PhysicalType.Boolean => new ValueColumnReader<bool>(place),
                PhysicalType.Int32 => new ValueColumnReader<int>(place),
                PhysicalType.Int64 => new ValueColumnReader<long>(place),
                PhysicalType.Float => new ValueColumnReader<float>(place),
                PhysicalType.Double => new ValueColumnReader<double>(place),
                PhysicalType.ByteArray or PhysicalType.FixedLenByteArray or PhysicalType.Int96 => new ByteArrayColumnReader(place),
                _ => throw MalformedDataException.Unsupported($"the physical type {place.Column.Type} is not supported"),
            };
        }
        catch (MalformedDataException exception)
        {
            throw place.Locate(exception, page: null);
        }
    }

    private protected abstract void LoadDictionary(ArraySegment<byte> entries, int count);

    private protected abstract void StartPage(ValueEncoding encoding, ArraySegment<byte> values);

    /// <summary>How many of the page's next <paramref name="rows"/> may be decoded at once, at least one.</summary>
    private protected virtual int LimitBatch(int rows) => rows;

    /// <summary>Decodes the next values of the page, nulls left out.</summary>
    private protected abstract void DecodeValues(int count);

    private protected abstract void ReleaseBuffers();

    /// <summary>The place of a row's value among those of the last <see cref="DecodeValues"/>; -1 for null.</summary>
    private protected int ValueIndex(int row)
    {
        if ((uint)row >= (uint)(_batchRows - _cursor))
        {
            throw new ArgumentOutOfRangeException(nameof(row));
        }

        return _hasNoNulls ? _cursor + row : _valueOfRow[_cursor + row];
    }

    private void ThrowIfUnusable()
    {
        if (_failure is not null)
        {
            throw _failure;
        }
    }

    private ParquetException Fail(MalformedDataException exception)
    {
        _batchRows = _cursor = 0;
        ParquetException failure = _place.Locate(exception, _pages.PageOffset);
        _failure = failure;
        return failure;
    }

    private void DecodeNext()
    {
        _batchRows = _cursor = 0;
        while (_pageRows == 0)
        {
            if (_chunkRows == 0)
            {
                return;
            }

            LoadPage(NextDataPage());
        }

        int rows = LimitBatch(Math.Min(_pageRows, BatchSize));
        _hasNoNulls = _levels.Read(_valueOfRow.AsSpan(0, rows), out int values);
        DecodeValues(values);
        _pageRows -= rows;
        _batchRows = rows;
    }

    private void SkipRows(long rows)
    {
        while (rows > 0)
        {
            int ready = _batchRows - _cursor;
            if (ready > 0)
            {
                int passed = (int)Math.Min(rows, ready);
                _cursor += passed;
                rows -= passed;
            }
            else if (_pageRows > 0 && rows >= _pageRows)
            {
                rows -= _pageRows;
                _pageRows = 0;
            }
            else if (_pageRows > 0)
            {
                DecodeNext();
            }
            else if (rows == _chunkRows)
            {
                _chunkRows = rows = 0;
            }
            else
            {
                rows -= SkipOrLoadPage(rows);
            }
        }
    }

    private int SkipOrLoadPage(long rows)
    {
        PageHeader header = NextDataPage();
        if (header.ValueCount > rows)
        {
            LoadPage(header);
            return 0;
        }

        _pages.SkipBody(header);
        _chunkRows -= header.ValueCount;
        return header.ValueCount;
    }

    private void LoadPage(PageHeader header)
    {
        DataPage page = _pages.ReadData(header);
        _levels = page.Levels;
        StartPage(header.Encoding, page.Values);
        _pageRows = header.ValueCount;
        _chunkRows -= header.ValueCount;
    }

    private PageHeader NextDataPage()
    {
        while (true)
        {
            if (_pages.IsAtEnd)
            {
                throw MalformedDataException.Corrupt($"the pages end {_chunkRows} rows before the row group's {_place.RowCount}");
            }

            PageHeader header = _pages.ReadHeader();
            if (header.IsDataPage)
            {
                return header.ValueCount <= _chunkRows
                    ? header
                    : throw MalformedDataException.Corrupt($"the page has {header.ValueCount} rows, the row group only {_chunkRows} more");
            }

            if (header.Type == PageType.Dictionary)
            {
                ReadDictionary(header);
            }
            else
            {
                _pages.SkipBody(header);
            }
        }
    }

    private void ReadDictionary(PageHeader header)
    {
        if (header.Encoding is not (ValueEncoding.Plain or ValueEncoding.PlainDictionary))
        {
            throw MalformedDataException.Unsupported($"the encoding {header.Encoding} is not supported for dictionary pages");
        }

        LoadDictionary(_pages.ReadDictionary(header), header.ValueCount);
    }
}
