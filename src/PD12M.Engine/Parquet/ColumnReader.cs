namespace PD12M.Parquet;

/// <summary>
/// A cursor over the rows of a column chunk. It holds one decompressed page and the decoded values of a few thousand rows,
/// never more. Not for several threads at once.
/// </summary>
public abstract class ColumnReader : IDisposable
{
    // Bounds the memory whatever the file states, and keeps what is decoded in the processor's cache.
    internal const int BatchSize = 4096;

    private int _batchRows;
    private int _cursor;
    private Exception? _failure;
    private bool _isDisposed;

    private protected ColumnReader(ColumnPlace place) => Place = place;

    /// <summary>The column that is read.</summary>
    public ParquetColumn Column => Place.Column;

    private protected ColumnPlace Place { get; }

    /// <summary>Rows that are decoded and not passed.</summary>
    private protected int RowsReady => _batchRows - _cursor;

    /// <summary>Rows behind those that are decoded.</summary>
    private protected abstract long RowsBehind { get; }

    /// <summary>The place in the file of the page last met.</summary>
    internal abstract long PageOffset { get; }

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
                DecodeBatch();
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

    /// <summary>Moves past rows, ready or not. Pages of a column without lists that are passed as a whole are not decompressed.</summary>
    /// <param name="rows">At most the rows that the chunk has left.</param>
    /// <exception cref="ParquetException">As with <see cref="Fill"/>.</exception>
    public void Skip(long rows)
    {
        if (rows < 0 || rows > _batchRows - _cursor + RowsBehind)
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

    /// <summary>Says that a row is going to be read, so that a file that is far away is asked for it while other columns are read.</summary>
    /// <param name="rows">Rows before it, from the cursor on.</param>
    internal abstract void Announce(long rows);

    /// <summary>Whether a row has no value.</summary>
    /// <param name="row">Counted from the cursor, less than <see cref="Fill"/> returned.</param>
    public abstract bool IsNull(int row);

    /// <summary>Whether a row of the chunk can be without a value, as far as the footer tells.</summary>
    internal bool MayHaveNulls => Column.MaxDefinitionLevel > 0 && Place.Chunk.NullCount != 0;

    /// <summary>Reads the dictionary before any row, if every value of the chunk is an entry of it.</summary>
    /// <returns>Whether the dictionary is there and has all values.</returns>
    /// <exception cref="ParquetException">As with <see cref="Fill"/>.</exception>
    internal bool TryLoadDictionary()
    {
        ThrowIfUnusable();
        try
        {
            return Place.Chunk.IsWhollyDictionaryEncoded && TryReadDictionary();
        }
        catch (MalformedDataException exception)
        {
            throw Fail(exception);
        }
    }

    /// <summary>A row's value as an object of the .NET type that its logical type asks for.</summary>
    /// <param name="row">Counted from the cursor, less than <see cref="Fill"/> returned.</param>
    /// <returns>
    /// Null, or by <see cref="ParquetColumn.LogicalType"/>: string for text; sbyte, short, int, long, byte, ushort, uint or
    /// ulong for integers; <see cref="decimal"/> for decimals, or a string of invariant digits for those that it cannot hold
    /// (more than 96 bits or 28 digits behind the point); <see cref="DateTime"/> for dates (kind Unspecified), for timestamps
    /// (kind Utc if <see cref="ParquetColumn.IsAdjustedToUtc"/>, else Unspecified) and for INT96 (kind Utc, as Spark and Hive
    /// mean it); <see cref="TimeSpan"/> for times of day; nanoseconds are rounded down to 100; <see cref="Guid"/> for UUIDs;
    /// float for half floats. All else, intervals and values that the .NET type cannot hold among it, comes as it is
    /// stored: bool, int, long, float, double or byte[]. A list is an object?[] of these.
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
            ReleaseBuffers();
        }

        GC.SuppressFinalize(this);
    }

    internal static ColumnReader Open(ColumnPlace place)
    {
        try
        {
            place.Check();
            LeafColumnReader leaf = place.Column.Type switch
            {
                PhysicalType.Boolean => new ValueColumnReader<bool>(place),
                PhysicalType.Int32 => new ValueColumnReader<int>(place),
                PhysicalType.Int64 => new ValueColumnReader<long>(place),
                PhysicalType.Float => new ValueColumnReader<float>(place),
                PhysicalType.Double => new ValueColumnReader<double>(place),
                PhysicalType.ByteArray or PhysicalType.FixedLenByteArray or PhysicalType.Int96 => new ByteArrayColumnReader(place),
                _ => throw MalformedDataException.Unsupported($"the physical type {place.Column.Type} is not supported"),
            };
            return place.Column.MaxRepetitionLevel == 0 ? leaf : new ListColumnReader(place, leaf);
        }
        catch (MalformedDataException exception)
        {
            throw place.Locate(exception, page: null);
        }
    }

    /// <summary>Decodes the next rows in place of those decoded before.</summary>
    /// <returns>Their number, at least one; 0 at the end of the chunk.</returns>
    private protected abstract int DecodeNext();

    /// <summary>Moves past rows without decoding their values, as far as that can be done.</summary>
    /// <param name="rows">How many at most; one or more, none of them decoded.</param>
    /// <returns>How many were passed; 0 if the next ones must be decoded.</returns>
    private protected abstract long Pass(long rows);

    /// <returns>Whether the dictionary has been read.</returns>
    private protected virtual bool TryReadDictionary() => false;

    private protected abstract void ReleaseBuffers();

    /// <summary>A row's place among those that the last <see cref="DecodeNext"/> made.</summary>
    private protected int RowOfBatch(int row)
    {
        if ((uint)row >= (uint)(_batchRows - _cursor))
        {
            throw new ArgumentOutOfRangeException(nameof(row));
        }

        return _cursor + row;
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
        ParquetException failure = Place.Locate(exception, PageOffset);
        _failure = failure;
        return failure;
    }

    private void DecodeBatch()
    {
        _batchRows = _cursor = 0;
        _batchRows = DecodeNext();
    }

    private void SkipRows(long rows)
    {
        int ready = (int)Math.Min(rows, _batchRows - _cursor);
        _cursor += ready;
        rows -= ready;
        while (rows > 0)
        {
            long passed = Pass(rows);
            rows -= passed;
            if (passed == 0)
            {
                DecodeBatch();
                _cursor = (int)Math.Min(rows, _batchRows);
                rows -= _cursor;
            }
        }
    }
}
