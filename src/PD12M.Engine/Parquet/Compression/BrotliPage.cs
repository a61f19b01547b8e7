#if NET
using System.Buffers;
using System.IO.Compression;

namespace PD12M.Parquet;

/// <summary>Decompresses Brotli (RFC 7932) with the runtime's decoder, which .NET Framework does not have.</summary>
internal static class BrotliPage
{
    /// <summary>Fills the first <paramref name="length"/> bytes of <paramref name="output"/>.</summary>
    public static void Decode(ReadOnlySpan<byte> input, Span<byte> output, int length)
    {
        BrotliDecoder decoder = default;
        try
        {
            OperationStatus status = decoder.Decompress(input, output[..length], out int consumed, out int written);
            if (status == OperationStatus.NeedMoreData)
            {
                throw MalformedDataException.Truncated($"Brotli: the data ends {length - written} bytes before the page's length");
            }

            if (status != OperationStatus.Done || consumed != input.Length || written != length)
            {
                throw MalformedDataException.Corrupt($"Brotli: the data is malformed or of another length than the page's {length} bytes ({status})");
            }
        }
        finally
        {
            decoder.Dispose();
        }
    }
}
#endif
