using System.Collections;
using System.Management.Automation.Internal;
using System.Text.RegularExpressions;

namespace System.Management.Automation;

[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public abstract class ValidateArgumentsAttribute : CmdletMetadataAttribute
{
    protected abstract void Validate(object? arguments, EngineIntrinsics engineIntrinsics);

    internal void Check(object? arguments, EngineIntrinsics engineIntrinsics) => Validate(arguments, engineIntrinsics);
}

public abstract class ValidateEnumeratedArgumentsAttribute : ValidateArgumentsAttribute
{
    protected abstract void ValidateElement(object element);

    protected sealed override void Validate(object? arguments, EngineIntrinsics engineIntrinsics)
    {
        object? value = PSObject.Base(arguments);
        if (value is null)
        {
            throw new ValidationMetadataException("ArgumentIsEmpty", "The argument is null. Give a value and try again.");
        }

        if (LanguagePrimitives.GetEnumerable(value) is { } elements)
        {
            foreach (object? element in elements)
            {
                ValidateElement(PSObject.Base(element)!);
            }
        }
        else
        {
            ValidateElement(value);
        }
    }
}

public sealed class ValidateNotNullAttribute : ValidateArgumentsAttribute
{
    protected override void Validate(object? arguments, EngineIntrinsics engineIntrinsics)
    {
        object? value = PSObject.Base(arguments);
        bool hasNull = value is null
            || (LanguagePrimitives.GetEnumerable(value) is { } elements && elements.Cast<object?>().Any(e => PSObject.Base(e) is null));
        if (hasNull)
        {
            throw new ValidationMetadataException("ArgumentIsNull", "The argument is null or an element of it is null. Give a value that is not null and try again.");
        }
    }
}

public sealed class ValidateNotNullOrEmptyAttribute : ValidateArgumentsAttribute
{
    protected override void Validate(object? arguments, EngineIntrinsics engineIntrinsics)
    {
        object? value = PSObject.Base(arguments);
        bool isEmpty = value is null or "";
        if (!isEmpty && LanguagePrimitives.GetEnumerable(value) is { } elements)
        {
            object?[] all = [.. elements.Cast<object?>()];
            isEmpty = all.Length == 0 || all.Any(e => PSObject.Base(e) is null or "");
        }

        if (isEmpty)
        {
            throw new ValidationMetadataException("ArgumentIsEmpty", "The argument is null or empty, or an element of it is. Give a value that is not null or empty and try again.");
        }
    }
}

public sealed class ValidateRangeAttribute(object minRange, object maxRange) : ValidateEnumeratedArgumentsAttribute
{
    public object MinRange { get; } = minRange;

    public object MaxRange { get; } = maxRange;

    protected override void ValidateElement(object element)
    {
        object value = LanguagePrimitives.ConvertTo(element, MinRange.GetType())!;
        if (LanguagePrimitives.Compare(value, MinRange) < 0)
        {
            throw new ValidationMetadataException("ValidateRangeTooSmall", $"The argument {element} is less than the minimum, {MinRange}.");
        }

        if (LanguagePrimitives.Compare(value, MaxRange) > 0)
        {
            throw new ValidationMetadataException("ValidateRangeTooBig", $"The argument {element} is greater than the maximum, {MaxRange}.");
        }
    }
}

public sealed class ValidateSetAttribute(params string[] validValues) : ValidateEnumeratedArgumentsAttribute
{
    public IList<string> ValidValues { get; } = validValues;

    public bool IgnoreCase { get; set; } = true;

    protected override void ValidateElement(object element)
    {
        string text = LanguagePrimitives.ConvertTo<string>(element)!;
        StringComparison comparison = IgnoreCase ? StringComparison.InvariantCultureIgnoreCase : StringComparison.InvariantCulture;
        if (!ValidValues.Any(v => string.Equals(v, text, comparison)))
        {
            throw new ValidationMetadataException("ValidateSetFailure", $"The argument \"{text}\" is not one of \"{string.Join(",", ValidValues)}\".");
        }
    }
}

public sealed class ValidatePatternAttribute(string regexPattern) : ValidateEnumeratedArgumentsAttribute
{
    public string RegexPattern { get; } = regexPattern;

    public RegexOptions Options { get; set; } = RegexOptions.IgnoreCase;

    protected override void ValidateElement(object element)
    {
        string text = LanguagePrimitives.ConvertTo<string>(element)!;
        if (!Regex.IsMatch(text, RegexPattern, Options))
        {
            throw new ValidationMetadataException("ValidatePatternFailure", $"The argument \"{text}\" does not match the pattern \"{RegexPattern}\".");
        }
    }
}

public sealed class ValidateLengthAttribute(int minLength, int maxLength) : ValidateEnumeratedArgumentsAttribute
{
    public int MinLength { get; } = minLength;

    public int MaxLength { get; } = maxLength;

    protected override void ValidateElement(object element)
    {
        if (element is not string text)
        {
            throw new ValidationMetadataException("ValidateLengthNotString", "The argument is not a string.");
        }

        if (text.Length < MinLength || text.Length > MaxLength)
        {
            throw new ValidationMetadataException("ValidateLengthOutOfRange", $"The argument has {text.Length} characters, not {MinLength} to {MaxLength}.");
        }
    }
}

public sealed class ValidateCountAttribute(int minLength, int maxLength) : ValidateArgumentsAttribute
{
    public int MinLength { get; } = minLength;

    public int MaxLength { get; } = maxLength;

    protected override void Validate(object? arguments, EngineIntrinsics engineIntrinsics)
    {
        int count = LanguagePrimitives.GetEnumerable(PSObject.Base(arguments)) is { } elements ? elements.Cast<object?>().Count()
            : arguments is null ? 0
            : throw new ValidationMetadataException("NotAnArrayParameter", "ValidateCount is for array parameters.");
        if (count < MinLength || count > MaxLength)
        {
            throw new ValidationMetadataException("ValidateCountFailure", $"The argument has {count} elements, not {MinLength} to {MaxLength}.");
        }
    }
}
