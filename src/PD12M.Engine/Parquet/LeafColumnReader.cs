using System.Buffers;

namespace PD12M.Parquet;

/// <summary>
/// Reads the leaf of a schema page by page. Within a list each element is a row of it, and each list without elements one.
/// </summary>
public abstract class LeafColumnReader : ColumnReader
{
    /// <summary>Pages that are announced at once.</summary>
    private const int MostAnnounced = 16;

    private readonly PageReader _pages;
    private int[] _valueOfRow = ArrayPool<int>.Shared.Rent(BatchSize);
    private int[] _repetitions = [];
    private int[] _definitions = [];
    private LevelDecoder _repetitionLevels;
    private LevelDecoder _definitionLevels;
    private bool _hasNoNulls;
    private long _chunkRows;
    private int _pageRows;
    private bool _hasDictionary;
    private PageHeader? _nextHeader;
    private IDisposable? _announced;
    private (int Start, int End) _announcedPages;

    private protected LeafColumnReader(ColumnPlace place)
        : base(place)
    {
        _pages = new PageReader(place.Source, place.Chunk, place.Column, place.Pages);
        _chunkRows = place.RowCount;
        if (place.Column.MaxRepetitionLevel > 0)
        {
            _chunkRows = place.Chunk.ValueCount;
            _repetitions = ArrayPool<int>.Shared.Rent(BatchSize);
            _definitions = ArrayPool<int>.Shared.Rent(BatchSize);
        }
    }

    private protected override long RowsBehind => _pageRows + _chunkRows;

    internal override long PageOffset => _pages.PageOffset;

    /// <summary>The row that the next page starts with.</summary>
    private long NextPageRow => Place.RowCount - _chunkRows;

    /// <inheritdoc/>
    public override bool IsNull(int row) => ValueIndex(row) < 0;

    internal override void Announce(long rows)
    {
        long behind = rows - RowsReady - _pageRows;
        if (Place.Source.IsNear || behind < 0 || behind >= _chunkRows)
        {
            return;
        }

        if (Place.Pages is not { } pages)
        {
            _announced ??= Place.Source.Prefetch([new(_pages.Position, Place.Chunk.StatedEndOffset, 0)]);
            return;
        }

        int page = pages.PageOf(NextPageRow + behind);
        if (page >= _announcedPages.Start && page < _announcedPages.End)
        {
            return;
        }

        // Whoever has read one announcement to its end will want the next pages too.
        int count = page == _announcedPages.End && page > 0 ? Math.Min(MostAnnounced, 4 * (_announcedPages.End - _announcedPages.Start)) : 1;
        _announcedPages = (page, Math.Min(page + count, pages.Count));
        _announced?.Dispose();
        ChunkRange wanted = new(pages.Offset(page), pages.EndOffset(_announcedPages.End - 1), 0);
        _announced = Place.Source.Prefetch(_pages.Position < pages.Offset(0) ? [new(_pages.Position, pages.Offset(0), 0), wanted] : [wanted]);
    }

    /// <summary>The repetition level within a list: 0 where a list starts.</summary>
    internal int GetRepetitionLevel(int row) => _repetitions[RowOfBatch(row)];

    /// <summary>The definition level within a list.</summary>
    internal int GetDefinitionLevel(int row) => _definitions[RowOfBatch(row)];

    /// <summary>Where the values of the next rows are among those that are decoded: -1 for null.</summary>
    /// <param name="rows">Rows that are ready, one or more.</param>
    /// <param name="first">The place of the first row's value, if there are no nulls.</param>
    /// <returns>A place for each row; empty if there are no nulls, so that the values follow one another.</returns>
    internal ReadOnlySpan<int> GetValuePlaces(int rows, out int first)
    {
        first = RowOfBatch(0);
        int last = RowOfBatch(rows - 1);
        return _hasNoNulls ? default : _valueOfRow.AsSpan(first, last - first + 1);
    }

    private protected abstract void LoadDictionary(ArraySegment<byte> entries, int count);

    private protected abstract void StartPage(ValueEncoding encoding, ArraySegment<byte> values);

    /// <summary>How many of the page's next <paramref name="rows"/> may be decoded at once, at least one.</summary>
    private protected virtual int LimitBatch(int rows) => rows;

    /// <summary>Decodes the next values of the page, nulls left out.</summary>
    private protected abstract void DecodeValues(int count);

    /// <summary>The place of a row's value among those of the last <see cref="DecodeValues"/>; -1 for null.</summary>
    private protected int ValueIndex(int row)
    {
        int index = RowOfBatch(row);
        return _hasNoNulls ? index : _valueOfRow[index];
    }

    private protected override int DecodeNext()
    {
        while (_pageRows == 0)
        {
            if (_chunkRows == 0)
            {
                return 0;
            }

            LoadPage(NextDataPage());
        }

        int rows = LimitBatch(Math.Min(_pageRows, BatchSize));
        DecodeValues(ReadLevels(rows));
        _pageRows -= rows;
        return rows;
    }

    private protected override long Pass(long rows)
    {
        if (_pageRows > 0)
        {
            int passed = rows >= _pageRows ? _pageRows : 0;
            _pageRows -= passed;
            return passed;
        }

        if (rows == _chunkRows)
        {
            _chunkRows = 0;
            return rows;
        }

        if (Place.Pages is { } pages && pages.FirstRow(pages.PageOf(NextPageRow + rows)) - NextPageRow is > 0 and long skipped)
        {
            GoTo(pages, pages.PageOf(NextPageRow + rows));
            _chunkRows -= skipped;
            return skipped;
        }

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

    private protected override bool TryReadDictionary()
    {
        if (!_hasDictionary && _nextHeader is null && _chunkRows > 0 && !_pages.IsAtEnd)
        {
            PageHeader header = _pages.ReadHeader();
            if (header.Type == PageType.Dictionary)
            {
                ReadDictionary(header);
            }
            else
            {
                _nextHeader = header;
            }
        }

        return _hasDictionary;
    }

    private protected override void ReleaseBuffers()
    {
        _announced?.Dispose();
        _pages.Dispose();
        ArrayPool<int>.Shared.Return(_valueOfRow);
        _valueOfRow = [];
        if (_repetitions.Length > 0)
        {
            ArrayPool<int>.Shared.Return(_repetitions);
            ArrayPool<int>.Shared.Return(_definitions);
            _repetitions = _definitions = [];
        }
    }

    /// <summary>Takes the levels of the next rows.</summary>
    /// <returns>How many of them have values.</returns>
    private int ReadLevels(int rows)
    {
        int values;
        if (_repetitions.Length == 0)
        {
            _hasNoNulls = _definitionLevels.Read(_valueOfRow.AsSpan(0, rows), out values);
        }
        else
        {
            _repetitionLevels.Decode(_repetitions.AsSpan(0, rows));
            _definitionLevels.Decode(_definitions.AsSpan(0, rows));
            _hasNoNulls = LevelDecoder.PlaceValues(_definitions, _valueOfRow.AsSpan(0, rows), Column.MaxDefinitionLevel, out values);
        }

        return values;
    }

    private void LoadPage(PageHeader header)
    {
        DataPage page = _pages.ReadData(header);
        _repetitionLevels = page.RepetitionLevels;
        _definitionLevels = page.DefinitionLevels;
        StartPage(header.Encoding, page.Values);
        _pageRows = header.ValueCount;
        _chunkRows -= header.ValueCount;
    }

    private void GoTo(PageLocations pages, int page)
    {
        if (_pages.Position < pages.Offset(0))
        {
            TryReadDictionary();
        }

        _nextHeader = null;
        _pages.GoTo(pages.Offset(page));
    }

    private PageHeader NextDataPage()
    {
        while (true)
        {
            if (_nextHeader is null && _pages.IsAtEnd)
            {
                throw MalformedDataException.Corrupt($"the pages end {_chunkRows} values before the chunk's end");
            }

            PageHeader header = _nextHeader ?? _pages.ReadHeader();
            _nextHeader = null;
            if (header.IsDataPage)
            {
                CheckCounts(header);
                return header;
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

    private void CheckCounts(PageHeader header)
    {
        if (Column.MaxRepetitionLevel == 0 && header.RowCount != header.ValueCount)
        {
            throw MalformedDataException.Corrupt($"a page of a column without lists has {header.ValueCount} values for {header.RowCount} rows");
        }

        if (Place.Pages is { } pages && header.ValueCount > 0 && header.ValueCount != pages.EndRow(pages.PageOf(NextPageRow)) - NextPageRow)
        {
            throw MalformedDataException.Corrupt($"the page has {header.ValueCount} values, but the page index gives it others; save the file and read it from the disk, where the index is not needed");
        }

        if (header.ValueCount > _chunkRows)
        {
            throw MalformedDataException.Corrupt($"the page has {header.ValueCount} values, the chunk only {_chunkRows} more");
        }
    }

    private void ReadDictionary(PageHeader header)
    {
        if (header.Encoding is not (ValueEncoding.Plain or ValueEncoding.PlainDictionary))
        {
            throw MalformedDataException.Unsupported($"the encoding {header.Encoding} is not supported for dictionary pages");
        }

        if (_hasDictionary)
        {
            throw MalformedDataException.Corrupt("the column chunk has two dictionary pages");
        }

        _hasDictionary = true;
        LoadDictionary(_pages.ReadDictionary(header), header.ValueCount);
    }
}
