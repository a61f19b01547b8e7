using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PD12M.Parquet;

/// <summary>
/// Decodes integers stored as packed differences (Encodings.md, "DELTA_BINARY_PACKED = 5"), in as many steps as wanted.
/// A copy goes on by itself.
/// </summary>
internal struct DeltaBinaryDecoder
{
    private readonly byte[] _buffer;
    private readonly int _end;
    private readonly int _miniblockSize;
    private readonly int _miniblockCount;
    private int _position;
    private int _nextWidth;
    private int _widthsEnd;
    private int _width;
    private long _bit;
    private ulong _minDelta;
    private ulong _value;
    private bool _isAtFirst;
    private uint _unopened;
    private int _ready;

    /// <summary>Reads the header; no bytes at all stand for no values.</summary>
    public DeltaBinaryDecoder(ArraySegment<byte> bytes)
    {
        _buffer = bytes.Array!;
        _position = bytes.Offset;
        _end = bytes.Offset + bytes.Count;
        if (bytes.Count == 0)
        {
            return;
        }

        ulong blockSize = ReadVarint();
        ulong miniblocks = ReadVarint();
        if (blockSize is 0 or > int.MaxValue || blockSize % 128 != 0 || miniblocks is 0 || miniblocks > blockSize || blockSize % (miniblocks * 32) != 0)
        {
            throw MalformedDataException.Corrupt($"blocks of {blockSize} values in {miniblocks} miniblocks");
        }

        _miniblockSize = (int)(blockSize / miniblocks);
        _miniblockCount = (int)miniblocks;
        ulong count = ReadVarint();
        if (count > uint.MaxValue)
        {
            throw MalformedDataException.Corrupt($"a page of {count} values");
        }

        _value = ReadZigzag();
        _isAtFirst = count > 0;
        _unopened = _isAtFirst ? (uint)count - 1 : 0;
    }

    /// <summary>The number of values that come yet, as the header states it.</summary>
    public readonly long Remaining => (_isAtFirst ? 1L : 0) + _ready + _unopened;

    /// <summary>Decodes the next values, with wrap-around as the specification demands.</summary>
    /// <typeparam name="T">int or long.</typeparam>
    public void Decode<T>(Span<T> values)
        where T : unmanaged
    {
        if (values.Length > Remaining)
        {
            throw MalformedDataException.Truncated("the page ends before its last value");
        }

        if (_isAtFirst && !values.IsEmpty)
        {
            _isAtFirst = false;
            Store(ref MemoryMarshal.GetReference(values), 0, _value);
            values = values.Slice(1);
        }

        while (!values.IsEmpty)
        {
            if (_ready == 0)
            {
                OpenMiniblock();
            }

            int count = Math.Min(_ready, values.Length);
            Unpack(values.Slice(0, count));
            _ready -= count;
            values = values.Slice(count);
        }
    }

    /// <summary>Passes over all values.</summary>
    /// <returns>The place behind them.</returns>
    public int SkipToEnd()
    {
        _isAtFirst = false;
        while (_unopened > 0)
        {
            OpenMiniblock();
        }

        _ready = 0;
        return _position;
    }

    private void OpenMiniblock()
    {
        if (_nextWidth == _widthsEnd)
        {
            OpenBlock();
        }

        _width = _buffer[_nextWidth++];
        if (_width > 64)
        {
            throw MalformedDataException.Corrupt($"a bit width of {_width}");
        }

        _ready = (int)Math.Min((uint)_miniblockSize, _unopened);
        _unopened -= (uint)_ready;
        _bit = (long)_position * 8;
        int left = _end - _position;
        if ((((long)_ready * _width) + 7) / 8 > left)
        {
            throw MalformedDataException.Truncated("the page ends before its last value");
        }

        // Some writers cut off the padding of the last miniblock.
        _position += (int)Math.Min((long)_miniblockSize * _width / 8, left);
    }

    private void OpenBlock()
    {
        _minDelta = ReadZigzag();
        if (_miniblockCount > _end - _position)
        {
            throw MalformedDataException.Truncated("the page ends within the bit widths of a block");
        }

        _nextWidth = _position;
        _position += _miniblockCount;
        _widthsEnd = _position;
    }

    private void Unpack<T>(Span<T> values)
        where T : unmanaged
    {
        int i = 0;
        int width = _width;
        byte[] buffer = _buffer;
        ulong value = _value, minDelta = _minDelta;
        long bit = _bit;
        long lastWord = PackedWord.LastBit(buffer);
        ref T target = ref MemoryMarshal.GetReference(values);
        if (width == 0)
        {
            for (; i < values.Length; i++)
            {
                value += minDelta;
                Store(ref target, i, value);
            }
        }
        else if (width <= 14)
        {
            ulong mask = (1UL << width) - 1;
            for (; i + 4 <= values.Length && bit <= lastWord; i += 4, bit += 4 * width)
            {
                ulong word = PackedWord.Load(buffer, bit);
                Store(ref target, i, value += minDelta + (word & mask));
                Store(ref target, i + 1, value += minDelta + ((word >> width) & mask));
                Store(ref target, i + 2, value += minDelta + ((word >> (2 * width)) & mask));
                Store(ref target, i + 3, value += minDelta + ((word >> (3 * width)) & mask));
            }
        }
        else if (width <= 57)
        {
            ulong mask = (1UL << width) - 1;
            for (; i < values.Length && bit <= lastWord; i++, bit += width)
            {
                Store(ref target, i, value += minDelta + (PackedWord.Load(buffer, bit) & mask));
            }
        }

        for (; i < values.Length; i++, bit += width)
        {
            Store(ref target, i, value += minDelta + LoadAny(bit));
        }

        _value = value;
        _bit = bit;
    }

    // A difference of more than 57 bits may take nine bytes.
    private readonly ulong LoadAny(long bit)
    {
        ulong word = PackedWord.LoadLast(_buffer, bit);
        int shift = (int)(bit & 7);
        if (shift + _width > 64)
        {
            word |= (ulong)_buffer[(int)(bit >> 3) + 8] << (64 - shift);
        }

        return _width == 64 ? word : word & ((1UL << _width) - 1);
    }

    private static void Store<T>(ref T start, int index, ulong value)
        where T : unmanaged
    {
        if (typeof(T) == typeof(int))
        {
            Unsafe.Add(ref Unsafe.As<T, int>(ref start), index) = (int)value;
        }
        else
        {
            Unsafe.Add(ref Unsafe.As<T, long>(ref start), index) = (long)value;
        }
    }

    private ulong ReadZigzag()
    {
        ulong value = ReadVarint();
        return (value >> 1) ^ (0 - (value & 1));
    }

    private ulong ReadVarint()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            if (_position >= _end)
            {
                throw MalformedDataException.Truncated("the page ends within a number");
            }

            byte next = _buffer[_position++];
            if (shift == 63 && next > 1)
            {
                break;
            }

            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw MalformedDataException.Corrupt("a number has more than 64 bits");
    }
}
