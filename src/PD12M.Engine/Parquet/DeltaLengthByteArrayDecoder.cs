namespace PD12M.Parquet;

/// <summary>Finds values whose lengths stand in front of all bytes (Encodings.md, "DELTA_LENGTH_BYTE_ARRAY = 6").</summary>
internal sealed class DeltaLengthByteArrayDecoder : ByteArrayDecoder
{
    private DeltaBinaryDecoder _lengths;

    public DeltaLengthByteArrayDecoder(ArraySegment<byte> values)
        : base(values)
    {
        _lengths = new(values);
        DeltaBinaryDecoder ahead = _lengths;
        Position = ahead.SkipToEnd();
    }

    public override int Gap => 0;

    public override void Decode(Span<int> starts)
    {
        Span<int> lengths = starts.Slice(0, starts.Length - 1);
        _lengths.Decode(lengths);
        long position = Position;
        int signs = 0;
        for (int i = 0; i < lengths.Length; i++)
        {
            int length = lengths[i];
            starts[i] = (int)position;
            signs |= length;
            position += length;
        }

        if (signs < 0)
        {
            throw MalformedDataException.Corrupt("a value has a negative length");
        }

        if (position > End)
        {
            throw MalformedDataException.Truncated($"values of {position - Position} bytes do not fit into the {End - Position} bytes left of the page");
        }

        Position = (int)position;
        starts[starts.Length - 1] = Position;
    }
}
