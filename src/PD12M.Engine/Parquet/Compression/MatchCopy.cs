namespace PD12M.Parquet;

/// <summary>Copies as Lempel-Ziv decoders do: in whole blocks that may write beyond what was asked for.</summary>
internal static unsafe class MatchCopy
{
    /// <summary>Bytes behind the end of a copy that it may overwrite.</summary>
    public const int Slack = 32;

    /// <summary>Copies 16 bytes.</summary>
    public static void CopyBlock(byte* to, byte* from) => *(Block*)to = *(Block*)from;

    /// <summary>Copies 32 bytes.</summary>
    public static void CopyLongBlock(byte* to, byte* from) => *(LongBlock*)to = *(LongBlock*)from;

    /// <summary>Copies a run of literals; up to 16 bytes behind its end are read too.</summary>
    public static void CopyLiterals(byte* to, byte* from, long length)
    {
        CopyBlock(to, from);
        for (long i = 16; i < length; i += 16)
        {
            CopyBlock(to + i, from + i);
        }
    }

    /// <summary>Copies what stands at a distance before; where that is shorter than the length, it repeats.</summary>
    public static void CopyMatch(byte* to, long offset, long length)
    {
        byte* from = to - offset;
        if (offset >= 16)
        {
            CopyBlock(to, from);
            for (long i = 16; i < length; i += 16)
            {
                CopyBlock(to + i, from + i);
            }
        }
        else
        {
            CopyPattern(to, from, to + length);
        }
    }

    /// <summary>Copies byte by byte, and writes nothing behind the end.</summary>
    public static void CopyExactly(byte* to, long offset, long length)
    {
        for (long i = 0; i < length; i++)
        {
            to[i] = to[i - offset];
        }
    }

    private static void CopyPattern(byte* to, byte* from, byte* end)
    {
        // Each turn doubles the distance between the two, until a word no longer overlaps itself.
        while (to - from < 8)
        {
            *(ulong*)to = *(ulong*)from;
            to += to - from;
        }

        for (; to < end; to += 8, from += 8)
        {
            *(ulong*)to = *(ulong*)from;
        }
    }

    private readonly record struct Block(ulong Low, ulong High);

    private readonly record struct LongBlock(Block Low, Block High);
}
