using System.Buffers.Binary;
using System.IO.Compression;
using PD12M.Hashing;

namespace PD12M.Parquet;

/// <summary>Decompresses Gzip members, one or several (RFC 1952), and verifies their checksums.</summary>
/// <remarks>The GZipStream of .NET does the same, and faster; that of .NET Framework stops after the first member.</remarks>
internal static class GzipDecoder
{
    private const int FixedHeaderSize = 10;
    private const int TrailerSize = 8;

    private static readonly byte[] s_magic = [0x1F, 0x8B, 8];

    /// <summary>Fills exactly <paramref name="size"/> bytes of <paramref name="output"/> from <paramref name="start"/> on.</summary>
    public static void Decode(ArraySegment<byte> input, byte[] output, int start, int size)
    {
        int filled;
        try
        {
#if NET
            using MemoryStream compressed = new(input.Array!, input.Offset, input.Count, writable: false);
            using GZipStream gzip = new(compressed, CompressionMode.Decompress);
            filled = Read(gzip, output, start, start + size) - start;
#else
            filled = DecodeMembers(input, output, start, size);
#endif
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            throw new MalformedDataException(ParquetFault.Corrupt, "Gzip: " + exception.Message, exception);
        }

        if (filled != size)
        {
            throw MalformedDataException.Truncated($"Gzip: the data ends {size - filled} bytes before the page's length");
        }
    }

    /// <summary>What <see cref="Decode"/> does where GZipStream reads one member only.</summary>
    /// <returns>The number of bytes filled.</returns>
    internal static int DecodeMembers(ArraySegment<byte> input, byte[] output, int start, int size)
    {
        int position = start;
        for (int next = 0; next < input.Count;)
        {
            ReadOnlySpan<byte> member = input.AsSpan(next);
            int body = ReadHeader(member);
            int from = position;
            using MemoryStream compressed = new(input.Array!, input.Offset + next + body, member.Length - body, writable: false);
            using DeflateStream deflate = new(compressed, CompressionMode.Decompress);
            position = Read(deflate, output, from, start + size);
            next += body + FindMemberEnd(member.Slice(body), output.AsSpan(from, position - from));
        }

        return position - start;
    }

    private static int Read(Stream stream, byte[] output, int position, int end)
    {
        while (position < end)
        {
            int read = stream.Read(output, position, end - position);
            if (read == 0)
            {
                return position;
            }

            position += read;
        }

        return stream.ReadByte() < 0
            ? position
            : throw MalformedDataException.Corrupt("Gzip: the data goes on after the page's length");
    }

    // DeflateStream reads ahead and does not tell where the data ended. The content's checksum and length stand there,
    // and behind them nothing or another member.
    private static int FindMemberEnd(ReadOnlySpan<byte> input, ReadOnlySpan<byte> content)
    {
        Span<byte> trailer = stackalloc byte[TrailerSize];
        BinaryPrimitives.WriteUInt32LittleEndian(trailer, Crc32.Compute(content));
        BinaryPrimitives.WriteInt32LittleEndian(trailer.Slice(4), content.Length);
        for (int end = 0; input.Slice(end).IndexOf(trailer) is >= 0 and int found; end += found + 1)
        {
            ReadOnlySpan<byte> behind = input.Slice(end + found + TrailerSize);
            if (behind.IsEmpty || behind.StartsWith(s_magic))
            {
                return end + found + TrailerSize;
            }
        }

        throw MalformedDataException.Corrupt("Gzip: the content does not match its checksum and length");
    }

    private static int ReadHeader(ReadOnlySpan<byte> member)
    {
        if (member.Length < FixedHeaderSize)
        {
            throw Truncated();
        }

        int flags = member[3];
        if (!member.StartsWith(s_magic) || (flags & 0xE0) != 0)
        {
            throw MalformedDataException.Corrupt("Gzip: the data does not start with a header");
        }

        int position = FixedHeaderSize;
        if ((flags & 4) != 0)
        {
            position += member.Length >= position + 2 ? 2 + BinaryPrimitives.ReadUInt16LittleEndian(member.Slice(position)) : throw Truncated();
        }

        for (int texts = ((flags >> 3) & 1) + ((flags >> 4) & 1); texts > 0; texts--)
        {
            int length = position <= member.Length ? member.Slice(position).IndexOf((byte)0) : -1;
            position += length >= 0 ? length + 1 : throw Truncated();
        }

        position += flags & 2;
        return position <= member.Length ? position : throw Truncated();
    }

    private static MalformedDataException Truncated() => MalformedDataException.Truncated("Gzip: the data ends in the middle of a header");
}
