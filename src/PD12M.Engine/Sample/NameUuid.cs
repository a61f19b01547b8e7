using System.Security.Cryptography;
using System.Text;

using PD12M.Hashing;

namespace PD12M.Samples;

/// <summary>UUIDs of version 5: the same name gives the same UUID.</summary>
/// <remarks>Source: RFC 9562, section 5.5.</remarks>
internal static class NameUuid
{
    /// <summary>The UUID of a name, in lower-case text.</summary>
    public static string Of(Guid nameSpace, string name)
    {
        byte[] data = [.. BigEndian(nameSpace), .. Encoding.UTF8.GetBytes(name)];
        using IncrementalHash sha1 = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
        sha1.AppendData(data);
        byte[] hash = sha1.GetHashAndReset();
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        string hex = Md5Text.Of(hash.AsSpan(0, 16).ToArray());
        return $"{hex.Substring(0, 8)}-{hex.Substring(8, 4)}-{hex.Substring(12, 4)}-{hex.Substring(16, 4)}-{hex.Substring(20)}";
    }

    // Guid keeps its first three fields little-endian.
    private static byte[] BigEndian(Guid value)
    {
        byte[] bytes = value.ToByteArray();
        Array.Reverse(bytes, 0, 4);
        Array.Reverse(bytes, 4, 2);
        Array.Reverse(bytes, 6, 2);
        return bytes;
    }
}
