using System.Text;

namespace PD12M.Parquet;

/// <summary>Makes short bounds of long UTF-8 texts. UTF-8 sorts by bytes as it does by code points (RFC 3629, section 1).</summary>
internal static class Utf8BoundWriter
{
    /// <summary>A text of at most <paramref name="limit"/> bytes that is not greater (or, as a maximum, not less) than <paramref name="text"/>; null if there is none.</summary>
    public static byte[]? Shorten(byte[] text, int limit, bool isMax)
    {
        int length = limit;
        while ((text[length] & 0xC0) == 0x80)
        {
            length--;
        }

        string prefix = Encoding.UTF8.GetString(text, 0, length);
        return isMax ? Increment(prefix, limit) : Encoding.UTF8.GetBytes(prefix);
    }

    private static byte[]? Increment(string prefix, int limit)
    {
        while (prefix.Length > 0)
        {
            int start = prefix.Length - (char.IsLowSurrogate(prefix[prefix.Length - 1]) ? 2 : 1);
            int next = char.ConvertToUtf32(prefix, start) + 1;
            prefix = prefix.Substring(0, start);
            if (next > 0x10FFFF)
            {
                continue;
            }

            // Surrogates are no characters.
            next = next == 0xD800 ? 0xE000 : next;
            byte[] bound = Encoding.UTF8.GetBytes(prefix + char.ConvertFromUtf32(next));
            if (bound.Length <= limit)
            {
                return bound;
            }
        }

        return null;
    }
}
