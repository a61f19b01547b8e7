using System.Buffers.Binary;

namespace PD12M.Parquet;

/// <summary>Decompresses Zstandard frames (RFC 8878); keeps its tables between calls. Not for several threads at once.</summary>
/// <remarks>The output is one piece, so what matches refer to is always there and windows of any size cost nothing.</remarks>
internal sealed unsafe class ZstdDecoder
{
    /// <summary>The most bytes that a block makes.</summary>
    public const int MaxBlockSize = 128 * 1024;

    /// <summary>Bytes behind the output that the decoder may overwrite; with fewer it is merely slower.</summary>
    public const int Slack = MatchCopy.Slack;

    private const uint Magic = 0xFD2FB528;
    private const uint SkippableMagic = 0x184D2A50;
    private const int BlockHeaderSize = 3;

    private readonly ZstdLiterals _literals = new();
    private readonly ZstdSequences _sequences = new();

    /// <summary>Fills the first <paramref name="length"/> bytes of <paramref name="output"/>; what lies behind is scratch.</summary>
    public void Decode(ReadOnlySpan<byte> input, Span<byte> output, int length)
    {
        fixed (byte* inputStart = input)
        fixed (byte* outputStart = output)
        {
            byte* ip = inputStart;
            byte* ipEnd = ip + input.Length;
            byte* op = outputStart;
            ZstdOutput target = new(op, op, op + length, op + Math.Max(0, Math.Min(length, output.Length - Slack)));
            while (ip < ipEnd)
            {
                uint magic = ReadUInt32(ip, ipEnd);
                if ((magic & 0xFFFFFFF0) == SkippableMagic)
                {
                    uint skipped = ReadUInt32(ip + 4, ipEnd);
                    ip = skipped <= ipEnd - ip - 8 ? ip + 8 + skipped : throw Truncated();
                }
                else if (magic == Magic)
                {
                    ip = DecodeFrame(ip + 4, ipEnd, target with { FrameStart = op, Position = op }, out op);
                }
                else
                {
                    throw MalformedDataException.Corrupt("Zstandard: a frame does not start with its magic number");
                }
            }

            if (op != target.End)
            {
                throw MalformedDataException.Truncated($"Zstandard: the data ends {target.End - op} bytes before the page's length");
            }
        }
    }

    public static MalformedDataException TooLong() => MalformedDataException.Corrupt("Zstandard: the data goes on after the page's length");

    private byte* DecodeFrame(byte* ip, byte* end, ZstdOutput output, out byte* op)
    {
        ip = ReadFrameHeader(ip, end, out bool hasChecksum, out ulong? size);
        if (size > (ulong)(output.End - output.Position))
        {
            throw TooLong();
        }

        _literals.StartFrame();
        _sequences.StartFrame();
        op = output.Position;
        bool isLast = false;
        while (!isLast)
        {
            if (end - ip < BlockHeaderSize)
            {
                throw Truncated();
            }

            int header = ip[0] | (ip[1] << 8) | (ip[2] << 16);
            isLast = (header & 1) != 0;
            ip = DecodeBlock((header >> 1) & 3, header >> 3, ip + BlockHeaderSize, end, output with { Position = op }, out op);
        }

        if (size is { } stated && (ulong)(op - output.FrameStart) != stated)
        {
            throw MalformedDataException.Corrupt($"Zstandard: a frame states a size of {stated} bytes, but has {op - output.FrameStart}");
        }

        if (!hasChecksum)
        {
            return ip;
        }

        ReadOnlySpan<byte> content = new(output.FrameStart, (int)(op - output.FrameStart));
        return ReadUInt32(ip, end) == (uint)XxHash64.Hash(content)
            ? ip + 4
            : throw MalformedDataException.Corrupt("Zstandard: the content does not match its checksum");
    }

    private static byte* ReadFrameHeader(byte* ip, byte* end, out bool hasChecksum, out ulong? size)
    {
        int descriptor = ip < end ? *ip++ : throw Truncated();
        bool isSingleSegment = (descriptor & 0x20) != 0;
        hasChecksum = (descriptor & 4) != 0;
        if ((descriptor & 8) != 0)
        {
            throw MalformedDataException.Corrupt("Zstandard: a reserved bit is set");
        }

        int windowLength = isSingleSegment ? 0 : 1;
        int dictionaryLength = (1 << (descriptor & 3)) >> 1;
        int sizeForm = descriptor >> 6;
        int sizeLength = sizeForm == 0 ? 1 - windowLength : 1 << sizeForm;
        if (end - ip < windowLength + dictionaryLength + sizeLength)
        {
            throw Truncated();
        }

        ip += windowLength;
        ulong dictionary = ReadNumber(ip, dictionaryLength);
        if (dictionary != 0)
        {
            throw MalformedDataException.Unsupported($"Zstandard: the data needs the dictionary {dictionary}, which is not supported");
        }

        ip += dictionaryLength;
        size = sizeLength == 0 ? null : ReadNumber(ip, sizeLength) + (sizeLength == 2 ? 256u : 0u);
        return ip + sizeLength;
    }

    private byte* DecodeBlock(int type, int size, byte* ip, byte* end, ZstdOutput output, out byte* op)
    {
        int stored = type == 1 ? 1 : size;
        if (stored > end - ip)
        {
            throw Truncated();
        }

        if (size > MaxBlockSize)
        {
            throw MalformedDataException.Corrupt($"Zstandard: a block has a size of {size} bytes");
        }

        op = output.Position;
        switch (type)
        {
            case 0 or 1 when size > output.End - op:
                throw TooLong();
            case 0:
                Buffer.MemoryCopy(ip, op, size, size);
                op += size;
                break;
            case 1:
                new Span<byte>(op, size).Fill(*ip);
                op += size;
                break;
            case 2:
                op = DecodeCompressedBlock(ip, ip + size, output);
                break;
            default:
                throw MalformedDataException.Corrupt("Zstandard: a block is of the reserved type");
        }

        return ip + stored;
    }

    private byte* DecodeCompressedBlock(byte* ip, byte* end, ZstdOutput output)
    {
        ip = _literals.Decode(ip, end);
        fixed (byte* buffer = _literals.Buffer)
        {
            byte* literals = _literals.Stored == null ? buffer : _literals.Stored;
            byte* op = _sequences.Execute(ip, end, literals, literals + _literals.Length, output);
            return op - output.Position <= MaxBlockSize
                ? op
                : throw MalformedDataException.Corrupt($"Zstandard: a block makes {op - output.Position} bytes");
        }
    }

    private static uint ReadUInt32(byte* ip, byte* end) =>
        end - ip >= 4 ? BinaryPrimitives.ReadUInt32LittleEndian(new ReadOnlySpan<byte>(ip, 4)) : throw Truncated();

    private static ulong ReadNumber(byte* ip, int length)
    {
        ulong number = 0;
        for (int i = 0; i < length; i++)
        {
            number |= (ulong)ip[i] << (8 * i);
        }

        return number;
    }

    private static MalformedDataException Truncated() => MalformedDataException.Truncated("Zstandard: the data ends in the middle of a frame");
}
