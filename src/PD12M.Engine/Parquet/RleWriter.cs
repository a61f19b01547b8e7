namespace PD12M.Parquet;

/// <summary>The hybrid of run lengths and bit-packing, for definition levels and dictionary indices.</summary>
/// <remarks>Source: Encodings.md, RLE = 3.</remarks>
internal static class RleWriter
{
    private const int Group = 8;

    /// <summary>Appends the runs of <paramref name="values"/>, each of <paramref name="bitWidth"/> bits (1 to 32).</summary>
    public static void Write(ByteWriter output, ReadOnlySpan<int> values, int bitWidth)
    {
        while (values.Length > 0)
        {
            if (StartsWithRun(values))
            {
                int length = RunLength(values, values.Length);
                output.WriteVarint((ulong)length << 1);
                WriteRepeated(output, values[0], bitWidth);
                values = values.Slice(length);
                continue;
            }

            int end = Group;
            while (end < values.Length && !StartsWithRun(values.Slice(end)))
            {
                end += Group;
            }

            int count = Math.Min(end, values.Length);
            WritePacked(output, values.Slice(0, count), bitWidth);
            values = values.Slice(count);
        }
    }

    private static bool StartsWithRun(ReadOnlySpan<int> values)
    {
        int wanted = Math.Min(Group, values.Length);
        return RunLength(values, wanted) == wanted;
    }

    private static int RunLength(ReadOnlySpan<int> values, int limit)
    {
        int length = 1;
        while (length < limit && values[length] == values[0])
        {
            length++;
        }

        return length;
    }

    private static void WriteRepeated(ByteWriter output, int value, int bitWidth)
    {
        for (int shift = 0; shift < bitWidth; shift += 8)
        {
            output.Write((byte)(value >> shift));
        }
    }

    private static void WritePacked(ByteWriter output, ReadOnlySpan<int> values, int bitWidth)
    {
        int groups = (values.Length + Group - 1) / Group;
        output.WriteVarint(((ulong)groups << 1) | 1);
        Span<byte> packed = output.Extend(groups * bitWidth);
        packed.Clear();
        ulong pending = 0;
        int bits = 0, at = 0;
        foreach (int value in values)
        {
            pending |= (ulong)(uint)value << bits;
            for (bits += bitWidth; bits >= 8; bits -= 8)
            {
                packed[at++] = (byte)pending;
                pending >>= 8;
            }
        }

        if (bits > 0)
        {
            packed[at] = (byte)pending;
        }
    }
}
