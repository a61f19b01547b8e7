using System.Diagnostics.CodeAnalysis;

namespace PD12M.Hashing;

/// <summary>An MD5 (RFC 1321) as text: 32 lower-case hexadecimal digits.</summary>
internal static class Md5Text
{
    private const int Digits = 32;

    /// <summary>Brings a hash in any case, as data gives it, into the form used here.</summary>
    /// <returns>False where the text is no MD5.</returns>
    public static bool TryNormalize(string? text, [NotNullWhen(true)] out string? hash)
    {
        hash = null;
        if (text is null || text.Length != Digits || !text.All(IsHexDigit))
        {
            return false;
        }
        hash = text.ToLowerInvariant();
        return true;
    }

    /// <summary>The text of a hash's bytes, two digits each.</summary>
#if NET
    public static string Of(ReadOnlySpan<byte> hash) => Convert.ToHexString(hash).ToLowerInvariant();
#else
    public static string Of(byte[] hash) => BitConverter.ToString(hash).Replace("-", "").ToLowerInvariant();
#endif

    /// <summary>The 16 bytes of a hash.</summary>
    /// <param name="hash">What <see cref="TryNormalize"/> gave.</param>
#if NET
    public static byte[] BytesOf(string hash) => Convert.FromHexString(hash);
#else
    public static byte[] BytesOf(string hash) => [.. Enumerable.Range(0, hash.Length / 2).Select(i => Convert.ToByte(hash.Substring(2 * i, 2), 16))];
#endif

    private static bool IsHexDigit(char letter) => letter is (>= '0' and <= '9') or (>= 'a' and <= 'f') or (>= 'A' and <= 'F');
}
