using System.Collections;
using System.ComponentModel;
using System.Globalization;
using System.Reflection;

namespace System.Management.Automation;

internal static class Conversion
{
    private static readonly string[] s_multipliers = ["KB", "MB", "GB", "TB", "PB"];

    public static object? To(object? value, Type type, IFormatProvider culture)
    {
        ArgumentNullException.ThrowIfNull(type);
        if (type.IsInstanceOfType(value) && (type != typeof(object) || value is not PSObject))
        {
            return value;
        }

        object? plain = PSObject.Base(value);
        if (plain is null)
        {
            return FromNull(type);
        }

        if (type == typeof(PSObject))
        {
            return PSObject.AsPSObject(value!);
        }

        if (type == typeof(object))
        {
            return plain;
        }

        if (type.IsInstanceOfType(plain))
        {
            return plain;
        }

        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return plain is "" ? null : To(plain, underlying, culture);
        }

        if (type == typeof(string))
        {
            return LanguagePrimitives.ToText(plain);
        }

        if (type.IsArray)
        {
            return ToArray(plain, type.GetElementType()!, culture);
        }

        try
        {
            return ToScalar(plain, type, culture);
        }
        catch (Exception failure) when (failure is FormatException or OverflowException or InvalidCastException or ArgumentException or NotSupportedException && failure is not PSInvalidCastException)
        {
            throw Failed(plain, type, failure);
        }
    }

    public static object ToNumber(string text, Type type)
    {
        string digits = text.Trim();
        if (digits.Length == 0)
        {
            digits = "0";
        }

        int multiplier = digits.Length > 2 && char.IsAsciiDigit(digits[0]) ? Array.IndexOf(s_multipliers, digits[^2..].ToUpperInvariant()) : -1;
        if (multiplier >= 0)
        {
            return decimal.Parse(digits.AsSpan(0, digits.Length - 2), NumberStyles.Float, CultureInfo.InvariantCulture) * (1L << (10 * (multiplier + 1)));
        }

        if (digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
        {
            return long.Parse(digits.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        }

        if (type == typeof(object) || Type.GetTypeCode(type) <= TypeCode.UInt64)
        {
            if (decimal.TryParse(digits, NumberStyles.Number & ~NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out decimal whole))
            {
                return whole;
            }

            return double.Parse(digits, NumberStyles.Float, CultureInfo.InvariantCulture);
        }

        return type == typeof(decimal)
            ? decimal.Parse(digits, NumberStyles.Float, CultureInfo.InvariantCulture)
            : double.Parse(digits, NumberStyles.Float, CultureInfo.InvariantCulture);
    }

    public static PSInvalidCastException Failed(object? value, Type type, Exception? inner = null) => new(
        $"Cannot convert value \"{LanguagePrimitives.ToText(value)}\" to type \"{type.FullName}\"." + (inner is null ? "" : $" Error: \"{inner.Message}\""), inner);

    private static object? FromNull(Type type)
    {
        if (type == typeof(string))
        {
            return "";
        }

        if (type == typeof(bool))
        {
            return false;
        }

        if (type == typeof(SwitchParameter))
        {
            return new SwitchParameter(false);
        }

        if (type.IsValueType && Nullable.GetUnderlyingType(type) is null)
        {
            return type.IsPrimitive || type == typeof(decimal) ? Convert.ChangeType(0, type, CultureInfo.InvariantCulture) : throw Failed(null, type);
        }

        return null;
    }

    private static Array ToArray(object value, Type element, IFormatProvider culture)
    {
        object?[] elements = value is IEnumerable many and not (string or IDictionary) ? [.. many.Cast<object?>()] : [value];
        Array array = Array.CreateInstance(element, elements.Length);
        for (int i = 0; i < elements.Length; i++)
        {
            array.SetValue(To(elements[i], element, culture), i);
        }

        return array;
    }

    private static object? ToScalar(object value, Type type, IFormatProvider culture)
    {
        if (type.IsEnum)
        {
            return ToEnum(value, type);
        }

        if (type == typeof(bool))
        {
            return LanguagePrimitives.IsTrue(value);
        }

        if (type == typeof(SwitchParameter))
        {
            return new SwitchParameter(value is bool or SwitchParameter || LanguagePrimitives.IsNumber(value) ? LanguagePrimitives.IsTrue(value) : throw Failed(value, type));
        }

        if (type == typeof(Type) && value is string name)
        {
            return Type.GetType(name, throwOnError: false, ignoreCase: true) ?? throw Failed(value, type);
        }

        bool toNumber = Type.GetTypeCode(type) is >= TypeCode.SByte and <= TypeCode.Decimal;
        if (toNumber && value is string digits)
        {
            return Convert.ChangeType(ToNumber(digits, type), type, CultureInfo.InvariantCulture);
        }

        if (type == typeof(TimeSpan) && LanguagePrimitives.IsNumber(value))
        {
            return TimeSpan.FromTicks(Convert.ToInt64(value, CultureInfo.InvariantCulture));
        }

        if (value is bool && type == typeof(char))
        {
            throw Failed(value, type);
        }

        if (value is IConvertible && (toNumber || (type == typeof(DateTime) && value is string) || type == typeof(char)))
        {
            return Convert.ChangeType(value, type, culture);
        }

        return value is string text ? FromText(text, type, culture) : ThroughMembers(value, type);
    }

    private static object ToEnum(object value, Type type)
    {
        if (value is not string text)
        {
            object number = Enum.ToObject(type, value);
            return Enum.IsDefined(type, number) || type.IsDefined(typeof(FlagsAttribute)) ? number : throw Failed(value, type);
        }

        if (Enum.TryParse(type, text, ignoreCase: true, out object? exact) && text.Length > 0)
        {
            return exact!;
        }

        string[] starts = [.. Enum.GetNames(type).Where(n => text.Length > 0 && n.StartsWith(text, StringComparison.OrdinalIgnoreCase))];
        return starts.Length == 1 ? Enum.Parse(type, starts[0]) : throw Failed(value, type);
    }

    private static object? FromText(string text, Type type, IFormatProvider culture)
    {
        TypeConverter converter = TypeDescriptor.GetConverter(type);
        if (converter.GetType() != typeof(TypeConverter) && converter.CanConvertFrom(typeof(string)))
        {
            return converter.ConvertFrom(null, culture as CultureInfo ?? CultureInfo.InvariantCulture, text);
        }

        MethodInfo? parse = type.GetMethod("Parse", BindingFlags.Public | BindingFlags.Static, [typeof(string), typeof(IFormatProvider)]);
        MethodInfo? plainParse = parse is null ? type.GetMethod("Parse", BindingFlags.Public | BindingFlags.Static, [typeof(string)]) : null;
        try
        {
            return parse is not null ? parse.Invoke(null, [text, culture])
                : plainParse is not null ? plainParse.Invoke(null, [text])
                : ThroughMembers(text, type);
        }
        catch (TargetInvocationException thrown)
        {
            throw Failed(text, type, thrown.InnerException);
        }
    }

    private static object? ThroughMembers(object value, Type type)
    {
        try
        {
            ConstructorInfo? constructor = type.IsAbstract ? null : Array.Find(
                type.GetConstructors(), c => c.GetParameters() is [var only] && only.ParameterType != typeof(object) && only.ParameterType.IsInstanceOfType(value));
            if (constructor is not null)
            {
                return constructor.Invoke([value]);
            }

            MethodInfo? cast = type.GetMethods(BindingFlags.Public | BindingFlags.Static)
                .Concat(value.GetType().GetMethods(BindingFlags.Public | BindingFlags.Static))
                .FirstOrDefault(m => m.Name is "op_Implicit" or "op_Explicit" && type.IsAssignableFrom(m.ReturnType) && m.GetParameters()[0].ParameterType.IsInstanceOfType(value));
            return cast is not null ? cast.Invoke(null, [value]) : throw Failed(value, type);
        }
        catch (TargetInvocationException thrown)
        {
            throw Failed(value, type, thrown.InnerException);
        }
    }
}
