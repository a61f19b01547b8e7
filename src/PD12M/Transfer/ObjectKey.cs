using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace PD12M.Transfer;

/// <summary>The rules for buckets and keys. Source: "Naming Amazon S3 objects" in the Amazon S3 User Guide.</summary>
internal static class ObjectKey
{
    private const int MaximumKeyBytes = 1024;

    // 63 today; buckets of us-east-1 from before March 2018 have up to 255, and capitals and underscores.
    private const int MaximumBucketLength = 255;

    private static readonly UTF8Encoding s_strictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>Decodes a URL's path once (RFC 3986, section 2.4).</summary>
    /// <param name="path">The path as it stands in the URL.</param>
    /// <param name="decoded">The path with its percent-encoded bytes as UTF-8 text.</param>
    /// <param name="problem">A sentence that says what is wrong with it.</param>
    /// <returns>Whether the path is well formed.</returns>
    public static bool TryDecode(string path, out string decoded, [NotNullWhen(false)] out string? problem)
    {
        decoded = path;
        problem = null;
        if (path.IndexOf('%') < 0)
        {
            return true;
        }
        try
        {
            byte[] bytes = s_strictUtf8.GetBytes(path);
            int length = 0;
            for (int i = 0; i < bytes.Length; i++)
            {
                if (bytes[i] != '%')
                {
                    bytes[length++] = bytes[i];
                    continue;
                }
                int high = i + 2 < bytes.Length ? HexDigit(bytes[i + 1]) : -1;
                int low = i + 2 < bytes.Length ? HexDigit(bytes[i + 2]) : -1;
                if (high < 0 || low < 0)
                {
                    problem = "The URL has a '%' that two hex digits do not follow.";
                    return false;
                }
                bytes[length++] = (byte)((high << 4) | low);
                i += 2;
            }
            decoded = s_strictUtf8.GetString(bytes, 0, length);
            return true;
        }
        catch (ArgumentException)
        {
            // Encoder and decoder alike: EncoderFallbackException and DecoderFallbackException derive from it.
            problem = "The URL's path is not UTF-8 text.";
            return false;
        }
    }

    /// <summary>What is wrong with a key.</summary>
    /// <param name="key">The key, decoded.</param>
    /// <returns>A sentence, or null if nothing is.</returns>
    public static string? ProblemOf(string key)
    {
        if (key.Length == 0)
        {
            return "The URL names no object: behind the bucket there must be a key, as in s3://bucket/images/a.jpeg.";
        }
        if (key.Any(char.IsControl))
        {
            return "The URL's key has a control character.";
        }
        foreach (string segment in key.Split('/'))
        {
            if (segment.Length == 0)
            {
                return "The URL's key begins or ends with a slash or has two in a row.";
            }
            if (segment is "." or "..")
            {
                return $"The URL's key has the path segment '{segment}'.";
            }
        }
        return key.Length > MaximumKeyBytes || Encoding.UTF8.GetByteCount(key) > MaximumKeyBytes
            ? $"The URL's key is longer than the {MaximumKeyBytes} bytes that a key can have."
            : null;
    }

    /// <summary>What is wrong with a bucket's name.</summary>
    /// <param name="bucket">The name.</param>
    /// <returns>A sentence, or null if nothing is.</returns>
    public static string? ProblemOfBucket(string bucket)
    {
        if (bucket.Length == 0)
        {
            return "The URL names no bucket.";
        }
        bool isValid = bucket.Length <= MaximumBucketLength
            && IsLetterOrDigit(bucket[0])
            && bucket.All(c => IsLetterOrDigit(c) || c is '-' or '.' or '_')
            && !bucket.Contains("..");
        return isValid ? null : "The URL's bucket name is not valid: letters, digits, '-', '.' and '_' are, with a letter or a digit first.";
    }

    private static int HexDigit(byte c) => c switch
    {
        >= (byte)'0' and <= (byte)'9' => c - '0',
        >= (byte)'a' and <= (byte)'f' => c - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => c - 'A' + 10,
        _ => -1,
    };

    private static bool IsLetterOrDigit(char c) => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9');
}
