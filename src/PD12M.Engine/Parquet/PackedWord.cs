using System.Runtime.CompilerServices;

namespace PD12M.Parquet;

/// <summary>Words out of bytes that are packed from the least significant bit on.</summary>
internal static class PackedWord
{
    /// <summary>The last bit at which <see cref="Load"/> stays within <paramref name="buffer"/>; negative if there is none.</summary>
    public static long LastBit(byte[] buffer) => ((long)buffer.Length - sizeof(ulong)) * 8;

    /// <summary>At least 57 bits from <paramref name="bit"/> on, at most at <see cref="LastBit"/>.</summary>
    public static ulong Load(byte[] buffer, long bit) =>
        Unsafe.ReadUnaligned<ulong>(ref buffer[(int)(bit >> 3)]) >> (int)(bit & 7);

    /// <summary>As <see cref="Load"/>, with zeros for what lies behind the buffer.</summary>
    public static ulong LoadLast(byte[] buffer, long bit)
    {
        ulong word = 0;
        int start = (int)(bit >> 3);
        for (int i = start; i < Math.Min(start + sizeof(ulong), buffer.Length); i++)
        {
            word |= (ulong)buffer[i] << (8 * (i - start));
        }

        return word >> (int)(bit & 7);
    }
}
