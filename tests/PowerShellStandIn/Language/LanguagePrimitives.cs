using System.Collections;
using System.Globalization;

namespace System.Management.Automation;

public static class LanguagePrimitives
{
    public static IEnumerable? GetEnumerable(object? obj) =>
        PSObject.Base(obj) is IEnumerable enumerable and not (string or IDictionary or Xml.XmlNode) ? enumerable : null;

    public static object? ConvertTo(object? valueToConvert, Type resultType) =>
        Conversion.To(valueToConvert, resultType, CultureInfo.InvariantCulture);

    public static object? ConvertTo(object? valueToConvert, Type resultType, IFormatProvider formatProvider) =>
        Conversion.To(valueToConvert, resultType, formatProvider);

    public static T? ConvertTo<T>(object? valueToConvert) =>
        valueToConvert is T already ? already : (T?)Conversion.To(valueToConvert, typeof(T), CultureInfo.InvariantCulture);

    public static bool TryConvertTo<T>(object? valueToConvert, out T? result)
    {
        bool converted = TryConvertTo(valueToConvert, typeof(T), out object? value);
        result = converted ? (T?)value : default;
        return converted;
    }

    public static bool TryConvertTo(object? valueToConvert, Type resultType, out object? result)
    {
        try
        {
            result = ConvertTo(valueToConvert, resultType);
            return true;
        }
        catch (PSInvalidCastException)
        {
            result = null;
            return false;
        }
    }

    public static bool IsTrue(object? obj) => PSObject.Base(obj) switch
    {
        null => false,
        bool truth => truth,
        string text => text.Length > 0,
        SwitchParameter present => present.ToBool(),
        IList { Count: 0 } => false,
        IList { Count: 1 } list => IsTrue(list[0]),
        IConvertible number and not (DateTime or char) => number.ToDouble(CultureInfo.InvariantCulture) != 0,
        char c => c != 0,
        _ => true,
    };

    public static new bool Equals(object? first, object? second) => Equals(first, second, false);

    public static bool Equals(object? first, object? second, bool ignoreCase)
    {
        object? left = PSObject.Base(first);
        object? right = PSObject.Base(second);
        if (left is null || right is null)
        {
            return left is null && right is null;
        }

        if (left is string text)
        {
            return string.Equals(text, ToText(right), ignoreCase ? StringComparison.InvariantCultureIgnoreCase : StringComparison.InvariantCulture);
        }

        if (left.Equals(right))
        {
            return true;
        }

        if (IsNumber(left) && IsNumber(right))
        {
            return CompareNumbers(left, right) == 0;
        }

        return TryConvertTo(right, left.GetType(), out object? converted) && left.Equals(converted);
    }

    public static int Compare(object? first, object? second) => Compare(first, second, false);

    public static int Compare(object? first, object? second, bool ignoreCase)
    {
        object? left = PSObject.Base(first);
        object? right = PSObject.Base(second);
        if (left is null || right is null)
        {
            return (left is null ? 0 : 1) - (right is null ? 0 : 1);
        }

        if (left is string text)
        {
            return string.Compare(text, ToText(right), CultureInfo.InvariantCulture, ignoreCase ? CompareOptions.IgnoreCase : CompareOptions.None);
        }

        if (IsNumber(left) && IsNumber(right))
        {
            return CompareNumbers(left, right);
        }

        object? converted;
        try
        {
            converted = IsNumber(left) && right is string digits ? Conversion.ToNumber(digits, typeof(object)) : ConvertTo(right, left.GetType());
        }
        catch (PSInvalidCastException cast)
        {
            throw new ArgumentException($"Cannot compare \"{left}\" to \"{right}\" because the objects are not the same type.", nameof(second), cast);
        }

        return IsNumber(left) ? CompareNumbers(left, converted!)
            : left is IComparable comparable ? comparable.CompareTo(converted)
            : left.Equals(converted) ? 0
            : throw new ArgumentException($"Cannot compare \"{left}\" because it is not IComparable.", nameof(first));
    }

    internal static bool IsNumber(object value) => Type.GetTypeCode(value.GetType()) is >= TypeCode.SByte and <= TypeCode.Decimal && !value.GetType().IsEnum;

    internal static string ToText(object? value)
    {
        switch (value)
        {
            case null:
                return "";
            case string text:
                return text;
            case PSObject wrapper:
                return wrapper.ToString();
            case IFormattable formattable and not Enum:
                return formattable.ToString(null, CultureInfo.InvariantCulture);
            default:
                return GetEnumerable(value) is { } elements && (value is Array || value is IList)
                    ? string.Join(' ', elements.Cast<object?>().Select(ToText))
                    : value.ToString() ?? "";
        }
    }

    private static int CompareNumbers(object left, object right)
    {
        bool isFloating = left is double or float || right is double or float;
        return isFloating
            ? Convert.ToDouble(left, CultureInfo.InvariantCulture).CompareTo(Convert.ToDouble(right, CultureInfo.InvariantCulture))
            : Convert.ToDecimal(left, CultureInfo.InvariantCulture).CompareTo(Convert.ToDecimal(right, CultureInfo.InvariantCulture));
    }
}
