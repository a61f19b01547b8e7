using System.Buffers.Binary;

namespace PD12M.Hashing;

/// <summary>The checksum CRC-32 of Gzip, PNG and parquet's pages (RFC 1952, 8), sixteen bytes at a time.</summary>
internal static class Crc32
{
    private const int Stride = 16;

    // 16 tables of 256: the n-th tells what a byte with n bytes behind it does.
    private static readonly uint[] s_tables = MakeTables();

    public static uint Compute(ReadOnlySpan<byte> data)
    {
        uint[] tables = s_tables;
        uint crc = 0xFFFFFFFF;
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

        return ~crc;
    }

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
