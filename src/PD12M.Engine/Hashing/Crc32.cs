using System.Buffers.Binary;
#if NET
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
#endif

namespace PD12M.Hashing;

/// <summary>The checksum CRC-32 of Gzip, PNG and parquet's pages (RFC 1952, 8), by carry-less multiplication where the processor has it, else by tables.</summary>
internal static class Crc32
{
    private const int Stride = 16;

    // 16 tables of 256: the n-th tells what a byte with n bytes behind it does.
    private static readonly uint[] s_tables = MakeTables();

    public static uint Compute(ReadOnlySpan<byte> data)
    {
        uint crc = 0xFFFFFFFF;
#if NET
        if (Pclmulqdq.IsSupported && data.Length >= 2 * FoldedBytes)
        {
            crc = AddFolded(crc, ref data);
        }
#endif
        return ~Add(crc, data);
    }

    private static uint Add(uint crc, ReadOnlySpan<byte> data)
    {
        uint[] tables = s_tables;
        for (; data.Length >= Stride; data = data.Slice(Stride))
        {
            ulong low = BinaryPrimitives.ReadUInt64LittleEndian(data) ^ crc;
            ulong high = BinaryPrimitives.ReadUInt64LittleEndian(data.Slice(8));
            crc = Fold(tables, low, 8 * 256) ^ Fold(tables, high, 0);
        }

        foreach (byte value in data)
        {
            crc = tables[(byte)(crc ^ value)] ^ (crc >> 8);
        }

        return crc;
    }

#if NET
    private const int FoldedBytes = 64;

    /// <summary>Replaces all whole vectors of the data by one with the same checksum.</summary>
    /// <remarks>Source: Gopal et al., Fast CRC Computation for Generic Polynomials Using PCLMULQDQ Instruction (Intel, 2009).</remarks>
    private static uint AddFolded(uint crc, ref ReadOnlySpan<byte> data)
    {
        // The remainders of x^(512+32), x^(512-32), x^(128+32) and x^(128-32), bits reversed.
        Vector128<ulong> by512 = Vector128.Create(0x154442BD4ul, 0x1C6E41596ul), by128 = Vector128.Create(0x1751997D0ul, 0x0CCAA009Eul);
        ReadOnlySpan<Vector128<ulong>> vectors = MemoryMarshal.Cast<byte, Vector128<ulong>>(data);
        data = data[(vectors.Length * Stride)..];
        Vector128<ulong> a = vectors[0] ^ Vector128.CreateScalar((ulong)crc), b = vectors[1], c = vectors[2], d = vectors[3];
        for (vectors = vectors[4..]; vectors.Length >= 4; vectors = vectors[4..])
        {
            a = Fold(a, by512) ^ vectors[0];
            b = Fold(b, by512) ^ vectors[1];
            c = Fold(c, by512) ^ vectors[2];
            d = Fold(d, by512) ^ vectors[3];
        }

        a = Fold(Fold(Fold(a, by128) ^ b, by128) ^ c, by128) ^ d;
        foreach (Vector128<ulong> vector in vectors)
        {
            a = Fold(a, by128) ^ vector;
        }

        return Add(0, MemoryMarshal.AsBytes(new ReadOnlySpan<Vector128<ulong>>(in a)));
    }

    private static Vector128<ulong> Fold(Vector128<ulong> value, Vector128<ulong> by) =>
        Pclmulqdq.CarrylessMultiply(value, by, 0x00) ^ Pclmulqdq.CarrylessMultiply(value, by, 0x11);
#endif

    private static uint Fold(uint[] tables, ulong word, int start) =>
        tables[start + 0x700 + (int)(word & 0xFF)] ^ tables[start + 0x600 + (int)((word >> 8) & 0xFF)]
        ^ tables[start + 0x500 + (int)((word >> 16) & 0xFF)] ^ tables[start + 0x400 + (int)((word >> 24) & 0xFF)]
        ^ tables[start + 0x300 + (int)((word >> 32) & 0xFF)] ^ tables[start + 0x200 + (int)((word >> 40) & 0xFF)]
        ^ tables[start + 0x100 + (int)((word >> 48) & 0xFF)] ^ tables[start + (int)(word >> 56)];

    private static uint[] MakeTables()
    {
        uint[] tables = new uint[Stride * 256];
        for (uint i = 0; i < 256; i++)
        {
            uint value = i;
            for (int bit = 0; bit < 8; bit++)
            {
                value = (value & 1) != 0 ? 0xEDB88320 ^ (value >> 1) : value >> 1;
            }

            tables[i] = value;
        }

        for (int i = 256; i < tables.Length; i++)
        {
            uint before = tables[i - 256];
            tables[i] = tables[before & 0xFF] ^ (before >> 8);
        }

        return tables;
    }
}
