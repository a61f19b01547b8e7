using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace PD12M.Parquet;

/// <summary>Decodes the values of a page of numbers or booleans.</summary>
internal abstract class ValueDecoder<T>
    where T : unmanaged
{
    /// <summary>Decodes the next values.</summary>
    public abstract void Decode(Span<T> values);
}

/// <summary>Makes decoders by encoding; the place where one is added.</summary>
internal static class ValueDecoder
{
    /// <exception cref="MalformedDataException">The encoding is none for such values or not supported.</exception>
    public static ValueDecoder<T> Create<T>(ValueEncoding encoding, PhysicalType type, ArraySegment<byte> values, T[] dictionary)
        where T : unmanaged => encoding switch
        {
            ValueEncoding.Plain when type == PhysicalType.Boolean => (ValueDecoder<T>)(object)new PlainBooleanDecoder(values),
            ValueEncoding.Plain => new PlainDecoder<T>(values),
            ValueEncoding.Rle when type == PhysicalType.Boolean => (ValueDecoder<T>)(object)new RleBooleanDecoder(values),
            ValueEncoding.PlainDictionary or ValueEncoding.RleDictionary => new DictionaryDecoder<T>(values, dictionary),
            ValueEncoding.DeltaBinaryPacked when type is PhysicalType.Int32 or PhysicalType.Int64 => new DeltaDecoder<T>(values),
            ValueEncoding.ByteStreamSplit when type != PhysicalType.Boolean => new ByteStreamSplitDecoder<T>(values),
            _ => throw MalformedDataException.Unsupported($"the encoding {encoding} is not supported for {type}"),
        };

    private sealed class PlainDecoder<T>(ArraySegment<byte> values) : ValueDecoder<T>
        where T : unmanaged
    {
        private int _position;

        public override void Decode(Span<T> output)
        {
            ReadOnlySpan<byte> bytes = values.AsSpan(_position);
            Span<byte> target = MemoryMarshal.AsBytes(output);
            if (target.Length > bytes.Length)
            {
                throw MalformedDataException.Truncated("the page ends before its last value");
            }

            bytes.Slice(0, target.Length).CopyTo(target);
            _position += target.Length;
        }
    }

    private sealed class PlainBooleanDecoder(ArraySegment<byte> bits) : ValueDecoder<bool>
    {
        private int _bit;

        public override void Decode(Span<bool> values)
        {
            ReadOnlySpan<byte> bytes = bits;
            if (_bit + (long)values.Length > bytes.Length * 8L)
            {
                throw MalformedDataException.Truncated("the page ends before its last value");
            }

            for (int i = 0; i < values.Length; i++, _bit++)
            {
                values[i] = ((bytes[_bit >> 3] >> (_bit & 7)) & 1) != 0;
            }
        }
    }

    private sealed class RleBooleanDecoder(ArraySegment<byte> values) : ValueDecoder<bool>
    {
        private readonly int[] _numbers = new int[256];
        private HybridDecoder _runs = new(WithoutLength(values), bitWidth: 1);

        public override void Decode(Span<bool> values)
        {
            while (!values.IsEmpty)
            {
                Span<int> numbers = _numbers.AsSpan(0, Math.Min(_numbers.Length, values.Length));
                _runs.Decode(numbers);
                for (int i = 0; i < numbers.Length; i++)
                {
                    values[i] = numbers[i] != 0;
                }

                values = values.Slice(numbers.Length);
            }
        }

        private static ArraySegment<byte> WithoutLength(ArraySegment<byte> values)
        {
            if (values.Count == 0)
            {
                return values;
            }

            long length = values.Count >= 4 ? BinaryPrimitives.ReadUInt32LittleEndian(values) : long.MaxValue;
            return length <= values.Count - 4
                ? new(values.Array!, values.Offset + 4, (int)length)
                : throw MalformedDataException.Truncated("the run-length encoded booleans reach beyond the page");
        }
    }

    private sealed class DictionaryDecoder<T>(ArraySegment<byte> values, T[] dictionary) : ValueDecoder<T>
        where T : unmanaged
    {
        private readonly int[] _indices = new int[1024];
        private readonly DictionaryIndexDecoder _decoder = new(values);

        public override void Decode(Span<T> values)
        {
            while (!values.IsEmpty)
            {
                Span<int> indices = _indices.AsSpan(0, Math.Min(_indices.Length, values.Length));
                _decoder.Decode(indices, dictionary.Length);
                for (int i = 0; i < indices.Length; i++)
                {
                    values[i] = dictionary[indices[i]];
                }

                values = values.Slice(indices.Length);
            }
        }
    }

    private sealed class DeltaDecoder<T>(ArraySegment<byte> values) : ValueDecoder<T>
        where T : unmanaged
    {
        private DeltaBinaryDecoder _decoder = new(values);

        public override void Decode(Span<T> values) => _decoder.Decode(values);
    }
}
