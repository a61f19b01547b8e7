namespace PD12M.Parquet;

/// <summary>Statistics of byte arrays: unsigned byte by byte, or for decimals as signed big-endian numbers.</summary>
internal sealed class BytesStatisticsWriter : StatisticsWriter
{
    // Long bounds would swell the footer, which every reader loads whole.
    private const int BoundLength = 64;

    private readonly ParquetColumn _column;
    private byte[]? _min;
    private byte[]? _max;

    public BytesStatisticsWriter(ParquetColumn column) => _column = column;

    public override void Add(ReadOnlySpan<byte> value)
    {
        // The order of intervals is undefined.
        if (_column.LogicalType == LogicalType.Interval)
        {
            return;
        }

        if (_min is null || Compare(value, _min) < 0)
        {
            _min = value.ToArray();
        }

        if (_max is null || Compare(value, _max) > 0)
        {
            _max = value.ToArray();
        }
    }

    protected override void WriteBounds(ThriftWriter thrift)
    {
        if (_min is null || _max is null)
        {
            return;
        }

        byte[]? max = Shorten(_max, isMax: true);
        byte[]? min = Shorten(_min, isMax: false);
        if (max is not null)
        {
            thrift.WriteBinary(5, max);
        }

        if (min is not null)
        {
            thrift.WriteBinary(6, min);
        }

        if (max is not null)
        {
            thrift.WriteBool(7, max.Length == _max.Length);
        }

        if (min is not null)
        {
            thrift.WriteBool(8, min.Length == _min.Length);
        }
    }

    private int Compare(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) =>
        _column.LogicalType == LogicalType.Decimal ? CompareSigned(left, right) : left.SequenceCompareTo(right);

    private static int CompareSigned(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        int length = Math.Max(left.Length, right.Length);
        int order = SignedByte(left, length, 0).CompareTo(SignedByte(right, length, 0));
        for (int i = 1; i < length && order == 0; i++)
        {
            order = ((byte)SignedByte(left, length, i)).CompareTo((byte)SignedByte(right, length, i));
        }

        return order;
    }

    /// <summary>Byte <paramref name="i"/> of the number once it is widened to <paramref name="length"/> bytes.</summary>
    private static sbyte SignedByte(ReadOnlySpan<byte> number, int length, int i)
    {
        int at = i - (length - number.Length);
        return at >= 0 ? (sbyte)number[at] : number.Length > 0 && number[0] >= 0x80 ? (sbyte)-1 : (sbyte)0;
    }

    private byte[]? Shorten(byte[] bound, bool isMax)
    {
        if (bound.Length <= BoundLength || _column.Type == PhysicalType.FixedLenByteArray)
        {
            return bound;
        }

        // A bound must be a valid value itself: a part of a JSON document, a decimal or an enum's name is none.
        return _column.LogicalType switch
        {
            LogicalType.String => Utf8BoundWriter.Shorten(bound, BoundLength, isMax),
            LogicalType.None when !isMax => bound.AsSpan(0, BoundLength).ToArray(),
            LogicalType.None => IncrementLastByte(bound.AsSpan(0, BoundLength)),
            _ => null,
        };
    }

    private static byte[]? IncrementLastByte(ReadOnlySpan<byte> prefix)
    {
        int length = prefix.Length;
        while (length > 0 && prefix[length - 1] == 0xFF)
        {
            length--;
        }

        if (length == 0)
        {
            return null;
        }

        byte[] bound = prefix.Slice(0, length).ToArray();
        bound[length - 1]++;
        return bound;
    }
}
