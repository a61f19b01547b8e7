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
        // LZ4: a byte of a length adds 255. Brotli: no meta-block makes more than 16 MB, and its header has 28 bits.
        (long bytes, long from) = codec switch
        {
            CompressionCodec.Snappy => (64L, 3L),
            CompressionCodec.Gzip => (1032L, 1L),
            CompressionCodec.Zstd => (32768L, 1L),
            CompressionCodec.Lz4 or CompressionCodec.Lz4Raw => (255L, 1L),
#if NET
            CompressionCodec.Brotli => (1L << 24, 3L),
#else
            CompressionCodec.Brotli => throw MalformedDataException.Unsupported(
                "the compression codec Brotli is not supported in Windows PowerShell; read the file in PowerShell 7, or write it anew with Zstd, Snappy or Gzip"),
#endif
            _ => throw MalformedDataException.Unsupported(
                $"the compression codec {codec} is not supported; write the file anew with Zstd, Snappy or Gzip"),
        };
        if (uncompressedSize > bytes * compressedSize / from)
        {
            throw MalformedDataException.Corrupt($"{compressedSize} bytes of {codec} cannot hold {uncompressedSize} bytes");
        }
    }

    /// <summary>Fills exactly <paramref name="size"/> bytes of <paramref name="output"/> from <paramref name="start"/> on.</summary>
    /// <remarks>The sizes have passed <see cref="CheckSize"/>.</remarks>
    public static void Decompress(CompressionCodec codec, ArraySegment<byte> input, byte[] output, int start, int size)
    {
        Span<byte> target = output.AsSpan(start);
        switch (codec)
        {
            case CompressionCodec.Snappy:
                SnappyDecoder.Decode(input, target, size);
                break;
            case CompressionCodec.Zstd:
                (s_zstd ??= new ZstdDecoder()).Decode(input, target, size);
                break;
            case CompressionCodec.Lz4Raw:
                Lz4Decoder.Decode(input, target, size);
                break;
            case CompressionCodec.Lz4:
                Lz4Framing.Decode(input, target, size);
                break;
#if NET
            case CompressionCodec.Brotli:
                BrotliPage.Decode(input, target, size);
                break;
#endif
            default:
                GzipDecoder.Decode(input, output, start, size);
                break;
        }
    }
}
