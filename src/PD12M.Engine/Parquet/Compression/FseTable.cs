namespace PD12M.Parquet;

/// <summary>A decoding table of finite state entropy (RFC 8878, 4.1.1).</summary>
internal sealed unsafe class FseTable(int maxLog, int symbols, Func<int, uint> baseline, Func<int, int> extraBits)
{
    private readonly short[] _counts = new short[symbols];
    private readonly ushort[] _next = new ushort[symbols];

    /// <summary>
    /// By state, from the lowest bit: what the next state starts from (16 bits), the value's extra bits (8), the next state's bits (8),
    /// the value's baseline (32).
    /// </summary>
    public ulong[] Entries { get; } = new ulong[1 << maxLog];

    /// <summary>The bits of a state.</summary>
    public int Log { get; private set; }

    /// <summary>Makes every state mean one symbol.</summary>
    public void SetSingle(int symbol)
    {
        if (symbol >= symbols)
        {
            throw MalformedDataException.Corrupt($"Zstandard: a code of {symbol} is too large");
        }

        Log = 0;
        Entries[0] = ((ulong)baseline(symbol) << 32) | ((ulong)extraBits(symbol) << 16);
    }

    /// <summary>Builds the table from counts that add up to a power of two, where -1 stands for less than one.</summary>
    public FseTable Set(int log, ReadOnlySpan<short> counts)
    {
        Array.Clear(_counts, 0, symbols);
        counts.CopyTo(_counts);
        Build(log);
        return this;
    }

    /// <summary>Reads the table's description.</summary>
    /// <returns>The description's length in bytes.</returns>
    public int Read(byte* input, byte* end)
    {
        Array.Clear(_counts, 0, symbols);
        long available = (end - input) * 8L;
        int position = 4;
        int log = (int)(Peek(input, end, 0) & 15) + 5;
        int left = 1 << log;
        int symbol = 0;
        if (log > maxLog)
        {
            throw MalformedDataException.Corrupt($"Zstandard: a table's states have {log} bits");
        }

        while (left > 0 && symbol < symbols && position < available)
        {
            int bits = BackwardBits.Log2((uint)left + 1) + 1;
            int value = (int)Peek(input, end, position) & ((1 << bits) - 1);
            int half = 1 << (bits - 1);
            int spare = (1 << bits) - 2 - left;
            position += bits;
            if ((value & (half - 1)) < spare)
            {
                value &= half - 1;
                position--;
            }
            else if (value >= half)
            {
                value -= spare;
            }

            int count = value - 1;
            left -= Math.Abs(count);
            _counts[symbol++] = (short)count;
            int zeros = count == 0 ? 3 : 0;
            while (zeros == 3)
            {
                zeros = (int)Peek(input, end, position) & 3;
                position += 2;
                symbol += zeros;
                if (position > available)
                {
                    break;
                }
            }
        }

        if (left != 0 || symbol > symbols || position > available)
        {
            throw MalformedDataException.Corrupt("Zstandard: the description of a table is not one");
        }

        Build(log);
        return (position + 7) >> 3;
    }

    private void Build(int log)
    {
        Log = log;
        int size = 1 << log;
        int high = size;
        ulong[] entries = Entries;
        for (int symbol = 0; symbol < symbols; symbol++)
        {
            _next[symbol] = (ushort)Math.Abs(_counts[symbol]);
            if (_counts[symbol] < 0)
            {
                entries[--high] = (ulong)symbol;
            }
        }

        int step = (size >> 1) + (size >> 3) + 3;
        int position = 0;
        for (int symbol = 0; symbol < symbols; symbol++)
        {
            for (int i = 0; i < _counts[symbol]; i++)
            {
                entries[position] = (ulong)symbol;
                do
                {
                    position = (position + step) & (size - 1);
                }
                while (position >= high);
            }
        }

        for (int state = 0; state < size; state++)
        {
            int symbol = (int)entries[state];
            uint next = _next[symbol]++;
            int bits = log - BackwardBits.Log2(next);
            uint start = (next << bits) - (uint)size;
            entries[state] = ((ulong)baseline(symbol) << 32) | ((ulong)bits << 24) | ((ulong)extraBits(symbol) << 16) | start;
        }
    }

    private static uint Peek(byte* input, byte* end, int position)
    {
        uint word = 0;
        byte* at = input + (position >> 3);
        for (int i = 0; i < 4 && at + i < end; i++)
        {
            word |= (uint)at[i] << (8 * i);
        }

        return word >> (position & 7);
    }
}
