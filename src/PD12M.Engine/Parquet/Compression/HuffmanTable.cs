namespace PD12M.Parquet;

/// <summary>The prefix codes of Zstandard's literals (RFC 8878, 4.2.1).</summary>
internal sealed unsafe class HuffmanTable
{
    /// <summary>The length of the longest code, and the bits that index the table, however long the codes are.</summary>
    public const int Log = 11;

    private const int MaxWeights = 255;

    private readonly byte[] _weights = new byte[MaxWeights + 1];
    private readonly FseTable _weightTable = new(6, MaxWeights + 1, symbol => (uint)symbol, symbol => 0);

    /// <summary>By the next bits: the code's length in the low byte, its symbol in the high byte.</summary>
    public ushort[] Entries { get; } = new ushort[1 << Log];

    /// <summary>Reads the tree's description.</summary>
    /// <returns>The description's length in bytes.</returns>
    public int Read(byte* input, byte* end)
    {
        if (input >= end)
        {
            throw Malformed();
        }

        int header = *input++;
        int length = header < 128 ? header : (header - 126) / 2;
        if (length > end - input)
        {
            throw Malformed();
        }

        int count;
        if (header < 128)
        {
            count = ReadCompressedWeights(input, input + length);
        }
        else
        {
            count = header - 127;
            for (int i = 0; i < count; i++)
            {
                _weights[i] = (byte)((i & 1) == 0 ? input[i / 2] >> 4 : input[i / 2] & 15);
            }
        }

        Build(count);
        return 1 + length;
    }

    private int ReadCompressedWeights(byte* input, byte* end)
    {
        input += _weightTable.Read(input, end);
        BackwardBits bits = new(input, end - input);
        ulong[] entries = _weightTable.Entries;
        ulong state = bits.Read(_weightTable.Log), other = bits.Read(_weightTable.Log);
        int count = 0;
        if (bits.Remaining < 0)
        {
            throw Malformed();
        }

        // Two states take turns; the stream ends where one of them lacks bits for its next value, the other's last one still counts.
        while (count < MaxWeights - 1)
        {
            bits.Refill();
            ulong entry = entries[state];
            _weights[count++] = (byte)(entry >> 32);
            int needed = (int)(entry >> 24) & 0xFF;
            if (bits.Remaining < needed)
            {
                _weights[count++] = (byte)(entries[other] >> 32);
                return count;
            }

            state = other;
            other = (entry & 0xFFFF) + bits.Read(needed);
        }

        throw Malformed();
    }

    private void Build(int count)
    {
        Span<int> starts = stackalloc int[Log + 2];
        starts.Clear();
        int sum = 0;
        for (int i = 0; i < count; i++)
        {
            int weight = _weights[i];
            if (weight > Log)
            {
                throw Malformed();
            }

            sum += (1 << weight) >> 1;
            starts[weight]++;
        }

        // The last weight is left out: it fills the sum up to a power of two.
        int log = sum == 0 ? 0 : BackwardBits.Log2((uint)sum) + 1;
        int rest = (1 << log) - sum;
        if (log is 0 or > Log || (rest & (rest - 1)) != 0)
        {
            throw Malformed();
        }

        int last = BackwardBits.Log2((uint)rest) + 1;
        _weights[count++] = (byte)last;
        starts[last]++;
        int scale = Log - log;
        int next = 0;
        for (int weight = 1; weight <= Log; weight++)
        {
            int symbols = starts[weight];
            starts[weight] = next;
            next += symbols << (weight - 1 + scale);
        }

        for (int symbol = 0; symbol < count; symbol++)
        {
            int weight = _weights[symbol];
            if (weight > 0)
            {
                int length = 1 << (weight - 1 + scale);
                Entries.AsSpan(starts[weight], length).Fill((ushort)((symbol << 8) | (log + 1 - weight)));
                starts[weight] += length;
            }
        }
    }

    private static MalformedDataException Malformed() => MalformedDataException.Corrupt("Zstandard: the description of a Huffman tree is not one");
}
