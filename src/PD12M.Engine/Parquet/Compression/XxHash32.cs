using System.Buffers.Binary;

namespace PD12M.Parquet;

/// <summary>The hash XXH32 with the seed 0 (xxhash_spec.md of Cyan4973/xxHash).</summary>
internal static class XxHash32
{
    private const uint Prime1 = 0x9E3779B1;
    private const uint Prime2 = 0x85EBCA77;
    private const uint Prime3 = 0xC2B2AE3D;
    private const uint Prime4 = 0x27D4EB2F;
    private const uint Prime5 = 0x165667B1;

    public static uint Hash(ReadOnlySpan<byte> data)
    {
        uint length = (uint)data.Length;
        uint hash = Prime5;
        if (data.Length >= 16)
        {
            uint a = unchecked(Prime1 + Prime2), b = Prime2, c = 0, d = unchecked(0 - Prime1);
            do
            {
                a = Round(a, BinaryPrimitives.ReadUInt32LittleEndian(data));
                b = Round(b, BinaryPrimitives.ReadUInt32LittleEndian(data.Slice(4)));
                c = Round(c, BinaryPrimitives.ReadUInt32LittleEndian(data.Slice(8)));
                d = Round(d, BinaryPrimitives.ReadUInt32LittleEndian(data.Slice(12)));
                data = data.Slice(16);
            }
            while (data.Length >= 16);
            hash = RotateLeft(a, 1) + RotateLeft(b, 7) + RotateLeft(c, 12) + RotateLeft(d, 18);
        }

        return Avalanche(AddTail(hash + length, data));
    }

    private static uint AddTail(uint hash, ReadOnlySpan<byte> data)
    {
        for (; data.Length >= 4; data = data.Slice(4))
        {
            hash = RotateLeft(hash + (BinaryPrimitives.ReadUInt32LittleEndian(data) * Prime3), 17) * Prime4;
        }

        foreach (byte value in data)
        {
            hash = RotateLeft(hash + (value * Prime5), 11) * Prime1;
        }

        return hash;
    }

    private static uint Avalanche(uint hash)
    {
        hash = (hash ^ (hash >> 15)) * Prime2;
        hash = (hash ^ (hash >> 13)) * Prime3;
        return hash ^ (hash >> 16);
    }

    private static uint Round(uint lane, uint input) => RotateLeft(lane + (input * Prime2), 13) * Prime1;

    private static uint RotateLeft(uint value, int count) => (value << count) | (value >> (32 - count));
}
