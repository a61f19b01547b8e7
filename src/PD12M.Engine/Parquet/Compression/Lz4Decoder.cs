namespace PD12M.Parquet;

/// <summary>Decompresses LZ4's block format (lz4_Block_format.md of lz4/lz4).</summary>
internal static unsafe class Lz4Decoder
{
    /// <summary>Bytes behind the output that the decoder may overwrite; with fewer it is merely slower.</summary>
    public const int Slack = MatchCopy.Slack;

    private const int MinMatch = 4;
    private const int LongLength = 15;

    /// <summary>Fills the first <paramref name="length"/> bytes of <paramref name="output"/> from one block; what lies behind is scratch.</summary>
    public static void Decode(ReadOnlySpan<byte> input, Span<byte> output, int length)
    {
        int decoded = Decode(input, output, 0, length);
        if (decoded != length)
        {
            throw MalformedDataException.Truncated($"LZ4: the data ends {length - decoded} bytes before the page's length");
        }
    }

    /// <summary>Decodes a block behind what others made, to which it may refer.</summary>
    /// <returns>Where in the output the block ends, at most at <paramref name="limit"/>.</returns>
    public static int Decode(ReadOnlySpan<byte> input, Span<byte> output, int position, int limit)
    {
        fixed (byte* inputStart = input)
        fixed (byte* outputStart = output)
        {
            // Without slack it is before the start: even no literals at all would write.
            byte* wildEnd = outputStart + Math.Max(-1, Math.Min(limit, output.Length - Slack));
            byte* end = Decode(inputStart, inputStart + input.Length, outputStart, outputStart + position, outputStart + limit, wildEnd);
            return (int)(end - outputStart);
        }
    }

    private static byte* Decode(byte* ip, byte* ipEnd, byte* start, byte* op, byte* opEnd, byte* wildEnd)
    {
        while (ip < ipEnd)
        {
            int token = *ip++;
            long literals = token >> 4;
            if (literals == LongLength)
            {
                ip = ReadLength(ip, ipEnd, out long more);
                literals += more;
            }

            if (literals <= ipEnd - ip - 16 && literals <= wildEnd - op)
            {
                MatchCopy.CopyLiterals(op, ip, literals);
            }
            else if (literals <= ipEnd - ip && literals <= opEnd - op)
            {
                Buffer.MemoryCopy(ip, op, literals, literals);
            }
            else
            {
                throw Overrun();
            }

            ip += literals;
            op += literals;
            if (ip == ipEnd)
            {
                return op;
            }

            if (ipEnd - ip < 2)
            {
                break;
            }

            long offset = *(ushort*)ip;
            ip += 2;
            long match = token & LongLength;
            if (match == LongLength)
            {
                ip = ReadLength(ip, ipEnd, out long more);
                match += more;
            }

            match += MinMatch;
            if (offset == 0 || offset > op - start)
            {
                throw MalformedDataException.Corrupt("LZ4: a match reaches back before the start of the output");
            }

            if (match <= wildEnd - op)
            {
                MatchCopy.CopyMatch(op, offset, match);
            }
            else if (match <= opEnd - op)
            {
                MatchCopy.CopyExactly(op, offset, match);
            }
            else
            {
                throw Overrun();
            }

            op += match;
        }

        throw MalformedDataException.Truncated("LZ4: a block ends in the middle of a sequence");
    }

    private static byte* ReadLength(byte* ip, byte* end, out long length)
    {
        length = 0;
        while (ip < end)
        {
            int part = *ip++;
            length += part;
            if (part < 255)
            {
                return ip;
            }
        }

        throw MalformedDataException.Truncated("LZ4: a block ends in the middle of a length");
    }

    private static MalformedDataException Overrun() =>
        MalformedDataException.Corrupt("LZ4: a sequence is longer than the input or the output that is left");
}
