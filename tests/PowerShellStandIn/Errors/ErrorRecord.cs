namespace System.Management.Automation;

public enum ErrorCategory
{
    NotSpecified,
    OpenError,
    CloseError,
    DeviceError,
    DeadlockDetected,
    InvalidArgument,
    InvalidData,
    InvalidOperation,
    InvalidResult,
    InvalidType,
    MetadataError,
    NotImplemented,
    NotInstalled,
    ObjectNotFound,
    OperationStopped,
    OperationTimeout,
    SyntaxError,
    ParserError,
    PermissionDenied,
    ResourceBusy,
    ResourceExists,
    ResourceUnavailable,
    ReadError,
    WriteError,
    FromStdErr,
    SecurityError,
    ProtocolError,
    ConnectionError,
    AuthenticationError,
    LimitsExceeded,
    QuotaExceeded,
    NotEnabled,
}

public class ErrorDetails(string message)
{
    public string Message { get; } = message;

    public string? RecommendedAction { get; set; }

    public override string ToString() => Message;
}

public class ErrorCategoryInfo
{
    private readonly ErrorRecord _record;

    internal ErrorCategoryInfo(ErrorRecord record, ErrorCategory category)
    {
        _record = record;
        Category = category;
    }

    public ErrorCategory Category { get; }

    public string Activity
    {
        get => field ?? (_record.InvocationInfo?.MyCommand?.Name ?? "");
        set;
    }

    public string Reason
    {
        get => field ?? _record.Exception.GetType().Name;
        set;
    }

    public string TargetName
    {
        get => field ?? (_record.TargetObject?.ToString() ?? "");
        set;
    }

    public string TargetType
    {
        get => field ?? (_record.TargetObject?.GetType().Name ?? "");
        set;
    }

    public string GetMessage() => $"{Category}: ({TargetName}:{TargetType}) [{Activity}], {Reason}";

    public override string ToString() => GetMessage();
}

public class ErrorRecord
{
    private readonly string? _errorId;

    public ErrorRecord(Exception exception, string? errorId, ErrorCategory errorCategory, object? targetObject)
    {
        ArgumentNullException.ThrowIfNull(exception);
        Exception = exception;
        _errorId = errorId;
        TargetObject = PSObject.Base(targetObject);
        CategoryInfo = new ErrorCategoryInfo(this, errorCategory);
    }

    public ErrorRecord(ErrorRecord errorRecord, Exception? replaceParentContainsErrorRecordException)
    {
        _errorId = errorRecord._errorId;
        Exception = errorRecord.Exception is ParentContainsErrorRecordException && replaceParentContainsErrorRecordException is not null
            ? replaceParentContainsErrorRecordException
            : errorRecord.Exception;
        TargetObject = errorRecord.TargetObject;
        CategoryInfo = new ErrorCategoryInfo(this, errorRecord.CategoryInfo.Category);
        ErrorDetails = errorRecord.ErrorDetails;
        InvocationInfo = errorRecord.InvocationInfo;
    }

    public Exception Exception { get; }

    public object? TargetObject { get; internal set; }

    public ErrorCategoryInfo CategoryInfo { get; }

    public ErrorDetails? ErrorDetails { get; set; }

    public InvocationInfo? InvocationInfo { get; internal set; }

    public string? ScriptStackTrace => null;

    public string FullyQualifiedErrorId
    {
        get
        {
            string? type = InvocationInfo?.MyCommand is CmdletInfo { ImplementingType: { } implementing } ? implementing.FullName : null;
            return string.IsNullOrEmpty(type) ? _errorId ?? "" : string.IsNullOrEmpty(_errorId) ? type : $"{_errorId},{type}";
        }
    }

    public override string ToString() =>
        string.IsNullOrEmpty(ErrorDetails?.Message) ? (string.IsNullOrEmpty(Exception.Message) ? Exception.ToString() : Exception.Message) : ErrorDetails.Message;

    internal void SetInvocationInfo(InvocationInfo? invocation) => InvocationInfo ??= invocation;
}

public interface IContainsErrorRecord
{
    ErrorRecord ErrorRecord { get; }
}

public class ParentContainsErrorRecordException(string message) : SystemException(message)
{
}
