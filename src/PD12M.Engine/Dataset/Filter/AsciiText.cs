using System.Globalization;
#if NET
using System.Text;
#endif

namespace PD12M.Dataset;

/// <summary>
/// Which texts compare byte by byte. Between printable ASCII characters the cultures' comparisons know letter case
/// alone; control characters and what is beyond ASCII they may ignore, combine or take for something else.
/// </summary>
internal static class AsciiText
{
    /// <summary>Languages whose alphabets take no two letters for one, such as Hungarian cs, and fold I to i.</summary>
    private static readonly string[] s_plainLanguages = ["", "en", "de", "fr", "es", "it", "nl", "pt"];

    public static bool IsPrintable(string text) => text.All(c => c is >= ' ' and <= '~');

    public static bool IsPrintable(ReadOnlySpan<byte> bytes)
    {
#if NET
        return bytes.IndexOfAnyExceptInRange((byte)' ', (byte)'~') < 0;
#else
        foreach (byte value in bytes)
        {
            if (value is < (byte)' ' or > (byte)'~')
            {
                return false;
            }
        }
        return true;
#endif
    }

    public static bool IsAscii(ReadOnlySpan<byte> bytes)
    {
#if NET
        return Ascii.IsValid(bytes);
#else
        foreach (byte value in bytes)
        {
            if (value > 0x7F)
            {
                return false;
            }
        }
        return true;
#endif
    }

    /// <summary>Whether printable ASCII texts are equal in a culture just when their bytes are, letter case aside.</summary>
    public static bool ComparesByBytes(CultureInfo culture)
    {
        string sortName = culture.CompareInfo.Name;
        return sortName.IndexOf('_') < 0 && s_plainLanguages.Contains(sortName.Split('-')[0], StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Whether a culture's lower case of A to Z is a to z: that of the Turkish I is not.</summary>
    public static bool HasUsualCase(CultureInfo culture) => Enumerable.Range('A', 26).All(c => culture.TextInfo.ToLower((char)c) == c + 32);
}
