using System.Collections;

namespace System.Management.Automation.Binding;

internal sealed class ArgumentBinder(InvocationInfo invocation, EngineIntrinsics intrinsics)
{
    public bool TryPrepare(BindableParameter parameter, object? value, bool coerce, bool isMandatory, out object? prepared)
    {
        prepared = Transform(parameter, value);
        if (!TryCoerce(parameter, ref prepared, coerce))
        {
            return false;
        }

        if (isMandatory)
        {
            CheckMandatoryValue(parameter, prepared);
        }

        foreach (ValidateArgumentsAttribute validator in parameter.Attributes.OfType<ValidateArgumentsAttribute>())
        {
            try
            {
                validator.Check(prepared, intrinsics);
            }
            catch (Exception failure)
            {
                throw Invalid("ParameterArgumentValidationError", parameter, $"Cannot validate argument on parameter '{parameter.Name}'. {failure.Message}", failure);
            }
        }

        return true;
    }

    private object? Transform(BindableParameter parameter, object? value)
    {
        object? transformed = value;
        foreach (ArgumentTransformationAttribute transformation in parameter.Attributes.OfType<ArgumentTransformationAttribute>())
        {
            try
            {
                transformed = transformation.Transform(intrinsics, transformed!);
            }
            catch (Exception failure)
            {
                throw Mismatch("ParameterArgumentTransformationError", parameter, $"Cannot process argument transformation on parameter '{parameter.Name}'. {failure.Message}", failure);
            }
        }

        return transformed;
    }

    private bool TryCoerce(BindableParameter parameter, ref object? value, bool coerce)
    {
        Type type = parameter.Type;
        if (type.IsInstanceOfType(value) || (value is null && !(type.IsValueType && Nullable.GetUnderlyingType(type) is null)))
        {
            return true;
        }

        if (value is null && coerce && type != typeof(bool) && type != typeof(SwitchParameter))
        {
            throw new ParameterBindingException(
                "ParameterBindingFailed", $"Cannot bind parameter '{parameter.Name}' to the target. Cannot convert null to type \"{type}\".", parameter.Name, invocation, null, ErrorCategory.WriteError);
        }

        object? plain = PSObject.Base(value);
        if (type.IsInstanceOfType(plain))
        {
            value = plain;
            return true;
        }

        bool takesMany = type.IsArray || type.IsAssignableTo(typeof(IList));
        if (!coerce && !(type.IsArray && type.GetElementType() is { } element && (element.IsInstanceOfType(plain) || element == typeof(PSObject))))
        {
            if (type == typeof(PSObject) && value is not null)
            {
                value = PSObject.AsPSObject(value);
                return true;
            }

            return false;
        }

        if (plain is IList && !takesMany && type != typeof(object) && type != typeof(PSObject) && type != typeof(bool) && type != typeof(SwitchParameter))
        {
            throw Mismatch(
                "CannotConvertArgument",
                parameter,
                $"Cannot convert '{plain.GetType()}' to the type '{type}' required by parameter '{parameter.Name}'. Specified method is not supported.",
                new PSInvalidCastException("Specified method is not supported."));
        }

        bool isTruth = type == typeof(bool) || type == typeof(bool?) || type == typeof(SwitchParameter);
        if (isTruth && plain is not (null or bool or SwitchParameter) && !LanguagePrimitives.IsNumber(plain))
        {
            throw Mismatch(
                "CannotConvertArgument",
                parameter,
                $"Cannot convert '{plain.GetType()}' to the type '{type}' required by parameter '{parameter.Name}'. Boolean parameters accept only Boolean values and numbers.",
                Conversion.Failed(plain, type));
        }

        try
        {
            value = LanguagePrimitives.ConvertTo(value, type);
            return true;
        }
        catch (PSInvalidCastException failure)
        {
            throw Mismatch(
                "CannotConvertArgumentNoMessage", parameter, $"Cannot bind parameter '{parameter.Name}'. {failure.Message}", failure);
        }
    }

    private void CheckMandatoryValue(BindableParameter parameter, object? value)
    {
        if (value is null)
        {
            if (!parameter.Has<AllowNullAttribute>())
            {
                throw Invalid("ParameterArgumentValidationErrorNullNotAllowed", parameter, $"Cannot bind argument to parameter '{parameter.Name}' because it is null.", null);
            }

            return;
        }

        if (value is "")
        {
            if (!parameter.Has<AllowEmptyStringAttribute>())
            {
                throw Invalid("ParameterArgumentValidationErrorEmptyStringNotAllowed", parameter, $"Cannot bind argument to parameter '{parameter.Name}' because it is an empty string.", null);
            }

            return;
        }

        if (value is not (ICollection and not IDictionary))
        {
            return;
        }

        object?[] elements = [.. ((ICollection)value).Cast<object?>()];
        if (elements.Length == 0 && !parameter.Has<AllowEmptyCollectionAttribute>())
        {
            throw Invalid("ParameterArgumentValidationErrorEmptyArrayNotAllowed", parameter, $"Cannot bind argument to parameter '{parameter.Name}' because it is an empty array.", null);
        }

        if (elements.Any(e => e is null) && !parameter.Has<AllowNullAttribute>())
        {
            throw Invalid("ParameterArgumentValidationErrorNullNotAllowed", parameter, $"Cannot bind argument to parameter '{parameter.Name}' because it is null.", null);
        }

        if (elements.Any(e => e is "") && !parameter.Has<AllowEmptyStringAttribute>())
        {
            throw Invalid("ParameterArgumentValidationErrorEmptyStringNotAllowed", parameter, $"Cannot bind argument to parameter '{parameter.Name}' because it is an empty string.", null);
        }
    }

    private ParameterBindingArgumentTransformationException Mismatch(string id, BindableParameter parameter, string message, Exception inner) =>
        new(id, message, parameter.Name, invocation, inner);

    private ParameterBindingValidationException Invalid(string id, BindableParameter parameter, string message, Exception? inner) =>
        new(id, message, parameter.Name, invocation, inner);
}
