using System.Globalization;
using System.Numerics;

namespace PD12M.Parquet;

/// <summary>
/// Decimals out of unscaled integers: <see cref="decimal"/> where that holds all digits (96 bits, 28 of them behind the
/// point), else their digits as text with a point; null for what is wider than Arrow's widest (32 bytes, 76 digits), which
/// no writer makes and whose text would take time without bound.
/// </summary>
internal static class DecimalValue
{
    private const int MostBytes = 32;
    private const int MostDigits = 76;
    private const int MostDecimalDigits = 28;

    public static object? FromInteger(long unscaled, int scale)
    {
        ulong magnitude = unscaled < 0 ? 0 - (ulong)unscaled : (ulong)unscaled;
        return scale is >= 0 and <= MostDecimalDigits
            ? new decimal((int)magnitude, (int)(magnitude >> 32), 0, unscaled < 0, (byte)scale)
            : Text(unscaled, scale);
    }

    public static object? FromBigEndian(ReadOnlySpan<byte> unscaled, int scale)
    {
        if (unscaled.Length is 0 or > MostBytes)
        {
            return null;
        }

        if (unscaled.Length <= sizeof(long))
        {
            long number = (sbyte)unscaled[0];
            for (int i = 1; i < unscaled.Length; i++)
            {
                number = (number << 8) | unscaled[i];
            }

            return FromInteger(number, scale);
        }

        byte[] littleEndian = unscaled.ToArray();
        Array.Reverse(littleEndian);
        BigInteger value = new(littleEndian);
        BigInteger magnitude = BigInteger.Abs(value);
        return scale is >= 0 and <= MostDecimalDigits && magnitude >> 96 == 0
            ? new decimal((int)(uint)(magnitude & uint.MaxValue), (int)(uint)((magnitude >> 32) & uint.MaxValue), (int)(uint)(magnitude >> 64), value.Sign < 0, (byte)scale)
            : Text(value, scale);
    }

    private static string? Text(BigInteger unscaled, int scale)
    {
        if (scale is < 0 or > MostDigits)
        {
            return null;
        }

        string digits = BigInteger.Abs(unscaled).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        string sign = unscaled.Sign < 0 ? "-" : string.Empty;
        return sign + (scale == 0 ? digits : digits.Insert(digits.Length - scale, "."));
    }
}
