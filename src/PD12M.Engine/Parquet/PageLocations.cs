namespace PD12M.Parquet;

/// <summary>Where the data pages of a column chunk are, and which rows they have.</summary>
/// <remarks>Source: PageIndex.md of apache/parquet-format; OffsetIndex in parquet.thrift.</remarks>
internal sealed class PageLocations
{
    private readonly long _rows;
    private Page[] _pages = [];

    private PageLocations(long rows) => _rows = rows;

    /// <summary>The number of pages, those of the dictionary not among them.</summary>
    public int Count => _pages.Length;

    /// <param name="bytes">The offset index.</param>
    /// <param name="rows">How many rows the row group has.</param>
    /// <exception cref="MalformedDataException">It is damaged, or contradicts the number of rows.</exception>
    public static PageLocations Read(byte[] bytes, long rows)
    {
        PageLocations locations = new(rows);
        ThriftReader reader = new(bytes);
        ThriftField field = default;
        while (reader.NextField(ref field))
        {
            if (field.Id != 1)
            {
                reader.Skip(field.Type);
                continue;
            }

            locations._pages = new Page[reader.ReadList(field.Type, ThriftType.Struct)];
            for (int i = 0; i < locations._pages.Length; i++)
            {
                locations._pages[i] = ReadPage(ref reader);
            }
        }

        return locations.HasAllRows() ? locations : throw MalformedDataException.Corrupt("the page index contradicts itself or the number of rows");
    }

    /// <summary>The first row of a page, counted from the row group's.</summary>
    public long FirstRow(int page) => _pages[page].FirstRow;

    /// <summary>The row behind the last of a page.</summary>
    public long EndRow(int page) => page + 1 < _pages.Length ? _pages[page + 1].FirstRow : _rows;

    /// <summary>The place of a page's header in the file.</summary>
    public long Offset(int page) => _pages[page].Offset;

    /// <summary>The place behind a page's last byte.</summary>
    public long EndOffset(int page) => _pages[page].Offset + _pages[page].Length;

    /// <summary>The page that has a row.</summary>
    public int PageOf(long row)
    {
        int low = 0, high = _pages.Length - 1;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (EndRow(middle) <= row)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    /// <summary>The place behind the page, or the dictionary before all pages, that has a byte of the file.</summary>
    public long EndAt(long position)
    {
        int low = 0, high = _pages.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (EndOffset(middle) <= position)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low == _pages.Length ? position : low == 0 && position < Offset(0) ? Offset(0) : EndOffset(low);
    }

    /// <summary>Whether the pages lie one behind the other within their chunk, so that they can be gone to.</summary>
    public bool LieWithin(ColumnChunk chunk)
    {
        long end = chunk.StartOffset;
        foreach (Page page in _pages)
        {
            if (page.Offset < end || page.Length <= 0 || page.Length > chunk.EndOffset - page.Offset)
            {
                return false;
            }

            end = page.Offset + page.Length;
        }

        return true;
    }

    private static Page ReadPage(ref ThriftReader reader)
    {
        long offset = -1, firstRow = -1;
        int length = -1;
        ThriftField field = default;
        while (reader.NextField(ref field))
        {
            switch (field.Id)
            {
                case 1:
                    offset = reader.ReadInt64(field.Type);
                    break;
                case 2:
                    length = reader.ReadInt32(field.Type);
                    break;
                case 3:
                    firstRow = reader.ReadInt64(field.Type);
                    break;
                default:
                    reader.Skip(field.Type);
                    break;
            }
        }

        return new Page(offset, length, firstRow);
    }

    private bool HasAllRows()
    {
        bool fits = Count == 0 ? _rows == 0 : FirstRow(0) == 0;
        for (int page = 0; fits && page < Count; page++)
        {
            fits = FirstRow(page) <= EndRow(page);
        }

        return fits;
    }

    private readonly record struct Page(long Offset, int Length, long FirstRow);
}
