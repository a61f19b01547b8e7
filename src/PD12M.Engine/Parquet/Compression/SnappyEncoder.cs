using System.Buffers.Binary;

namespace PD12M.Parquet;

/// <summary>Compresses to Snappy's raw format. One instance serves one thread.</summary>
/// <remarks>Source: format_description.txt of google/snappy.</remarks>
internal sealed class SnappyEncoder
{
    // Copies reach back at most 65,535 bytes, so a table of 16-bit places serves one block.
    private const int BlockLength = 1 << 16;
    private const int TableBits = 14;
    private const int MinMatch = 4;

    private readonly ushort[] _places = new ushort[1 << TableBits];

    public void Encode(ReadOnlySpan<byte> input, ByteWriter output)
    {
        output.WriteVarint((ulong)input.Length);
        for (int start = 0; start < input.Length; start += BlockLength)
        {
            EncodeBlock(input.Slice(start, Math.Min(BlockLength, input.Length - start)), output);
        }
    }

    private void EncodeBlock(ReadOnlySpan<byte> block, ByteWriter output)
    {
        Array.Clear(_places, 0, _places.Length);
        int literal = 0, misses = 0;

        // An empty slot of the table means place 0, so the search begins behind it.
        int place = 1;
        while (place <= block.Length - MinMatch)
        {
            uint word = BinaryPrimitives.ReadUInt32LittleEndian(block.Slice(place));
            ref ushort slot = ref _places[(word * 0x9E3779B1) >> (32 - TableBits)];
            int candidate = slot;
            slot = (ushort)place;
            if (BinaryPrimitives.ReadUInt32LittleEndian(block.Slice(candidate)) != word)
            {
                // Data that does not compress is searched in growing steps.
                place += 1 + (misses++ >> 5);
                continue;
            }

            misses = 0;
            int length = MatchLength(block, candidate, place);
            WriteLiteral(block.Slice(literal, place - literal), output);
            WriteCopy(place - candidate, length, output);
            place += length;
            literal = place;
        }

        WriteLiteral(block.Slice(literal), output);
    }

    private static int MatchLength(ReadOnlySpan<byte> block, int candidate, int place)
    {
        int length = MinMatch;
        while (place + length < block.Length && block[candidate + length] == block[place + length])
        {
            length++;
        }

        return length;
    }

    private static void WriteLiteral(ReadOnlySpan<byte> bytes, ByteWriter output)
    {
        int last = bytes.Length - 1;
        if (last < 0)
        {
            return;
        }

        if (last < 60)
        {
            output.Write((byte)(last << 2));
        }
        else if (last < 256)
        {
            output.Write(60 << 2);
            output.Write((byte)last);
        }
        else
        {
            output.Write(61 << 2);
            output.Write((byte)last);
            output.Write((byte)(last >> 8));
        }

        output.Write(bytes);
    }

    private static void WriteCopy(int offset, int length, ByteWriter output)
    {
        while (length > 0)
        {
            // A copy holds 1 to 64 bytes; the last one is left at least 4 so that the short form stays open to it.
            int part = length <= 64 ? length : Math.Min(64, length - MinMatch);
            if (part is >= 4 and <= 11 && offset < 2048)
            {
                output.Write((byte)(1 | ((part - 4) << 2) | ((offset >> 8) << 5)));
                output.Write((byte)offset);
            }
            else
            {
                output.Write((byte)(2 | ((part - 1) << 2)));
                output.Write((byte)offset);
                output.Write((byte)(offset >> 8));
            }

            length -= part;
        }
    }
}
