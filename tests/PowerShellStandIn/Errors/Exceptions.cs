namespace System.Management.Automation;

public class RuntimeException : SystemException, IContainsErrorRecord
{
    private ErrorRecord? _errorRecord;

    public RuntimeException()
    {
    }

    public RuntimeException(string message)
        : base(message)
    {
    }

    public RuntimeException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    public RuntimeException(string message, Exception? innerException, ErrorRecord? errorRecord)
        : base(message, innerException)
    {
        _errorRecord = errorRecord;
    }

    public virtual ErrorRecord ErrorRecord => _errorRecord ??= new ErrorRecord(
        new ParentContainsErrorRecordException(Message), ErrorId, Category, Target);

    internal string ErrorId { get; init; } = "RuntimeException";

    internal ErrorCategory Category { get; init; } = ErrorCategory.NotSpecified;

    internal object? Target { get; init; }

    internal void SetErrorRecord(ErrorRecord record) => _errorRecord = record;
}

public class PipelineStoppedException : RuntimeException
{
    public PipelineStoppedException()
        : base("The pipeline has been stopped.")
    {
        ErrorId = "PipelineStopped";
        Category = ErrorCategory.OperationStopped;
    }
}

public class PipelineClosedException(string message) : RuntimeException(message)
{
}

public class CmdletInvocationException : RuntimeException
{
    internal CmdletInvocationException(ErrorRecord record)
        : base(record.ToString(), record.Exception, record)
    {
    }

    internal CmdletInvocationException(Exception innerException, InvocationInfo invocation)
        : base(innerException.Message, innerException)
    {
        ErrorRecord record = innerException is IContainsErrorRecord contains
            ? new ErrorRecord(contains.ErrorRecord, innerException)
            : new ErrorRecord(innerException, innerException.GetType().FullName, ErrorCategory.NotSpecified, null);
        record.SetInvocationInfo(invocation);
        SetErrorRecord(record);
    }
}

public class ActionPreferenceStopException : RuntimeException
{
    internal ActionPreferenceStopException(string message)
        : base(message)
    {
        ErrorId = "ActionPreferenceStop";
        Category = ErrorCategory.OperationStopped;
    }

    internal ActionPreferenceStopException(ErrorRecord record)
        : base($"The running command stopped because the preference variable \"ErrorActionPreference\" or common parameter is set to Stop: {record}", record.Exception, record)
    {
    }
}

public class CommandNotFoundException : RuntimeException
{
    internal CommandNotFoundException(string commandName)
        : base($"The term '{commandName}' is not recognized as a name of a cmdlet, function, script file, or executable program.")
    {
        CommandName = commandName;
        ErrorId = "CommandNotFoundException";
        Category = ErrorCategory.ObjectNotFound;
        Target = commandName;
    }

    public string CommandName { get; }
}

public class MetadataException(string errorId, string message, Exception? innerException = null) : RuntimeException(message, innerException)
{
    internal string Fault { get; } = errorId;
}

public class ValidationMetadataException : MetadataException
{
    public ValidationMetadataException()
        : base("ValidationMetadataException", "The argument is not valid.")
    {
    }

    public ValidationMetadataException(string message)
        : base("ValidationMetadataException", message)
    {
    }

    public ValidationMetadataException(string message, Exception innerException)
        : base("ValidationMetadataException", message, innerException)
    {
    }

    internal ValidationMetadataException(string errorId, string message)
        : base(errorId, message)
    {
    }
}

public class ArgumentTransformationMetadataException : MetadataException
{
    public ArgumentTransformationMetadataException()
        : base("ArgumentTransformationMetadataException", "The argument cannot be transformed.")
    {
    }

    public ArgumentTransformationMetadataException(string message)
        : base("ArgumentTransformationMetadataException", message)
    {
    }

    public ArgumentTransformationMetadataException(string message, Exception innerException)
        : base("ArgumentTransformationMetadataException", message, innerException)
    {
    }
}

public class ParameterBindingException : RuntimeException
{
    internal ParameterBindingException(
        string errorId, string message, string? parameterName, InvocationInfo invocation, Exception? inner = null, ErrorCategory category = ErrorCategory.InvalidArgument)
        : base(message, inner)
    {
        ParameterName = parameterName ?? "";
        CommandInvocation = invocation;
        ErrorRecord record = new(new ParentContainsErrorRecordException(message), errorId, category, null);
        record.SetInvocationInfo(invocation);
        SetErrorRecord(new ErrorRecord(record, this));
    }

    public string ParameterName { get; }

    public InvocationInfo CommandInvocation { get; }
}

// PowerShell keeps these two to itself too; callers see ParameterBindingException.
internal sealed class ParameterBindingArgumentTransformationException(
    string errorId, string message, string parameterName, InvocationInfo invocation, Exception inner)
    : ParameterBindingException(errorId, message, parameterName, invocation, inner, ErrorCategory.InvalidData)
{
}

internal sealed class ParameterBindingValidationException(
    string errorId, string message, string parameterName, InvocationInfo invocation, Exception? inner)
    : ParameterBindingException(errorId, message, parameterName, invocation, inner, ErrorCategory.InvalidData)
{
}

internal sealed class StopUpstreamCommandsException(Pipeline.CommandProcessor requester) : RuntimeException
{
    public Pipeline.CommandProcessor Requester { get; } = requester;
}
