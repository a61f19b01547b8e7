namespace PD12M.Parquet;

/// <summary>Decodes and executes the sequences section of Zstandard's blocks (RFC 8878, 3.1.1.3.2 and 3.1.1.4).</summary>
internal sealed unsafe class ZstdSequences
{
    private readonly ZstdCodeTable _literalLengths = ZstdCodeTable.ForLiteralLengths();
    private readonly ZstdCodeTable _offsets = ZstdCodeTable.ForOffsets();
    private readonly ZstdCodeTable _matchLengths = ZstdCodeTable.ForMatchLengths();
    private uint _repeat0;
    private uint _repeat1;
    private uint _repeat2;

    public void StartFrame()
    {
        _literalLengths.StartFrame();
        _offsets.StartFrame();
        _matchLengths.StartFrame();
        (_repeat0, _repeat1, _repeat2) = (1, 4, 8);
    }

    /// <summary>Reads the section and makes the block's output of it and of the literals.</summary>
    /// <returns>The output's end.</returns>
    public byte* Execute(byte* input, byte* end, byte* literals, byte* literalsEnd, ZstdOutput output)
    {
        if (input >= end)
        {
            throw Truncated();
        }

        int count = *input++;
        if (count >= 128)
        {
            int more = count == 255 ? 2 : 1;
            if (end - input < more)
            {
                throw Truncated();
            }

            count = more == 2 ? input[0] + (input[1] << 8) + 0x7F00 : ((count - 128) << 8) + input[0];
            input += more;
        }

        byte* op = output.Position;
        if (count > 0)
        {
            input = ReadTables(input, end);
            op = Execute(new BackwardBits(input, end - input), count, ref literals, literalsEnd, output);
        }
        else if (input != end)
        {
            throw MalformedDataException.Corrupt("Zstandard: bytes follow where no sequence should");
        }

        long rest = literalsEnd - literals;
        if (rest > output.End - op)
        {
            throw ZstdDecoder.TooLong();
        }

        Buffer.MemoryCopy(literals, op, rest, rest);
        return op + rest;
    }

    private byte* ReadTables(byte* input, byte* end)
    {
        if (input >= end)
        {
            throw Truncated();
        }

        int modes = *input++;
        if ((modes & 3) != 0)
        {
            throw MalformedDataException.Corrupt("Zstandard: a reserved bit is set");
        }

        input = _literalLengths.Read(modes >> 6, input, end);
        input = _offsets.Read((modes >> 4) & 3, input, end);
        return _matchLengths.Read((modes >> 2) & 3, input, end);
    }

    private byte* Execute(BackwardBits stream, int count, ref byte* literals, byte* literalsEnd, ZstdOutput output)
    {
        fixed (ulong* literalLengths = _literalLengths.Current.Entries)
        fixed (ulong* offsets = _offsets.Current.Entries)
        fixed (ulong* matchLengths = _matchLengths.Current.Entries)
        {
            BackwardBits bits = stream;
            byte* lit = literals;
            byte* op = output.Position;
            byte* wildEnd = output.WildEnd;
            byte* frameStart = output.FrameStart;
            uint repeat0 = _repeat0, repeat1 = _repeat1, repeat2 = _repeat2;
            ulong literalState = bits.Read(_literalLengths.Current.Log);
            ulong offsetState = bits.Read(_offsets.Current.Log);
            ulong matchState = bits.Read(_matchLengths.Current.Log);
            while (true)
            {
                bits.Refill();
                ulong offsetCode = offsets[offsetState];
                ulong matchCode = matchLengths[matchState];
                ulong literalCode = literalLengths[literalState];
                ulong together = offsetCode + matchCode + literalCode;
                uint offset = (uint)(offsetCode >> 32) + (uint)bits.Read((int)(offsetCode >> 16));
                bool isLarge = ((together >> 16) & 0xFF) > BackwardBits.Capacity - ZstdCodeTable.StateBits;
                if (isLarge)
                {
                    bits.Refill();
                }

                long matchLength = (long)((matchCode >> 32) + bits.Read((int)(matchCode >> 16)));
                long literalLength = (long)((literalCode >> 32) + bits.Read((int)(literalCode >> 16)));
                if (isLarge)
                {
                    bits.Refill();
                }

                if (((offsetCode >> 16) & 0xFE) != 0)
                {
                    (repeat2, repeat1, repeat0) = (repeat1, repeat0, offset);
                }
                else
                {
                    // RFC 8878, 3.1.1.5: without literals before it, a repeat means the offset behind the one that it names.
                    offset = literalLength == 0 ? offset + 1 : offset;
                    if (offset == 1)
                    {
                        offset = repeat0;
                    }
                    else if (offset == 2)
                    {
                        (repeat1, repeat0) = (repeat0, repeat1);
                        offset = repeat0;
                    }
                    else
                    {
                        offset = offset == 3 ? repeat2 : repeat0 - 1;
                        (repeat2, repeat1, repeat0) = (repeat1, repeat0, offset);
                    }
                }

                byte* match = op + literalLength;
                if ((ulong)(offset - 1L) >= (ulong)(match - frameStart) || literalLength > literalsEnd - lit)
                {
                    throw MalformedDataException.Corrupt("Zstandard: a sequence takes more than there is before it or of literals");
                }

                if (match + matchLength <= wildEnd)
                {
                    MatchCopy.CopyLiterals(op, lit, literalLength);
                    MatchCopy.CopyMatch(match, offset, matchLength);
                }
                else
                {
                    CopyExactly(op, lit, literalLength, offset, matchLength, output.End);
                }

                lit += literalLength;
                op = match + matchLength;
                if (--count == 0)
                {
                    break;
                }

                literalState = (literalCode & 0xFFFF) + bits.Read((int)(literalCode >> 24));
                matchState = (matchCode & 0xFFFF) + bits.Read((int)(matchCode >> 24));
                offsetState = (offsetCode & 0xFFFF) + bits.Read((int)(offsetCode >> 24));
            }

            if (bits.Remaining != 0)
            {
                throw MalformedDataException.Corrupt("Zstandard: the sequences have another length than stated");
            }

            (_repeat0, _repeat1, _repeat2) = (repeat0, repeat1, repeat2);
            literals = lit;
            return op;
        }
    }

    private static void CopyExactly(byte* op, byte* literals, long literalLength, long offset, long matchLength, byte* end)
    {
        if (literalLength + matchLength > end - op)
        {
            throw ZstdDecoder.TooLong();
        }

        Buffer.MemoryCopy(literals, op, literalLength, literalLength);
        MatchCopy.CopyExactly(op + literalLength, offset, matchLength);
    }

    private static MalformedDataException Truncated() => MalformedDataException.Truncated("Zstandard: the sequences reach beyond their block");
}
