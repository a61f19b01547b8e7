using System.Runtime.CompilerServices;

namespace PD12M.Parquet;

/// <summary>Decompresses Snappy's raw format (format_description.txt of google/snappy).</summary>
internal static unsafe class SnappyDecoder
{
    /// <summary>Bytes behind the output that the decoder may overwrite; with fewer it is merely slower.</summary>
    public const int Slack = MostCopied;

    /// <summary>Bytes that an element is copied with at most, where it has at most as many.</summary>
    private const int MostCopied = 64;

    // Indexed by tag byte: bits 0-7 the copy's length, 8-10 the high bits of its offset, 12-14 the offset's bytes.
    private static readonly ushort[] s_copies = MakeCopyTable();

    // Indexed by an element's kind, the tag's two low bits.
    private static readonly uint[] s_offsetMasks = [0, 0xFF, 0xFFFF, 0xFFFFFFFF];

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
        byte* lastIp = ipEnd - (1 + MostCopied);
        byte* lastOp = scratchEnd - opEnd >= MostCopied ? opEnd : scratchEnd - MostCopied;
        while (ip < ipEnd)
        {
            DecodeShort(ref ip, lastIp, ref op, lastOp, outputStart, copies, masks);
            uint tag = *ip++;
            if ((tag & 3) == 0)
            {
                long length = (tag >> 2) + 1;
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
                ip += length;
                op += length;
            }
            else
            {
                uint copy = copies[tag];
                int bytes = (int)(copy >> 12);
                uint number = ReadNumber(ip, ipEnd, bytes);
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

    /// <summary>
    /// Decodes elements as long as they are what nearly all are: no longer than 64 bytes, and no copy that reaches into
    /// itself. So each is one block or two, whatever its length, and processors need not foresee lengths.
    /// </summary>
    private static void DecodeShort(ref byte* input, byte* lastIp, ref byte* output, byte* lastOp, byte* outputStart, ushort* copies, uint* masks)
    {
        byte* ip = input;
        byte* op = output;
        while (ip <= lastIp && op <= lastOp)
        {
            uint tag = *ip;
            uint kind = tag & 3;
            uint length;
            if (kind == 0)
            {
                length = (tag >> 2) + 1;
                if (length > 60)
                {
                    break;
                }

                CopyShort(op, ip + 1, length);
                ip += 1 + length;
            }
            else
            {
                // The next element is found without the table, whose answer would have to be waited for.
                uint copy = copies[tag];
                length = copy & 0xFF;
                uint offset = (copy & 0x700) + (*(uint*)(ip + 1) & masks[kind]);
                byte* from = op - offset;
                if (offset < length || from < outputStart || kind == 3)
                {
                    break;
                }

                CopyShort(op, from, length);
                ip += 1 + kind;
            }

            op += length;
        }

        input = ip;
        output = op;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyShort(byte* to, byte* from, uint length)
    {
        MatchCopy.CopyLongBlock(to, from);
        if (length > 32)
        {
            MatchCopy.CopyLongBlock(to + 32, from + 32);
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
