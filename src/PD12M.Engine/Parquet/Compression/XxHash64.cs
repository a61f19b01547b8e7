using System.Buffers.Binary;

namespace PD12M.Parquet;

/// <summary>The hash XXH64 with the seed 0 (xxhash_spec.md of Cyan4973/xxHash).</summary>
internal static class XxHash64
{
    private const ulong Prime1 = 0x9E3779B185EBCA87;
    private const ulong Prime2 = 0xC2B2AE3D27D4EB4F;
    private const ulong Prime3 = 0x165667B19E3779F9;
    private const ulong Prime4 = 0x85EBCA77C2B2AE63;
    private const ulong Prime5 = 0x27D4EB2F165667C5;

    public static ulong Hash(ReadOnlySpan<byte> data)
    {
        ulong length = (ulong)data.Length;
        ulong hash = Prime5;
        if (data.Length >= 32)
        {
            ulong a = unchecked(Prime1 + Prime2), b = Prime2, c = 0, d = unchecked(0 - Prime1);
            do
            {
                a = Round(a, BinaryPrimitives.ReadUInt64LittleEndian(data));
                b = Round(b, BinaryPrimitives.ReadUInt64LittleEndian(data.Slice(8)));
                c = Round(c, BinaryPrimitives.ReadUInt64LittleEndian(data.Slice(16)));
                d = Round(d, BinaryPrimitives.ReadUInt64LittleEndian(data.Slice(24)));
                data = data.Slice(32);
            }
            while (data.Length >= 32);

            hash = RotateLeft(a, 1) + RotateLeft(b, 7) + RotateLeft(c, 12) + RotateLeft(d, 18);
            hash = Merge(Merge(Merge(Merge(hash, a), b), c), d);
        }

        return Avalanche(AddTail(hash + length, data));
    }

    private static ulong AddTail(ulong hash, ReadOnlySpan<byte> data)
    {
        for (; data.Length >= 8; data = data.Slice(8))
        {
            hash = (RotateLeft(hash ^ Round(0, BinaryPrimitives.ReadUInt64LittleEndian(data)), 27) * Prime1) + Prime4;
        }

        if (data.Length >= 4)
        {
            hash = (RotateLeft(hash ^ (BinaryPrimitives.ReadUInt32LittleEndian(data) * Prime1), 23) * Prime2) + Prime3;
            data = data.Slice(4);
        }

        foreach (byte value in data)
        {
            hash = RotateLeft(hash ^ (value * Prime5), 11) * Prime1;
        }

        return hash;
    }

    private static ulong Avalanche(ulong hash)
    {
        hash = (hash ^ (hash >> 33)) * Prime2;
        hash = (hash ^ (hash >> 29)) * Prime3;
        return hash ^ (hash >> 32);
    }

    private static ulong Round(ulong lane, ulong input) => RotateLeft(lane + (input * Prime2), 31) * Prime1;

    private static ulong Merge(ulong hash, ulong lane) => ((hash ^ Round(0, lane)) * Prime1) + Prime4;

    private static ulong RotateLeft(ulong value, int count) => (value << count) | (value >> (64 - count));
}
