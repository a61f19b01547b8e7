namespace PD12M.Parquet;

/// <summary>Decodes the literals section of Zstandard's blocks (RFC 8878, 3.1.1.3.1).</summary>
internal sealed unsafe class ZstdLiterals
{
    private const int MaxLength = ZstdDecoder.MaxBlockSize;

    // 56 bits less the one behind the window hold 5 codes; a refill then goes back 7 bytes at most.
    private const int SymbolsPerRefill = 5;
    private const int BytesPerRefill = 7;

    private readonly byte[] _buffer = new byte[MaxLength + MatchCopy.Slack];
    private readonly HuffmanTable _huffman = new();
    private bool _hasTree;

    /// <summary>Where the literals are decoded to; those that are stored as they are stay in the input.</summary>
    public byte[] Buffer => _buffer;

    /// <summary>The number of literals.</summary>
    public int Length { get; private set; }

    /// <summary>The literals where they stand in the input, or null if they are in the buffer.</summary>
    public byte* Stored { get; private set; }

    public void StartFrame() => _hasTree = false;

    /// <summary>Decodes the section that starts here.</summary>
    /// <returns>The section's end.</returns>
    public byte* Decode(byte* input, byte* end)
    {
        if (input >= end)
        {
            throw Truncated();
        }

        int type = *input & 3, form = (*input >> 2) & 3;
        return type < 2 ? DecodePlain(input, end, type == 1, form) : DecodeCompressed(input, end, type == 3, form);
    }

    private byte* DecodePlain(byte* input, byte* end, bool isRun, int form)
    {
        int headerLength = form switch { 1 => 2, 3 => 3, _ => 1 };
        ulong header = ReadHeader(input, end, headerLength);
        SetLength((int)(header >> (headerLength == 1 ? 3 : 4)));
        input += headerLength;
        int stored = isRun ? 1 : Length;
        if (stored > end - input)
        {
            throw Truncated();
        }

        Stored = null;
        if (isRun)
        {
            _buffer.AsSpan(0, Length).Fill(*input);
        }
        else if (end - input >= Length + MatchCopy.Slack)
        {
            Stored = input;
        }
        else
        {
            new ReadOnlySpan<byte>(input, Length).CopyTo(_buffer);
        }

        return input + stored;
    }

    private byte* DecodeCompressed(byte* input, byte* end, bool isTreeless, int form)
    {
        int headerLength = form switch { 2 => 4, 3 => 5, _ => 3 };
        int sizeBits = form switch { 2 => 14, 3 => 18, _ => 10 };
        ulong header = ReadHeader(input, end, headerLength) >> 4;
        SetLength((int)header & ((1 << sizeBits) - 1));
        int compressed = (int)(header >> sizeBits);
        input += headerLength;
        if (compressed > end - input)
        {
            throw Truncated();
        }

        end = input + compressed;
        if (!isTreeless)
        {
            input += _huffman.Read(input, end);
            _hasTree = true;
        }
        else if (!_hasTree)
        {
            throw MalformedDataException.Corrupt("Zstandard: literals refer to a Huffman tree, but none was before");
        }

        Stored = null;
        fixed (byte* output = _buffer)
        fixed (ushort* table = _huffman.Entries)
        {
            if (form == 0)
            {
                Finish(new(input, end - input), output, output + Length, table);
            }
            else
            {
                DecodeFourStreams(input, end, output, Length, table);
            }
        }

        return end;
    }

    private void SetLength(int length) => Length = length <= MaxLength
        ? length
        : throw MalformedDataException.Corrupt($"Zstandard: {length} literals are more than a block can have");

    private static void DecodeFourStreams(byte* input, byte* end, byte* output, int length, ushort* table)
    {
        if (end - input < 6)
        {
            throw Truncated();
        }

        int segment = (length + 3) / 4;
        byte* start0 = input + 6;
        byte* start1 = start0 + *(ushort*)input;
        byte* start2 = start1 + *(ushort*)(input + 2);
        byte* start3 = start2 + *(ushort*)(input + 4);
        if (start3 > end || 3 * segment > length)
        {
            throw MalformedDataException.Corrupt("Zstandard: the literals' streams reach beyond their section");
        }

        BackwardBits stream0 = new(start0, start1 - start0), stream1 = new(start1, start2 - start1);
        BackwardBits stream2 = new(start2, start3 - start2), stream3 = new(start3, end - start3);
        int done = DecodeInterleaved(ref stream0, ref stream1, ref stream2, ref stream3, output, segment, length - (3 * segment), table);
        byte* output1 = output + segment, output2 = output1 + segment, output3 = output2 + segment;
        Finish(stream0, output + done, output1, table);
        Finish(stream1, output1 + done, output2, table);
        Finish(stream2, output2 + done, output3, table);
        Finish(stream3, output3 + done, output + length, table);
    }

    /// <summary>Decodes the four streams side by side as long as none can run out of bits or room.</summary>
    /// <returns>The symbols decoded of each.</returns>
    private static int DecodeInterleaved(
        ref BackwardBits stream0, ref BackwardBits stream1, ref BackwardBits stream2, ref BackwardBits stream3,
        byte* output, long segment, long lastSegment, ushort* table)
    {
        byte* position0 = stream0.Position, position1 = stream1.Position, position2 = stream2.Position, position3 = stream3.Position;
        ulong bits0 = stream0.Bits, bits1 = stream1.Bits, bits2 = stream2.Bits, bits3 = stream3.Bits;
        byte* op = output;
        while (true)
        {
            long left = Math.Min(position0 - stream0.Start, position1 - stream1.Start);
            left = Math.Min(left, Math.Min(position2 - stream2.Start, position3 - stream3.Start));
            long turns = Math.Min(left / BytesPerRefill, (lastSegment - (op - output)) / SymbolsPerRefill);
            if (turns <= 0)
            {
                break;
            }

            for (byte* stop = op + (turns * SymbolsPerRefill); op < stop; op += SymbolsPerRefill)
            {
                byte* op2 = op + (2 * segment);
                for (int i = 0; i < SymbolsPerRefill; i++)
                {
                    int code0 = table[bits0 >> (64 - HuffmanTable.Log)];
                    int code1 = table[bits1 >> (64 - HuffmanTable.Log)];
                    int code2 = table[bits2 >> (64 - HuffmanTable.Log)];
                    int code3 = table[bits3 >> (64 - HuffmanTable.Log)];
                    bits0 <<= code0;
                    bits1 <<= code1;
                    bits2 <<= code2;
                    bits3 <<= code3;
                    op[i] = (byte)(code0 >> 8);
                    op[segment + i] = (byte)(code1 >> 8);
                    op2[i] = (byte)(code2 >> 8);
                    op2[segment + i] = (byte)(code3 >> 8);
                }

                int consumed0 = BackwardBits.TrailingZeros(bits0), consumed1 = BackwardBits.TrailingZeros(bits1);
                int consumed2 = BackwardBits.TrailingZeros(bits2), consumed3 = BackwardBits.TrailingZeros(bits3);
                position0 -= consumed0 >> 3;
                position1 -= consumed1 >> 3;
                position2 -= consumed2 >> 3;
                position3 -= consumed3 >> 3;
                bits0 = (*(ulong*)position0 | 1) << (consumed0 & 7);
                bits1 = (*(ulong*)position1 | 1) << (consumed1 & 7);
                bits2 = (*(ulong*)position2 | 1) << (consumed2 & 7);
                bits3 = (*(ulong*)position3 | 1) << (consumed3 & 7);
            }
        }

        stream0.Position = position0;
        stream1.Position = position1;
        stream2.Position = position2;
        stream3.Position = position3;
        (stream0.Bits, stream1.Bits, stream2.Bits, stream3.Bits) = (bits0, bits1, bits2, bits3);
        return (int)(op - output);
    }

    /// <summary>Decodes a stream's last symbols, which have to use up its bits.</summary>
    private static void Finish(BackwardBits stream, byte* op, byte* end, ushort* table)
    {
        while (op < end)
        {
            stream.Refill();
            for (byte* stop = end - op > SymbolsPerRefill ? op + SymbolsPerRefill : end; op < stop; op++)
            {
                int code = table[stream.Bits >> (64 - HuffmanTable.Log)];
                stream.Bits <<= code;
                *op = (byte)(code >> 8);
            }
        }

        if (stream.Remaining != 0)
        {
            throw MalformedDataException.Corrupt("Zstandard: a stream of literals has another length than stated");
        }
    }

    private static ulong ReadHeader(byte* input, byte* end, int length)
    {
        if (end - input < length)
        {
            throw Truncated();
        }

        ulong header = 0;
        for (int i = 0; i < length; i++)
        {
            header |= (ulong)input[i] << (8 * i);
        }

        return header;
    }

    private static MalformedDataException Truncated() => MalformedDataException.Truncated("Zstandard: the literals reach beyond their block");
}
