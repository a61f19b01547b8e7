using System.Buffers.Binary;

namespace PD12M.Parquet;

/// <summary>Finds the values of a page of byte arrays; the place where an encoding is added.</summary>
internal abstract class ByteArrayDecoder(ArraySegment<byte> values) : IDisposable
{
    private readonly byte[] _page = values.Array!;
    private PageBuffer? _made;

    /// <summary>Where the bytes of the values last decoded are.</summary>
    public byte[] Buffer => _made?.Bytes ?? _page;

    /// <summary>Bytes between the end of a value and the start of the next.</summary>
    public abstract int Gap { get; }

    private protected int Position { get; set; } = values.Offset;

    private protected int End { get; } = values.Offset + values.Count;

    /// <summary>Makes <see cref="Buffer"/> one of at least <paramref name="size"/> bytes for values that do not lie in the page as they are.</summary>
    /// <returns>Whether it was replaced, with <paramref name="kept"/> at its start.</returns>
    private protected bool RentBuffer(int size, ReadOnlySpan<byte> kept, MemoryBudget budget)
    {
        if (_made?.Bytes.Length >= size)
        {
            return false;
        }

        PageBuffer made = _made ?? new(budget);
        bool isReplaced = made.Ensure(Math.Max(size, kept.Length), kept);
        _made = made;
        return isReplaced;
    }

    /// <summary>Gives the place of each of the next values and, one more, where another would start.</summary>
    public abstract void Decode(Span<int> starts);

    /// <summary>How many of the next <paramref name="values"/> may be decoded at once, at least one.</summary>
    public virtual int Limit(int values) => values;

    public virtual void Dispose() => _made?.Dispose();

    /// <exception cref="MalformedDataException">The encoding is none for byte arrays or not supported.</exception>
    public static ByteArrayDecoder Create(ValueEncoding encoding, ParquetColumn column, ArraySegment<byte> values, MemoryBudget budget) => (encoding, column.Type) switch
    {
        (ValueEncoding.Plain, PhysicalType.ByteArray) => new PlainByteArrayDecoder(values),
        (ValueEncoding.Plain, PhysicalType.Int96) => new FixedByteArrayDecoder(values, 12),
        (ValueEncoding.Plain, _) => new FixedByteArrayDecoder(values, column.TypeLength),
        (ValueEncoding.DeltaLengthByteArray, PhysicalType.ByteArray) => new DeltaLengthByteArrayDecoder(values),
        (ValueEncoding.DeltaByteArray, PhysicalType.ByteArray) => new DeltaByteArrayDecoder(values, fixedLength: null, budget),
        (ValueEncoding.DeltaByteArray, PhysicalType.FixedLenByteArray) => new DeltaByteArrayDecoder(values, column.TypeLength, budget),
        (ValueEncoding.ByteStreamSplit, PhysicalType.FixedLenByteArray) => new ByteStreamSplitByteArrayDecoder(values, column.TypeLength, budget),
        _ => throw MalformedDataException.Unsupported($"the encoding {encoding} is not supported for {column.Type}"),
    };

    private sealed class PlainByteArrayDecoder(ArraySegment<byte> values) : ByteArrayDecoder(values)
    {
        public override int Gap => sizeof(int);

        public override void Decode(Span<int> starts)
        {
            ReadOnlySpan<byte> bytes = Buffer;
            int position = Position;
            int end = End;
            for (int i = 0; i < starts.Length - 1; i++)
            {
                if (end - position < sizeof(int))
                {
                    throw MalformedDataException.Truncated("the page ends before its last value");
                }

                uint length = BinaryPrimitives.ReadUInt32LittleEndian(bytes.Slice(position));
                position += sizeof(int);
                if (length > (uint)(end - position))
                {
                    throw MalformedDataException.Truncated($"a value of {length} bytes does not fit into the {end - position} bytes left of the page");
                }

                starts[i] = position;
                position += (int)length;
            }

            starts[starts.Length - 1] = position + sizeof(int);
            Position = position;
        }
    }

    private sealed class FixedByteArrayDecoder(ArraySegment<byte> values, int length) : ByteArrayDecoder(values)
    {
        public override int Gap => 0;

        public override void Decode(Span<int> starts)
        {
            if ((starts.Length - 1) * (long)length > End - Position)
            {
                throw MalformedDataException.Truncated("the page ends before its last value");
            }

            for (int i = 0; i < starts.Length; i++)
            {
                starts[i] = Position + (i * length);
            }

            Position = starts[starts.Length - 1];
        }
    }
}
