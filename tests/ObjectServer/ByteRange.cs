using System.Globalization;

namespace PD12M.Testing;

/// <summary>Part of an object: the first byte and the number of bytes, which is 0 for a range outside it.</summary>
internal readonly record struct ByteRange(long Start, long Length)
{
    /// <summary>
    /// Reads a Range header (RFC 9110, 14.1.2) against a size in bytes. Null means the whole object: other units,
    /// malformed values and, as in S3, several ranges.
    /// </summary>
    public static ByteRange? Parse(ReadOnlySpan<char> header, long size)
    {
        if (!header.StartsWith("bytes=", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        ReadOnlySpan<char> range = header[6..].Trim();
        int dash = range.IndexOf('-');
        if (dash < 0)
        {
            return null;
        }

        ReadOnlySpan<char> first = range[..dash];
        ReadOnlySpan<char> last = range[(dash + 1)..];
        if (first.IsEmpty)
        {
            return TryParse(last, out long suffix) ? new ByteRange(Math.Max(0, size - suffix), Math.Min(suffix, size)) : null;
        }

        long end = long.MaxValue;
        if (!TryParse(first, out long start) || (!last.IsEmpty && !TryParse(last, out end)) || end < start)
        {
            return null;
        }

        return start >= size ? new ByteRange(start, 0) : new ByteRange(start, Math.Min(end, size - 1) - start + 1);
    }

    private static bool TryParse(ReadOnlySpan<char> digits, out long value) =>
        long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out value);
}
