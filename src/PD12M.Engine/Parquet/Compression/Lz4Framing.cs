using System.Buffers.Binary;

namespace PD12M.Parquet;

/// <summary>
/// Decompresses what parquet calls LZ4 without saying what it is (Compression.md of apache/parquet-format): the framing of Hadoop, the frame
/// format of LZ4 or a bare block.
/// </summary>
internal static class Lz4Framing
{
    private const uint FrameMagic = 0x184D2204;

    /// <summary>As <see cref="Lz4Decoder.Decode(ReadOnlySpan{byte}, Span{byte}, int)"/>.</summary>
    public static void Decode(ReadOnlySpan<byte> input, Span<byte> output, int length)
    {
        if (TryDecodeHadoop(input, output, length))
        {
            return;
        }

        if (input.Length >= 4 && BinaryPrimitives.ReadUInt32LittleEndian(input) == FrameMagic)
        {
            DecodeFrame(input.Slice(4), output, length);
        }
        else
        {
            Lz4Decoder.Decode(input, output, length);
        }
    }

    // Hadoop's BlockCompressorStream: blocks behind their decompressed length, of one or more chunks behind their compressed length.
    private static bool TryDecodeHadoop(ReadOnlySpan<byte> input, Span<byte> output, int length)
    {
        try
        {
            int position = 0, blockEnd = 0;
            while (position < length || !input.IsEmpty)
            {
                if (position == blockEnd)
                {
                    blockEnd += TakeLength(ref input, length - position);
                }
                else
                {
                    int chunk = TakeLength(ref input, input.Length - 4);
                    position += Lz4Decoder.Decode(input.Slice(0, chunk), output.Slice(position), 0, blockEnd - position);
                    input = input.Slice(chunk);
                }
            }

            return true;
        }
        catch (MalformedDataException)
        {
            return false;
        }
    }

    private static int TakeLength(ref ReadOnlySpan<byte> input, int limit)
    {
        uint length = input.Length >= 4 ? BinaryPrimitives.ReadUInt32BigEndian(input) : uint.MaxValue;
        if (length > limit)
        {
            throw MalformedDataException.Corrupt("LZ4: a length is larger than what is left");
        }

        input = input.Slice(4);
        return (int)length;
    }

    // lz4_Frame_format.md of lz4/lz4. Its checksums are passed over: the page has its own.
    private static void DecodeFrame(ReadOnlySpan<byte> input, Span<byte> output, int length)
    {
        int flags = input.IsEmpty ? 0 : input[0];
        if ((flags & 0xC0) != 0x40)
        {
            throw MalformedDataException.Corrupt("LZ4: a frame is of an unknown version");
        }

        if ((flags & 1) != 0)
        {
            throw MalformedDataException.Unsupported("LZ4: the data needs a dictionary, which is not supported");
        }

        bool isLinked = (flags & 0x20) == 0;
        int checksum = (flags & 0x10) != 0 ? 4 : 0;
        input = Skip(input, (flags & 8) != 0 ? 11 : 3);
        int position = 0;
        while (true)
        {
            uint header = input.Length >= 4 ? BinaryPrimitives.ReadUInt32LittleEndian(input) : throw Truncated();
            input = input.Slice(4);
            if (header == 0)
            {
                break;
            }

            uint stored = header & 0x7FFFFFFF;
            ReadOnlySpan<byte> block = stored <= input.Length ? input.Slice(0, (int)stored) : throw Truncated();
            input = Skip(input, block.Length + checksum);
            if (header == stored)
            {
                int start = isLinked ? 0 : position;
                position = start + Lz4Decoder.Decode(block, output.Slice(start), position - start, length - start);
            }
            else if (block.TryCopyTo(output.Slice(position, length - position)))
            {
                position += block.Length;
            }
            else
            {
                throw MalformedDataException.Corrupt("LZ4: the data goes on after the page's length");
            }
        }

        if (position != length || input.Length != ((flags & 4) != 0 ? 4 : 0))
        {
            throw MalformedDataException.Corrupt($"LZ4: a frame makes {position} bytes or has bytes behind its end, but the page has {length}");
        }
    }

    private static ReadOnlySpan<byte> Skip(ReadOnlySpan<byte> input, int count) => count <= input.Length ? input.Slice(count) : throw Truncated();

    private static MalformedDataException Truncated() => MalformedDataException.Truncated("LZ4: the data ends in the middle of a frame");
}
