using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PD12M.Parquet;

/// <summary>Gathers numbers of four or eight bytes from as many streams of bytes (Encodings.md, "BYTE_STREAM_SPLIT = 9").</summary>
/// <typeparam name="T">int, long, float or double.</typeparam>
internal sealed class ByteStreamSplitDecoder<T> : ValueDecoder<T>
    where T : unmanaged
{
    private readonly ArraySegment<byte> _streams;
    private readonly int _count;
    private int _next;

    public ByteStreamSplitDecoder(ArraySegment<byte> values)
    {
        _streams = values;
        _count = values.Count / Unsafe.SizeOf<T>();
        if (values.Count % Unsafe.SizeOf<T>() != 0)
        {
            throw MalformedDataException.Corrupt($"{values.Count} bytes are no whole number of values of {Unsafe.SizeOf<T>()} bytes");
        }
    }

    public override void Decode(Span<T> values)
    {
        if (values.Length > _count - _next)
        {
            throw MalformedDataException.Truncated("the page ends before its last value");
        }

        if (Unsafe.SizeOf<T>() == sizeof(uint))
        {
            Gather(MemoryMarshal.Cast<T, uint>(values));
        }
        else
        {
            Gather(MemoryMarshal.Cast<T, ulong>(values));
        }

        _next += values.Length;
    }

    private void Gather(Span<uint> values)
    {
        ReadOnlySpan<byte> b0 = Stream(0, values.Length), b1 = Stream(1, values.Length), b2 = Stream(2, values.Length), b3 = Stream(3, values.Length);
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = b0[i] | ((uint)b1[i] << 8) | ((uint)b2[i] << 16) | ((uint)b3[i] << 24);
        }
    }

    private void Gather(Span<ulong> values)
    {
        values.Clear();
        for (int k = 0; k < sizeof(ulong); k += 2)
        {
            ReadOnlySpan<byte> low = Stream(k, values.Length), high = Stream(k + 1, values.Length);
            for (int i = 0; i < values.Length; i++)
            {
                values[i] |= (ulong)(low[i] | ((uint)high[i] << 8)) << (8 * k);
            }
        }
    }

    private ReadOnlySpan<byte> Stream(int number, int count) => _streams.AsSpan((number * _count) + _next, count);
}
