using System.IO.Compression;

namespace PD12M.Parquet;

/// <summary>Decompresses page bodies; the place where a codec is added.</summary>
internal static class PageDecompressor
{
    // Its tables and buffer take 150 KB, and a thread decompresses one page at a time.
    [ThreadStatic]
    private static ZstdDecoder? s_zstd;

    /// <summary>Bytes to leave free behind the output.</summary>
    public const int Slack = SnappyDecoder.Slack + 8;

    /// <summary>Throws unless <paramref name="codec"/> can be read and can make so many bytes out of so few.</summary>
    public static void CheckSize(CompressionCodec codec, int compressedSize, int uncompressedSize)
    {
        // Snappy: the shortest element for 64 bytes is a copy of 3. Deflate: 258 bytes out of 2 bits.
        // Zstandard: no block makes more than 128 KB, and none is shorter than 4 bytes, the one of a repeated byte.
        (long bytes, long from) = codec switch
        {
            CompressionCodec.Snappy => (64L, 3L),
            CompressionCodec.Gzip => (1032L, 1L),
            CompressionCodec.Zstd => (32768L, 1L),
            _ => throw MalformedDataException.Unsupported($"the compression codec {codec} is not supported"),
        };
        if (uncompressedSize > bytes * compressedSize / from)
        {
            throw MalformedDataException.Corrupt($"{compressedSize} bytes of {codec} cannot hold {uncompressedSize} bytes");
        }
    }

    /// <summary>Fills exactly <paramref name="size"/> bytes of <paramref name="output"/> from <paramref name="start"/> on.</summary>
    public static void Decompress(CompressionCodec codec, ArraySegment<byte> input, byte[] output, int start, int size)
    {
        switch (codec)
        {
            case CompressionCodec.Snappy:
                SnappyDecoder.Decode(input, output.AsSpan(start), size);
                break;
            case CompressionCodec.Zstd:
                (s_zstd ??= new ZstdDecoder()).Decode(input, output.AsSpan(start), size);
                break;
            default:
                Inflate(input, output, start, size);
                break;
        }
    }

    private static void Inflate(ArraySegment<byte> input, byte[] output, int start, int size)
    {
        try
        {
            using MemoryStream compressed = new(input.Array!, input.Offset, input.Count, writable: false);
            using GZipStream gzip = new(compressed, CompressionMode.Decompress);
            int filled = 0;
            while (filled < size)
            {
                int read = gzip.Read(output, start + filled, size - filled);
                if (read == 0)
                {
                    throw MalformedDataException.Truncated($"Gzip: the data ends {size - filled} bytes before the page's length");
                }

                filled += read;
            }

            if (gzip.ReadByte() >= 0)
            {
                throw MalformedDataException.Corrupt($"Gzip: the data goes on after the page's length of {size} bytes");
            }
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            throw new MalformedDataException(ParquetFault.Corrupt, "Gzip: " + exception.Message, exception);
        }
    }
}
