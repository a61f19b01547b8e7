namespace PD12M.Parquet;

/// <summary>Which rows the pages of a column chunk have, and between which bounds their values lie.</summary>
/// <remarks>Source: PageIndex.md of apache/parquet-format; ColumnIndex and OffsetIndex in parquet.thrift.</remarks>
internal sealed class PageIndex
{
    /// <summary>Bytes beyond which an index is not read: enough for 7,000 pages with bounds of 64 bytes. What is held of it has 40 MB at most.</summary>
    public const int MostBytes = 1 << 20;

    private readonly byte[] _bytes;
    private readonly long _rows;
    private long[] _firstRows = [];
    private bool[] _nullPages = [];
    private (int Start, int Length)[] _minimums = [];
    private (int Start, int Length)[] _maximums = [];
    private long[]? _nullCounts;

    private PageIndex(byte[] bytes, long rows)
    {
        _bytes = bytes;
        _rows = rows;
    }

    /// <summary>The number of pages, those of the dictionary not among them.</summary>
    public int Count => _firstRows.Length;

    /// <param name="source">The file.</param>
    /// <param name="bounds">Where the column index is.</param>
    /// <param name="rows">Where the offset index is.</param>
    /// <param name="limit">Where in the file both must end.</param>
    /// <param name="rowCount">How many rows the row group has.</param>
    /// <exception cref="MalformedDataException">It is damaged or too large.</exception>
    public static PageIndex Read(ByteSource source, FileRange bounds, FileRange rows, long limit, long rowCount)
    {
        var index = new PageIndex(ReadRange(source, bounds, limit), rowCount);
        index.ReadBounds();
        index.ReadRows(ReadRange(source, rows, limit));
        index.Check();
        return index;
    }

    /// <summary>The first row of a page, counted from the row group's.</summary>
    public long FirstRow(int page) => _firstRows[page];

    /// <summary>The row behind the last of a page.</summary>
    public long EndRow(int page) => page + 1 < _firstRows.Length ? _firstRows[page + 1] : _rows;

    /// <summary>Whether no row of a page has a value.</summary>
    public bool IsNull(int page) => _nullPages[page];

    /// <summary>Whether a row of a page may be without a value.</summary>
    public bool MayHaveNulls(int page) => _nullPages[page] || _nullCounts is null || _nullCounts[page] != 0;

    /// <summary>A lower bound of a page's values, in PLAIN encoding without a length; of no meaning for a page without values.</summary>
    public ReadOnlyMemory<byte> Min(int page) => _bytes.AsMemory(_minimums[page].Start, _minimums[page].Length);

    /// <summary>An upper bound, as <see cref="Min"/>.</summary>
    public ReadOnlyMemory<byte> Max(int page) => _bytes.AsMemory(_maximums[page].Start, _maximums[page].Length);

    private static byte[] ReadRange(ByteSource source, FileRange range, long limit)
    {
        if (range.Length is not (> 0 and <= MostBytes and int length) || range.Offset > limit - length)
        {
            throw MalformedDataException.Corrupt($"a page index of {range.Length} bytes at offset {range.Offset} lies outside of the file or has more than {MostBytes}");
        }

        using ChunkWindow window = new(source, range.Offset, range.Offset + length);
        return window.Peek(length).AsSpan(0, length).ToArray();
    }

    private void ReadBounds()
    {
        ThriftReader reader = new(_bytes);
        ThriftField field = default;
        while (reader.NextField(ref field))
        {
            switch (field.Id)
            {
                case 1:
                    _nullPages = reader.ReadBooleans(field.Type);
                    break;
                case 2:
                    _minimums = ReadPlaces(ref reader, field.Type);
                    break;
                case 3:
                    _maximums = ReadPlaces(ref reader, field.Type);
                    break;
                case 5:
                    _nullCounts = new long[reader.ReadList(field.Type, ThriftType.Int64)];
                    for (int i = 0; i < _nullCounts.Length; i++)
                    {
                        _nullCounts[i] = reader.ReadInt64(ThriftType.Int64);
                    }

                    break;
                default:
                    reader.Skip(field.Type);
                    break;
            }
        }
    }

    private static (int Start, int Length)[] ReadPlaces(ref ThriftReader reader, ThriftType type)
    {
        var places = new (int Start, int Length)[reader.ReadList(type, ThriftType.Binary)];
        for (int i = 0; i < places.Length; i++)
        {
            int length = reader.ReadBinary(ThriftType.Binary).Length;
            places[i] = (reader.Position - length, length);
        }

        return places;
    }

    private void ReadRows(byte[] bytes)
    {
        ThriftReader reader = new(bytes);
        ThriftField field = default;
        while (reader.NextField(ref field))
        {
            if (field.Id != 1)
            {
                reader.Skip(field.Type);
                continue;
            }

            _firstRows = new long[reader.ReadList(field.Type, ThriftType.Struct)];
            for (int i = 0; i < _firstRows.Length; i++)
            {
                _firstRows[i] = ReadFirstRow(ref reader);
            }
        }
    }

    private static long ReadFirstRow(ref ThriftReader reader)
    {
        long firstRow = -1;
        ThriftField field = default;
        while (reader.NextField(ref field))
        {
            if (field.Id == 3)
            {
                firstRow = reader.ReadInt64(field.Type);
            }
            else
            {
                reader.Skip(field.Type);
            }
        }

        return firstRow;
    }

    private void Check()
    {
        bool fits = _nullPages.Length == Count && _minimums.Length == Count && _maximums.Length == Count && (_nullCounts is null || _nullCounts.Length == Count)
            && (Count == 0 ? _rows == 0 : _firstRows[0] == 0);
        for (int page = 0; fits && page < Count; page++)
        {
            fits = FirstRow(page) <= EndRow(page);
        }

        if (!fits)
        {
            throw MalformedDataException.Corrupt("the page index contradicts itself or the number of rows");
        }
    }
}
