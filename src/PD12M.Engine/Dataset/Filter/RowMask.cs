namespace PD12M.Dataset;

/// <summary>A bit for each of some rows, the first row's lowest.</summary>
internal static class RowMask
{
    /// <summary>The words that some rows take.</summary>
    public static int Words(int rows) => (rows + 63) / 64;

    /// <summary>Sets the bits of some rows; those beyond, in the last word, are cleared.</summary>
    public static void Fill(Span<ulong> mask, int rows)
    {
        mask.Slice(0, Words(rows)).Fill(ulong.MaxValue);
        if ((rows & 63) != 0)
        {
            mask[rows >> 6] = (1UL << (rows & 63)) - 1;
        }
    }

    public static bool IsEmpty(ReadOnlySpan<ulong> mask)
    {
        foreach (ulong word in mask)
        {
            if (word != 0)
            {
                return false;
            }
        }
        return true;
    }

    public static int Count(ReadOnlySpan<ulong> mask)
    {
        int count = 0;
        foreach (ulong word in mask)
        {
#if NET
            count += System.Numerics.BitOperations.PopCount(word);
#else
            for (ulong rest = word; rest != 0; rest &= rest - 1)
            {
                count++;
            }
#endif
        }
        return count;
    }

    /// <summary>Whether a row's bit is set.</summary>
    public static bool Has(ReadOnlySpan<ulong> mask, int row) => (mask[row >> 6] & (1UL << (row & 63))) != 0;

    /// <summary>The first row from one on whose bit is set; -1 for none.</summary>
    public static int Next(ReadOnlySpan<ulong> mask, int row)
    {
        int word = row >> 6;
        if (word >= mask.Length)
        {
            return -1;
        }
        ulong bits = mask[word] & (ulong.MaxValue << (row & 63));
        while (bits == 0)
        {
            if (++word == mask.Length)
            {
                return -1;
            }
            bits = mask[word];
        }
#if NET
        return (word << 6) + System.Numerics.BitOperations.TrailingZeroCount(bits);
#else
        int bit = 0;
        for (; (bits & 1) == 0; bits >>= 1)
        {
            bit++;
        }
        return (word << 6) + bit;
#endif
    }

    /// <summary>The first row from one on whose bit is set; the end where none before it is. Looks no further.</summary>
    public static long Next(ReadOnlySpan<ulong> mask, long row, long end)
    {
        int next = row < end ? Next(mask.Slice(0, Words((int)end)), (int)row) : -1;
        return next < 0 || next > end ? end : next;
    }
}
