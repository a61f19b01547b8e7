namespace PD12M.Parquet;

/// <summary>Gathers values of one length from as many streams of bytes (Encodings.md, "BYTE_STREAM_SPLIT = 9").</summary>
internal sealed class ByteStreamSplitByteArrayDecoder : ByteArrayDecoder
{
    // Few enough values for their bytes to stay in the processor's nearest cache until the last stream.
    private const int BlockSize = 64;

    private readonly ArraySegment<byte> _streams;
    private readonly int _length;
    private readonly MemoryBudget _budget;
    private readonly int _count;
    private int _next;

    public ByteStreamSplitByteArrayDecoder(ArraySegment<byte> values, int length, MemoryBudget budget)
        : base(values)
    {
        _streams = values;
        _length = length;
        _budget = budget;
        _count = values.Count / length;
        if (values.Count % length != 0)
        {
            throw MalformedDataException.Corrupt($"{values.Count} bytes are no whole number of values of {length} bytes");
        }
    }

    public override int Gap => 0;

    public override void Decode(Span<int> starts)
    {
        int count = starts.Length - 1;
        if (count > _count - _next)
        {
            throw MalformedDataException.Truncated("the page ends before its last value");
        }

        RentBuffer(count * _length, kept: default, _budget);
        byte[] buffer = Buffer;
        for (int start = 0; start < count; start += BlockSize)
        {
            GatherBlock(buffer, start, Math.Min(BlockSize, count - start));
        }

        for (int i = 0; i < starts.Length; i++)
        {
            starts[i] = i * _length;
        }

        _next += count;
    }

    private void GatherBlock(byte[] buffer, int start, int count)
    {
        for (int k = 0; k < _length; k++)
        {
            ReadOnlySpan<byte> stream = _streams.AsSpan((k * _count) + _next + start, count);
            int target = (start * _length) + k;
            foreach (byte value in stream)
            {
                buffer[target] = value;
                target += _length;
            }
        }
    }
}
