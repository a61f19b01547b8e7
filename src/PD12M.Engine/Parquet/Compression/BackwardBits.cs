#if NET
using System.Numerics;
#endif
using System.Runtime.CompilerServices;

namespace PD12M.Parquet;

/// <summary>Reads a bit stream from its last bit to its first, as Zstandard's entropy coders need it (RFC 8878, 4.1).</summary>
/// <remarks>
/// The unread bits stand at the top of a word; below them a one and zeros for those that are gone, so that the zeros count what to
/// refill. Up to 8 bytes before the stream are loaded (and never used): the caller has to own them.
/// </remarks>
internal unsafe struct BackwardBits
{
    /// <summary>Bits that can be read after a refill.</summary>
    public const int Capacity = 56;

    public readonly byte* Start;
    public byte* Position;
    public ulong Bits;

    /// <summary>Starts at the end, behind the one that marks it; a byte less than <see cref="Capacity"/> may then be read.</summary>
    public BackwardBits(byte* start, long length)
    {
        byte last = length > 0 ? start[length - 1] : (byte)0;
        if (last == 0)
        {
            throw MalformedDataException.Corrupt("Zstandard: a bit stream has no end mark");
        }

        Start = start;
        Position = start + length - 8;
        Bits = (*(ulong*)Position | 1) << (8 - Log2(last));
    }

    /// <summary>Bits that are left; negative after those of others were read.</summary>
    public readonly long Remaining => ((Position - Start) * 8) + 64 - TrailingZeros(Bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Refill()
    {
        int consumed = TrailingZeros(Bits);
        Position -= consumed >> 3;
        if (Position < Start - 8)
        {
            throw Overrun();
        }

        Bits = (*(ulong*)Position | 1) << (consumed & 7);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Read(int count)
    {
        ulong value = (Bits >> 1) >> ~count;
        Bits <<= count;
        return value;
    }

    public static MalformedDataException Overrun() => MalformedDataException.Corrupt("Zstandard: a bit stream is too short for what it has to hold");

    /// <summary>The place of the highest one of a number above zero.</summary>
    public static int Log2(uint value)
    {
#if NET
        return BitOperations.Log2(value);
#else
        int log = 0;
        while ((value >>= 1) != 0)
        {
            log++;
        }

        return log;
#endif
    }

    /// <summary>The zeros below the lowest one of a number above zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int TrailingZeros(ulong value)
    {
#if NET
        return BitOperations.TrailingZeroCount(value);
#else
        return s_trailingZeros[((value & (0 - value)) * DeBruijn) >> 58];
#endif
    }

#if !NET
    private const ulong DeBruijn = 0x03F79D71B4CB0A89;

    private static readonly byte[] s_trailingZeros = MakeTrailingZeros();

    private static byte[] MakeTrailingZeros()
    {
        byte[] table = new byte[64];
        for (int i = 0; i < table.Length; i++)
        {
            table[(DeBruijn << i) >> 58] = (byte)i;
        }

        return table;
    }
#endif
}
