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

    // lz4_Frame_format.md of lz4/lz4.
    private static void DecodeFrame(ReadOnlySpan<byte> input, Span<byte> output, int length)
    {
        int flags = ReadDescriptor(ref input, length);
        bool isLinked = (flags & 0x20) == 0;
        bool hasBlockChecksums = (flags & 0x10) != 0;
        int position = 0;
        while (TakeUInt32(ref input) is > 0 and uint header)
        {
            uint stored = header & 0x7FFFFFFF;
            ReadOnlySpan<byte> block = stored <= input.Length ? input.Slice(0, (int)stored) : throw Truncated();
            input = input.Slice(block.Length);
            if (hasBlockChecksums)
            {
                CheckHash(block, TakeUInt32(ref input), "block");
            }

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

        if ((flags & 4) != 0)
        {
            CheckHash(output.Slice(0, position), TakeUInt32(ref input), "content");
        }

        if (position != length || !input.IsEmpty)
        {
            throw MalformedDataException.Corrupt($"LZ4: a frame makes {position} bytes or has bytes behind its end, but the page has {length}");
        }
    }

    /// <summary>Takes the frame's descriptor.</summary>
    /// <returns>Its first byte, the flags.</returns>
    private static int ReadDescriptor(ref ReadOnlySpan<byte> input, int length)
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

        bool hasSize = (flags & 8) != 0;
        int end = hasSize ? 10 : 2;
        if (input.Length <= end)
        {
            throw Truncated();
        }

        if (input[end] != (byte)(XxHash32.Hash(input.Slice(0, end)) >> 8))
        {
            throw MalformedDataException.Corrupt("LZ4: a frame's header does not match its checksum");
        }

        if (hasSize && BinaryPrimitives.ReadUInt64LittleEndian(input.Slice(2)) is var size && size != (ulong)length)
        {
            throw MalformedDataException.Corrupt($"LZ4: a frame states {size} bytes, but the page has {length}");
        }

        input = input.Slice(end + 1);
        return flags;
    }

    private static void CheckHash(ReadOnlySpan<byte> bytes, uint stated, string what)
    {
        if (XxHash32.Hash(bytes) != stated)
        {
            throw MalformedDataException.Corrupt($"LZ4: a frame's {what} does not match its checksum");
        }
    }

    private static uint TakeUInt32(ref ReadOnlySpan<byte> input)
    {
        uint value = input.Length >= 4 ? BinaryPrimitives.ReadUInt32LittleEndian(input) : throw Truncated();
        input = input.Slice(4);
        return value;
    }

    private static MalformedDataException Truncated() => MalformedDataException.Truncated("LZ4: the data ends in the middle of a frame");
}
