using System.Buffers;

namespace PD12M.Parquet;

/// <summary>
/// Puts values together from what they share with the one before and the rest (Encodings.md, "DELTA_BYTE_ARRAY = 7").
/// A page of 1 MB can stand for any amount of bytes; no more than <see cref="MostExpanded"/> of them, or one value, which is
/// never longer than its page, are there at a time.
/// </summary>
internal sealed class DeltaByteArrayDecoder : ByteArrayDecoder
{
    private const int MostExpanded = 4 * 1024 * 1024;

    private readonly byte[] _page;
    private readonly int? _fixedLength;
    private readonly MemoryBudget _budget;
    private int[] _prefixes = ArrayPool<int>.Shared.Rent(ColumnReader.BatchSize);
    private int[] _suffixes = ArrayPool<int>.Shared.Rent(ColumnReader.BatchSize);
    private DeltaBinaryDecoder _prefixLengths;
    private DeltaBinaryDecoder _suffixLengths;
    private int _nextLength;
    private int _lengthCount;
    private int _lastStart;
    private int _lastLength;

    /// <param name="values">The page's values.</param>
    /// <param name="fixedLength">The length that each value must have, or null for any.</param>
    /// <param name="budget">What counts the values put together.</param>
    public DeltaByteArrayDecoder(ArraySegment<byte> values, int? fixedLength, MemoryBudget budget)
        : base(values)
    {
        _page = values.Array!;
        _fixedLength = fixedLength;
        _budget = budget;
        _prefixLengths = new(values);
        DeltaBinaryDecoder ahead = _prefixLengths;
        int suffixes = ahead.SkipToEnd();
        _suffixLengths = new(new ArraySegment<byte>(_page, suffixes, End - suffixes));
        if (_prefixLengths.Remaining != _suffixLengths.Remaining)
        {
            throw MalformedDataException.Corrupt($"{_prefixLengths.Remaining} prefixes for {_suffixLengths.Remaining} suffixes");
        }

        ahead = _suffixLengths;
        Position = ahead.SkipToEnd();
    }

    public override int Gap => 0;

    public override int Limit(int values)
    {
        ReadLengths(values);
        long bytes = 0;
        for (int i = _nextLength; i < _lengthCount; i++)
        {
            bytes += (long)_prefixes[i] + _suffixes[i];
            if (bytes > MostExpanded)
            {
                return Math.Max(1, i - _nextLength);
            }
        }

        return values;
    }

    public override void Decode(Span<int> starts)
    {
        int count = starts.Length - 1;
        ReadLengths(count);
        if (count > _lengthCount - _nextLength)
        {
            throw MalformedDataException.Truncated("the page ends before its last value");
        }

        ReadOnlySpan<int> prefixes = _prefixes.AsSpan(_nextLength, count);
        ReadOnlySpan<int> suffixes = _suffixes.AsSpan(_nextLength, count);
        // The value before is needed until the first one is made of it.
        if (RentBuffer(Measure(prefixes, suffixes), Buffer.AsSpan(_lastStart, _lastLength), _budget))
        {
            _lastStart = 0;
        }

        byte[] buffer = Buffer;
        int start = 0, position = Position, last = _lastStart;
        for (int i = 0; i < count; i++)
        {
            int prefix = prefixes[i], suffix = suffixes[i];
            starts[i] = start;
            new ReadOnlySpan<byte>(buffer, last, prefix).CopyTo(new Span<byte>(buffer, start, prefix));
            new ReadOnlySpan<byte>(_page, position, suffix).CopyTo(new Span<byte>(buffer, start + prefix, suffix));
            position += suffix;
            last = start;
            start += prefix + suffix;
        }

        if (count > 0)
        {
            _lastStart = last;
            _lastLength = start - last;
        }

        starts[count] = start;
        Position = position;
        _nextLength += count;
    }

    public override void Dispose()
    {
        ArrayPool<int>.Shared.Return(_prefixes);
        ArrayPool<int>.Shared.Return(_suffixes);
        _prefixes = _suffixes = [];
        base.Dispose();
    }

    /// <summary>Has the lengths of the next <paramref name="count"/> values, at most <see cref="ColumnReader.BatchSize"/>, at hand, or of all that come.</summary>
    private void ReadLengths(int count)
    {
        int kept = _lengthCount - _nextLength;
        if (kept >= count || _prefixLengths.Remaining == 0)
        {
            return;
        }

        Array.Copy(_prefixes, _nextLength, _prefixes, 0, kept);
        Array.Copy(_suffixes, _nextLength, _suffixes, 0, kept);
        int more = (int)Math.Min(ColumnReader.BatchSize - kept, _prefixLengths.Remaining);
        _prefixLengths.Decode(_prefixes.AsSpan(kept, more));
        _suffixLengths.Decode(_suffixes.AsSpan(kept, more));
        _nextLength = 0;
        _lengthCount = kept + more;
    }

    private int Measure(ReadOnlySpan<int> prefixes, ReadOnlySpan<int> suffixes)
    {
        long total = 0;
        int length = _lastLength, left = End - Position;
        for (int i = 0; i < prefixes.Length; i++)
        {
            if ((uint)prefixes[i] > (uint)length)
            {
                throw MalformedDataException.Corrupt($"a value shares {prefixes[i]} bytes with one of {length}");
            }

            if ((uint)suffixes[i] > (uint)left)
            {
                throw MalformedDataException.Truncated($"a value of {(uint)suffixes[i]} bytes does not fit into the {left} bytes left of the page");
            }

            left -= suffixes[i];
            length = prefixes[i] + suffixes[i];
            total += length;
            if (_fixedLength is { } demanded && length != demanded)
            {
                throw MalformedDataException.Corrupt($"a value has {length} bytes, the schema demands {demanded}");
            }
        }

        return (int)total;
    }
}
