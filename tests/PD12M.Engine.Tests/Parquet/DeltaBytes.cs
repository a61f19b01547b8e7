using System.Numerics;

namespace PD12M.Engine.Tests.Parquet;

/// <summary>Writes integers as packed differences, with what the specification leaves open set as a test needs it.</summary>
internal static class DeltaBytes
{
    /// <param name="values">The numbers; those of 32 bits have differences of 32 bits.</param>
    /// <param name="bits">32 or 64.</param>
    /// <param name="blockSize">Values of a block.</param>
    /// <param name="miniblocks">Miniblocks of a block.</param>
    /// <param name="unneededWidth">What stands for the bit width of miniblocks without values.</param>
    /// <param name="padding">The bits that fill the last miniblock.</param>
    public static byte[] Integers(IReadOnlyList<long> values, int bits = 64, int blockSize = 128, int miniblocks = 4, byte unneededWidth = 0, bool padding = false)
    {
        List<byte> bytes = [.. Varint(blockSize), .. Varint(miniblocks), .. Varint(values.Count), .. Zigzag(values.Count == 0 ? 0 : values[0])];
        long[] differences = [.. Enumerable.Range(1, Math.Max(0, values.Count - 1)).Select(i => Wrap(values[i] - values[i - 1], bits))];
        foreach (long[] block in differences.Chunk(blockSize))
        {
            long minimum = block.Min();
            ulong[][] parts = [.. block.Select(value => bits == 64 ? (ulong)(value - minimum) : (uint)(value - minimum)).Chunk(blockSize / miniblocks)];
            int[] widths = [.. parts.Select(part => 64 - part.Min(BitOperations.LeadingZeroCount))];
            bytes.AddRange(Zigzag(minimum));
            bytes.AddRange(Enumerable.Range(0, miniblocks).Select(i => i < parts.Length ? (byte)widths[i] : unneededWidth));
            for (int i = 0; i < parts.Length; i++)
            {
                bytes.AddRange(Pack(parts[i], widths[i], blockSize / miniblocks, padding));
            }
        }

        return [.. bytes];
    }

    public static byte[] Lengths(params int[] lengths) => Integers([.. lengths.Select(length => (long)length)], bits: 32);

    public static byte[] Varint(long value)
    {
        List<byte> bytes = [];
        ulong left = (ulong)value;
        for (; left >= 0x80; left >>= 7)
        {
            bytes.Add((byte)(left | 0x80));
        }

        return [.. bytes, (byte)left];
    }

    public static byte[] Zigzag(long value) => Varint((value << 1) ^ (value >> 63));

    private static long Wrap(long value, int bits) => bits == 64 ? value : (int)value;

    private static byte[] Pack(ulong[] values, int width, int size, bool padding)
    {
        byte[] bytes = new byte[size * width / 8];
        for (int bit = 0; bit < size * width; bit++)
        {
            int value = bit / width;
            bool isSet = value < values.Length ? (values[value] >> (bit % width) & 1) != 0 : padding;
            bytes[bit / 8] |= (byte)((isSet ? 1 : 0) << (bit % 8));
        }

        return bytes;
    }
}
