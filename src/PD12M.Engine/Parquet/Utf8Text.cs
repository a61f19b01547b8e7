using System.Text;

namespace PD12M.Parquet;

/// <summary>Strings out of UTF-8 bytes; what is not UTF-8 becomes U+FFFD.</summary>
internal static class Utf8Text
{
    public static string GetString(ReadOnlySpan<byte> bytes)
    {
#if NET
        // Testing for ASCII and widening takes half the time of transcoding.
        return Ascii.IsValid(bytes) ? Encoding.Latin1.GetString(bytes) : Encoding.UTF8.GetString(bytes);
#else
        unsafe
        {
            fixed (byte* start = bytes)
            {
                return start is null ? string.Empty : Encoding.UTF8.GetString(start, bytes.Length);
            }
        }
#endif
    }
}
