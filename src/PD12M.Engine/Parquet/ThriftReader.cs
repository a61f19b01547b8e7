namespace PD12M.Parquet;

/// <summary>Element types of Thrift's compact protocol.</summary>
internal enum ThriftType
{
    Stop = 0,
    True = 1,
    False = 2,
    Int8 = 3,
    Int16 = 4,
    Int32 = 5,
    Int64 = 6,
    Double = 7,
    Binary = 8,
    List = 9,
    Set = 10,
    Map = 11,
    Struct = 12,
    Uuid = 13,
}

/// <summary>Where a struct's reading stands: the field last met.</summary>
internal struct ThriftField
{
    public int Id;
    public ThriftType Type;
}

/// <summary>Reads Thrift's compact protocol (thrift-compact-protocol.md) from bytes that nobody vouches for.</summary>
internal ref struct ThriftReader(ReadOnlySpan<byte> bytes)
{
    private const int MaximumDepth = 32;
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _position;

    public readonly int Position => _position;

    /// <summary>Steps to the struct's next field; false at its end. Start with a default <paramref name="field"/>.</summary>
    public bool NextField(ref ThriftField field)
    {
        byte header = ReadByte();
        if (header == 0)
        {
            return false;
        }

        int delta = header >> 4;
        field.Id = delta == 0 ? (int)ZigZag(ReadVarint()) : field.Id + delta;
        field.Type = (ThriftType)(header & 15);
        return true;
    }

    public static bool ReadBoolean(ThriftType type) => type switch
    {
        ThriftType.True => true,
        ThriftType.False => false,
        _ => throw Unexpected(type),
    };

    public long ReadInt64(ThriftType type) => type switch
    {
        ThriftType.Int8 => (sbyte)ReadByte(),
        ThriftType.Int16 or ThriftType.Int32 or ThriftType.Int64 => ZigZag(ReadVarint()),
        _ => throw Unexpected(type),
    };

    public int ReadInt32(ThriftType type)
    {
        long value = ReadInt64(type);
        return value is >= int.MinValue and <= int.MaxValue
            ? (int)value
            : throw MalformedDataException.Corrupt($"the integer {value} needs more than 32 bits");
    }

    public ReadOnlySpan<byte> ReadBinary(ThriftType type)
    {
        Expect(type, ThriftType.Binary);
        return Take(ReadVarint());
    }

    public string ReadString(ThriftType type) => Utf8Text.GetString(ReadBinary(type));

    /// <summary>The number of elements that follow: never more than there are bytes left, as none takes less than one.</summary>
    public int ReadList(ThriftType type, ThriftType element)
    {
        Expect(type, ThriftType.List);
        (int count, ThriftType found) = ReadListHeader();
        if (count > 0)
        {
            Expect(found, element);
        }

        return count;
    }

    public bool[] ReadBooleans(ThriftType type)
    {
        Expect(type, ThriftType.List);
        (int count, ThriftType found) = ReadListHeader();
        bool[] values = new bool[count];
        for (int i = 0; i < count; i++)
        {
            // Libraries differ in which of the two stands for the list's type.
            if (found is not (ThriftType.True or ThriftType.False))
            {
                throw Unexpected(found);
            }

            values[i] = ReadByte() == (byte)ThriftType.True;
        }

        return values;
    }

    public static void Expect(ThriftType found, ThriftType expected)
    {
        if (found != expected)
        {
            throw Unexpected(found);
        }
    }

    public void Skip(ThriftType type) => Skip(type, MaximumDepth);

    private void Skip(ThriftType type, int depth)
    {
        if (depth == 0)
        {
            throw MalformedDataException.Corrupt($"structures are nested deeper than {MaximumDepth} levels");
        }

        switch (type)
        {
            case ThriftType.True or ThriftType.False:
                break;
            case ThriftType.Int8:
                Take(1);
                break;
            case ThriftType.Int16 or ThriftType.Int32 or ThriftType.Int64:
                ReadVarint();
                break;
            case ThriftType.Double:
                Take(8);
                break;
            case ThriftType.Uuid:
                Take(16);
                break;
            case ThriftType.Binary:
                Take(ReadVarint());
                break;
            case ThriftType.List or ThriftType.Set:
                (int count, ThriftType element) = ReadListHeader();
                SkipElements(count, element, depth);
                break;
            case ThriftType.Map:
                SkipMap(depth);
                break;
            case ThriftType.Struct:
                ThriftField field = default;
                while (NextField(ref field))
                {
                    Skip(field.Type, depth - 1);
                }

                break;
            default:
                throw Unexpected(type);
        }
    }

    private void SkipMap(int depth)
    {
        int count = CheckedCount(ReadVarint());
        if (count == 0)
        {
            return;
        }

        byte types = ReadByte();
        for (int i = 0; i < count; i++)
        {
            SkipElements(1, (ThriftType)(types >> 4), depth);
            SkipElements(1, (ThriftType)(types & 15), depth);
        }
    }

    private void SkipElements(int count, ThriftType element, int depth)
    {
        for (int i = 0; i < count; i++)
        {
            // A boolean has its value in a field's header, but a byte of its own in a list.
            Skip(element is ThriftType.True or ThriftType.False ? ThriftType.Int8 : element, depth - 1);
        }
    }

    private (int Count, ThriftType Element) ReadListHeader()
    {
        byte header = ReadByte();
        ulong count = (ulong)(header >> 4);
        return (CheckedCount(count == 15 ? ReadVarint() : count), (ThriftType)(header & 15));
    }

    private readonly int CheckedCount(ulong count) => count <= (ulong)(_bytes.Length - _position)
        ? (int)count
        : throw MalformedDataException.Truncated($"a list of {count} elements does not fit into the {_bytes.Length - _position} bytes left");

    private byte ReadByte() => _position < _bytes.Length
        ? _bytes[_position++]
        : throw MalformedDataException.Truncated("the metadata ends in the middle of a structure");

    private ReadOnlySpan<byte> Take(ulong count)
    {
        if (count > (ulong)(_bytes.Length - _position))
        {
            throw MalformedDataException.Truncated($"a value of {count} bytes does not fit into the {_bytes.Length - _position} bytes left");
        }

        ReadOnlySpan<byte> taken = _bytes.Slice(_position, (int)count);
        _position += (int)count;
        return taken;
    }

    private ulong ReadVarint()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            byte next = ReadByte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw MalformedDataException.Corrupt("a variable-length integer is longer than 64 bits");
    }

    private static long ZigZag(ulong value) => (long)(value >> 1) ^ -(long)(value & 1);

    private static MalformedDataException Unexpected(ThriftType type) =>
        MalformedDataException.Corrupt($"the metadata has a value of the wrong type (Thrift type {(int)type})");
}
