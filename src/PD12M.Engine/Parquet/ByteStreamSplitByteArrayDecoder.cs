namespace PD12M.Parquet;

/// <summary>Gathers values of one length from as many streams of bytes (Encodings.md, "BYTE_STREAM_SPLIT = 9").</summary>
internal sealed class ByteStreamSplitByteArrayDecoder : ByteArrayDecoder
{
    private readonly ArraySegment<byte> _streams;
    private readonly int _length;
    private readonly int _count;
    private int _next;

    public ByteStreamSplitByteArrayDecoder(ArraySegment<byte> values, int length)
        : base(values)
    {
        _streams = values;
        _length = length;
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

        RentBuffer(count * _length, kept: default);
        byte[] buffer = Buffer;
        for (int k = 0; k < _length; k++)
        {
            ReadOnlySpan<byte> stream = _streams.AsSpan((k * _count) + _next, count);
            for (int i = 0, target = k; i < stream.Length; i++, target += _length)
            {
                buffer[target] = stream[i];
            }
        }

        for (int i = 0; i < starts.Length; i++)
        {
            starts[i] = i * _length;
        }

        _next += count;
    }
}
