using System.Globalization;

namespace PD12M.Dataset;

/// <summary>Numbers as PowerShell writes them. Source: about_Numeric_Literals.</summary>
internal static class NumberLiteral
{
    /// <summary>Reads a whole text as a number.</summary>
    /// <param name="text">Without blanks around it; a sign may come first.</param>
    /// <param name="number">An int, long, decimal or double: the narrowest that fits, or what the suffix says.</param>
    public static bool TryParse(string text, out object? number)
    {
        number = null;
        int end = text.Length;
        decimal multiplier = 1;
        if (end > 2 && text[end - 1] is 'b' or 'B' && "kmgtp".IndexOf(char.ToLowerInvariant(text[end - 2])) is >= 0 and int power)
        {
            multiplier = 1L << (10 * (power + 1));
            end -= 2;
        }
        int start = text.Length > 0 && (text[0] == '+' || IsDash(text[0])) ? 1 : 0;
        bool isNegative = start == 1 && text[0] != '+';
        if (end - start > 2 && text[start] == '0' && text[start + 1] is 'x' or 'X')
        {
            return TryParseHexadecimal(text.Substring(start + 2, end - start - 2), isNegative ? -multiplier : multiplier, out number);
        }
        char suffix = end > start ? char.ToLowerInvariant(text[end - 1]) : '\0';
        if (suffix is 'l' or 'd')
        {
            end--;
        }
        string digits = $"{(isNegative ? "-" : "")}{text.Substring(start, Math.Max(0, end - start))}";
        bool isReal = digits.AsSpan().IndexOfAny('.', 'e', 'E') >= 0;
        if (end == start || !(char.IsDigit(text[start]) || text[start] == '.'))
        {
            return false;
        }
        return (suffix, isReal) switch
        {
            ('d', _) => TryParseDecimal(digits, multiplier, out number),
            ('l', _) => TryParseLong(digits, multiplier, out number),
            (_, true) => TryParseDouble(digits, multiplier, out number),
            _ => TryParseInteger(digits, multiplier, out number),
        };
    }

    /// <summary>The dashes that PowerShell takes for a minus: text editors put them there.</summary>
    public static bool IsDash(char c) => c is '-' or '\u2013' or '\u2014' or '\u2015';

    private static bool TryParseHexadecimal(string digits, decimal multiplier, out object? number)
    {
        bool isLong = digits.Length > 0 && digits[digits.Length - 1] is 'l' or 'L';
        digits = isLong ? digits.Substring(0, digits.Length - 1) : digits;
        if (!ulong.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong bits))
        {
            number = null;
            return false;
        }
        // Eight digits are the bits of an int, sixteen those of a long: 0xFFFFFFFF is -1.
        long value = digits.Length == 8 && !isLong ? (int)(uint)bits : (long)bits;
        number = Narrow(value * multiplier, isLong || digits.Length == 16);
        return number is int or long;
    }

    private static bool TryParseInteger(string digits, decimal multiplier, out object? number)
    {
        try
        {
            if (decimal.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out decimal value))
            {
                number = Narrow(value * multiplier, isLong: false);
                return true;
            }
        }
        catch (OverflowException)
        {
        }
        return TryParseDouble(digits, multiplier, out number);
    }

    private static bool TryParseDouble(string digits, decimal multiplier, out object? number)
    {
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        bool isNumber = double.TryParse(digits, Style, CultureInfo.InvariantCulture, out double value);
        number = isNumber ? value * (double)multiplier : null;
        return isNumber;
    }

    private static bool TryParseDecimal(string digits, decimal multiplier, out object? number)
    {
        number = null;
        try
        {
            if (decimal.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal value))
            {
                number = value * multiplier;
            }
        }
        catch (OverflowException)
        {
        }
        return number is not null;
    }

    private static bool TryParseLong(string digits, decimal multiplier, out object? number)
    {
        number = null;
        if (TryParseDecimal(digits, multiplier, out object? value))
        {
            decimal rounded = Math.Round((decimal)value!);
            number = rounded is >= long.MinValue and <= long.MaxValue ? (long)rounded : null;
        }
        return number is not null;
    }

    private static object Narrow(decimal value, bool isLong) => value switch
    {
        >= int.MinValue and <= int.MaxValue when !isLong => (object)(int)value,
        >= long.MinValue and <= long.MaxValue => (long)value,
        _ => value,
    };
}
