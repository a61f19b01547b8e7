namespace PD12M.Parquet;

/// <summary>
/// Gives the bytes of page indexes: of a file at hand as they are asked for, of one that is far away all at once, by one
/// read of the place before the footer where writers put them. For several threads at once.
/// </summary>
internal sealed class PageIndexBytes(ByteSource source, IReadOnlyList<RowGroup> rowGroups)
{
    /// <summary>Bytes beyond which an index is not read: enough for 7,000 pages with bounds of 64 bytes. What is held of it has 50 MB at most.</summary>
    public const int MostBytes = 1 << 20;

    /// <summary>Bytes that the indexes of a far file may have altogether: those of 12 million rows in pages of 20,000.</summary>
    public const int MostFarBytes = 2 << 20;

    // An index can spare little of a file that is hardly longer.
    private const int LeastShare = 16;

    private readonly object _gate = new();
    private long _start;
    private byte[]? _bytes;

    /// <summary>Whether indexes can be read at a fair price; of a far file that may take the one read of them all.</summary>
    public bool AreAtHand
    {
        get
        {
            if (source.IsNear)
            {
                return true;
            }

            lock (_gate)
            {
                _bytes ??= ReadAll();
                return _bytes.Length > 0;
            }
        }
    }

    /// <summary>The bytes of an index.</summary>
    /// <param name="range">Where it is.</param>
    /// <param name="limit">Where in the file it must end.</param>
    /// <exception cref="MalformedDataException">It is too large or not in the file.</exception>
    public byte[] Read(FileRange range, long limit)
    {
        if (!IsPlausible(range, limit))
        {
            throw MalformedDataException.Corrupt($"a page index of {range.Length} bytes at offset {range.Offset} lies outside of the file or has more than {MostBytes}");
        }

        int length = range.Length!.Value;
        if (source.IsNear)
        {
            return ReadAt(range.Offset, length);
        }

        // What was not plausible when all were read is not among them.
        long start = range.Offset - _start;
        return start >= 0 && _bytes is not null && start + length <= _bytes.Length
            ? _bytes.AsSpan((int)start, length).ToArray()
            : throw MalformedDataException.Corrupt($"the page index at offset {range.Offset} lies apart from the others");
    }

    private static bool IsPlausible(FileRange range, long limit) => range.Length is > 0 and <= MostBytes && range.Offset >= 0 && range.Offset <= limit - range.Length;

    /// <returns>All indexes; nothing where there are none or they are not worth their reading.</returns>
    private byte[] ReadAll()
    {
        long start = long.MaxValue, end = 0;
        foreach (ColumnChunk chunk in rowGroups.SelectMany(group => group.Columns))
        {
            foreach (FileRange? index in (FileRange?[])[chunk.ColumnIndex, chunk.OffsetIndex])
            {
                if (index is { } range && IsPlausible(range, chunk.Limit))
                {
                    start = Math.Min(start, range.Offset);
                    end = Math.Max(end, range.Offset + range.Length!.Value);
                }
            }
        }

        bool isWorthIt = start < end && end - start <= MostFarBytes && (start >= source.Length - ParquetFile.UsualFooterLength || (end - start) * LeastShare <= source.Length);
        _start = isWorthIt ? start : 0;
        return isWorthIt ? ReadAt(start, (int)(end - start)) : [];
    }

    private byte[] ReadAt(long offset, int length)
    {
        using ChunkWindow window = new(source, offset, offset + length);
        return window.Peek(length).AsSpan(0, length).ToArray();
    }
}
