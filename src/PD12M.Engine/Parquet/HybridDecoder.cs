namespace PD12M.Parquet;

/// <summary>Decodes the hybrid of run lengths and bit-packed runs (Encodings.md, "RLE = 3"), in as many steps as wanted.</summary>
internal struct HybridDecoder
{
    private readonly byte[] _buffer;
    private readonly int _end;
    private readonly int _bitWidth;
    private int _position;
    private long _runLength;
    private int _runValue;
    private bool _isPacked;
    private long _bit;

    public HybridDecoder(ArraySegment<byte> bytes, int bitWidth)
    {
        if (bitWidth is < 0 or > 32)
        {
            throw MalformedDataException.Corrupt($"a bit width of {bitWidth}");
        }

        _buffer = bytes.Array!;
        _position = bytes.Offset;
        _end = bytes.Offset + bytes.Count;
        _bitWidth = bitWidth;
    }

    /// <summary>Passes over <paramref name="count"/> values if one repeated run holds them all and they are <paramref name="value"/>.</summary>
    public bool TrySkipRun(int value, int count)
    {
        if (_runLength == 0 && count > 0)
        {
            ReadRunHeader();
        }

        if (_isPacked || _runLength < count || _runValue != value)
        {
            return false;
        }

        _runLength -= count;
        return true;
    }

    public void Decode(Span<int> values)
    {
        while (!values.IsEmpty)
        {
            if (_runLength == 0)
            {
                ReadRunHeader();
            }

            int count = (int)Math.Min(_runLength, values.Length);
            if (_isPacked)
            {
                Unpack(values.Slice(0, count));
            }
            else
            {
                values.Slice(0, count).Fill(_runValue);
            }

            _runLength -= count;
            values = values.Slice(count);
        }
    }

    private void ReadRunHeader()
    {
        // A packed run without a group is legal though pointless.
        do
        {
            uint header = ReadVarint();
            _isPacked = (header & 1) == 1;
            _runLength = header >> 1;
            if (_isPacked)
            {
                StartPackedRun();
            }
            else
            {
                ReadRunValue();
            }
        }
        while (_runLength == 0);
    }

    private void StartPackedRun()
    {
        long bytes = _runLength * _bitWidth;
        _runLength *= 8;
        _bit = (long)_position * 8;
        if (bytes > _end - _position)
        {
            // Some writers cut off the padding of the last group.
            bytes = _end - _position;
            _runLength = bytes * 8 / _bitWidth;
            if (_runLength == 0)
            {
                throw Exhausted();
            }
        }

        _position += (int)bytes;
    }

    private void ReadRunValue()
    {
        int bytes = (_bitWidth + 7) / 8;
        if (bytes > _end - _position)
        {
            throw Exhausted();
        }

        uint value = 0;
        for (int i = 0; i < bytes; i++)
        {
            value |= (uint)_buffer[_position++] << (8 * i);
        }

        if (_bitWidth < 32 && value >> _bitWidth != 0)
        {
            throw MalformedDataException.Corrupt($"a run's value {value} has more than {_bitWidth} bits");
        }

        _runValue = (int)value;
    }

    private void Unpack(Span<int> values)
    {
        int i = 0;
        long bit = _bit;
        int width = _bitWidth;
        uint mask = (uint)((1UL << width) - 1);

        long lastWord = PackedWord.LastBit(_buffer);
        if (width is > 0 and <= 14)
        {
            for (; i + 4 <= values.Length && bit <= lastWord; i += 4, bit += 4 * width)
            {
                ulong word = PackedWord.Load(_buffer, bit);
                values[i] = (int)((uint)word & mask);
                values[i + 1] = (int)((uint)(word >> width) & mask);
                values[i + 2] = (int)((uint)(word >> (2 * width)) & mask);
                values[i + 3] = (int)((uint)(word >> (3 * width)) & mask);
            }
        }

        for (; i < values.Length && bit <= lastWord; i++, bit += width)
        {
            values[i] = (int)((uint)PackedWord.Load(_buffer, bit) & mask);
        }

        for (; i < values.Length; i++, bit += width)
        {
            values[i] = (int)((uint)PackedWord.LoadLast(_buffer, bit) & mask);
        }

        _bit = bit;
    }

    private uint ReadVarint()
    {
        ulong value = 0;
        for (int shift = 0; shift < 35; shift += 7)
        {
            if (_position >= _end)
            {
                throw Exhausted();
            }

            byte next = _buffer[_position++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value <= uint.MaxValue
                    ? (uint)value
                    : throw MalformedDataException.Corrupt("a run's header has more than 32 bits");
            }
        }

        throw MalformedDataException.Corrupt("a run's header has more than 32 bits");
    }

    private static MalformedDataException Exhausted() =>
        MalformedDataException.Truncated("the run-length encoded data ends before the page's last value");
}
