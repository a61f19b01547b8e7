namespace PD12M.Parquet;

/// <summary>Decompresses Snappy's raw format (format_description.txt of google/snappy).</summary>
internal static unsafe class SnappyDecoder
{
    /// <summary>Bytes behind the output that the decoder may overwrite; with fewer it is merely slower.</summary>
    public const int Slack = 64;

    // Indexed by tag byte: bits 0-7 the copy's length, 8-10 the high bits of its offset, 12-14 the offset's bytes.
    private static readonly ushort[] s_copies = MakeCopyTable();

    private static readonly uint[] s_offsetMasks = [0, 0xFF, 0xFFFF, 0xFFFFFF, 0xFFFFFFFF];

    /// <summary>Fills the first <paramref name="length"/> bytes of <paramref name="output"/>; what lies behind is scratch.</summary>
    public static void Decode(ReadOnlySpan<byte> input, Span<byte> output, int length)
    {
        int start = CheckLength(input, length);
        fixed (byte* inputStart = input)
        fixed (byte* outputStart = output)
        fixed (ushort* copies = s_copies)
        fixed (uint* masks = s_offsetMasks)
        {
            Decode(inputStart + start, inputStart + input.Length, outputStart, outputStart + length, outputStart + output.Length, copies, masks);
        }
    }

    private static void Decode(byte* ip, byte* ipEnd, byte* outputStart, byte* opEnd, byte* scratchEnd, ushort* copies, uint* masks)
    {
        byte* op = outputStart;
        while (ip < ipEnd)
        {
            uint tag = *ip++;
            if ((tag & 3) == 0)
            {
                long length = (tag >> 2) + 1;
                if (length <= 16 && ipEnd - ip >= 16 && scratchEnd - op >= 16)
                {
                    MatchCopy.CopyBlock(op, ip);
                }
                else
                {
                    if (length > 60)
                    {
                        int bytes = (int)length - 60;
                        length = ReadNumber(ip, ipEnd, bytes) + 1L;
                        ip += bytes;
                    }

                    if (length > ipEnd - ip || length > opEnd - op)
                    {
                        throw Overrun();
                    }

                    Buffer.MemoryCopy(ip, op, length, length);
                }

                ip += length;
                op += length;
                if (op > opEnd)
                {
                    throw Overrun();
                }
            }
            else
            {
                uint copy = copies[tag];
                int bytes = (int)(copy >> 12);
                uint number = ipEnd - ip >= 4 ? *(uint*)ip & masks[bytes] : ReadNumber(ip, ipEnd, bytes);
                ip += bytes;
                long length = copy & 0xFF;
                long offset = (copy & 0x700) + (long)number;
                if (offset == 0 || offset > op - outputStart)
                {
                    throw MalformedDataException.Corrupt("Snappy: a copy reaches back before the start of the output");
                }

                if (length > opEnd - op)
                {
                    throw Overrun();
                }

                if (scratchEnd - op >= Slack + 8)
                {
                    MatchCopy.CopyMatch(op, offset, length);
                }
                else
                {
                    MatchCopy.CopyExactly(op, offset, length);
                }

                op += length;
            }
        }

        if (op != opEnd)
        {
            throw MalformedDataException.Truncated($"Snappy: the data ends {opEnd - op} bytes before the length that it states");
        }
    }

    private static int CheckLength(ReadOnlySpan<byte> input, int expected)
    {
        ulong length = 0;
        for (int i = 0; i < Math.Min(5, input.Length); i++)
        {
            length |= (ulong)(input[i] & 0x7F) << (7 * i);
            if (input[i] < 0x80)
            {
                return length == (ulong)expected
                    ? i + 1
                    : throw MalformedDataException.Corrupt($"Snappy: the data states a length of {length} bytes, the page one of {expected}");
            }
        }

        throw MalformedDataException.Corrupt("Snappy: the data does not start with its length");
    }

    private static uint ReadNumber(byte* ip, byte* ipEnd, int bytes)
    {
        if (ipEnd - ip < bytes)
        {
            throw MalformedDataException.Truncated("Snappy: the data ends in the middle of an element");
        }

        uint number = 0;
        for (int i = 0; i < bytes; i++)
        {
            number |= (uint)ip[i] << (8 * i);
        }

        return number;
    }

    private static ushort[] MakeCopyTable()
    {
        ushort[] table = new ushort[256];
        for (int tag = 0; tag < table.Length; tag++)
        {
            int length = (tag >> 2) + 1;
            table[tag] = (ushort)((tag & 3) switch
            {
                1 => (1 << 12) | ((tag >> 5) << 8) | (4 + ((tag >> 2) & 7)),
                2 => (2 << 12) | length,
                3 => (4 << 12) | length,
                _ => 0,
            });
        }

        return table;
    }

    private static MalformedDataException Overrun() =>
        MalformedDataException.Corrupt("Snappy: an element is longer than the input or the output that is left");
}
