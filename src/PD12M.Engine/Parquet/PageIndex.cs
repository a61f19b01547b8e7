namespace PD12M.Parquet;

/// <summary>Which rows the pages of a column chunk have, and between which bounds their values lie.</summary>
/// <remarks>Source: PageIndex.md of apache/parquet-format; ColumnIndex and OffsetIndex in parquet.thrift.</remarks>
internal sealed class PageIndex
{
    private readonly byte[] _bytes;
    private readonly PageLocations _pages;
    private bool[] _nullPages = [];
    private (int Start, int Length)[] _minimums = [];
    private (int Start, int Length)[] _maximums = [];
    private long[]? _nullCounts;

    private PageIndex(byte[] bytes, PageLocations pages)
    {
        _bytes = bytes;
        _pages = pages;
    }

    /// <summary>The number of pages, those of the dictionary not among them.</summary>
    public int Count => _pages.Count;

    /// <param name="bounds">The column index.</param>
    /// <param name="pages">The pages, from the offset index.</param>
    /// <exception cref="MalformedDataException">It is damaged.</exception>
    public static PageIndex Read(byte[] bounds, PageLocations pages)
    {
        PageIndex index = new(bounds, pages);
        index.ReadBounds();
        index.Check();
        return index;
    }

    /// <summary>The first row of a page, counted from the row group's.</summary>
    public long FirstRow(int page) => _pages.FirstRow(page);

    /// <summary>The row behind the last of a page.</summary>
    public long EndRow(int page) => _pages.EndRow(page);

    /// <summary>Whether no row of a page has a value.</summary>
    public bool IsNull(int page) => _nullPages[page];

    /// <summary>Whether a row of a page may be without a value.</summary>
    public bool MayHaveNulls(int page) => _nullPages[page] || _nullCounts is null || _nullCounts[page] != 0;

    /// <summary>A lower bound of a page's values, in PLAIN encoding without a length; of no meaning for a page without values.</summary>
    public ReadOnlyMemory<byte> Min(int page) => _bytes.AsMemory(_minimums[page].Start, _minimums[page].Length);

    /// <summary>An upper bound, as <see cref="Min"/>.</summary>
    public ReadOnlyMemory<byte> Max(int page) => _bytes.AsMemory(_maximums[page].Start, _maximums[page].Length);

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

    private void Check()
    {
        if (_nullPages.Length != Count || _minimums.Length != Count || _maximums.Length != Count || (_nullCounts is not null && _nullCounts.Length != Count))
        {
            throw MalformedDataException.Corrupt("the page index's bounds are not those of its pages");
        }
    }
}
