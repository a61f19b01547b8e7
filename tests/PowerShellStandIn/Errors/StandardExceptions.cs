namespace System.Management.Automation;

public class PSInvalidOperationException : InvalidOperationException, IContainsErrorRecord
{
    public PSInvalidOperationException()
    {
    }

    public PSInvalidOperationException(string message)
        : base(message)
    {
    }

    public PSInvalidOperationException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    public ErrorRecord ErrorRecord => field ??= new ErrorRecord(new ParentContainsErrorRecordException(Message), "InvalidOperation", ErrorCategory.InvalidOperation, null);
}

public class PSArgumentException : ArgumentException, IContainsErrorRecord
{
    public PSArgumentException()
    {
    }

    public PSArgumentException(string message)
        : base(message)
    {
    }

    public PSArgumentException(string message, string paramName)
        : base(message, paramName)
    {
    }

    public PSArgumentException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    public ErrorRecord ErrorRecord => field ??= new ErrorRecord(new ParentContainsErrorRecordException(Message), "Argument", ErrorCategory.InvalidArgument, null);
}

public class PSNotSupportedException : NotSupportedException
{
    public PSNotSupportedException(string message)
        : base(message)
    {
    }
}

public class PSObjectDisposedException(string objectName) : ObjectDisposedException(objectName)
{
}

public class PSInvalidCastException : InvalidCastException, IContainsErrorRecord
{
    public PSInvalidCastException(string message)
        : base(message)
    {
    }

    public PSInvalidCastException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    public ErrorRecord ErrorRecord => field ??= new ErrorRecord(new ParentContainsErrorRecordException(Message), "InvalidCast", ErrorCategory.InvalidArgument, null);
}

public class SessionStateException : RuntimeException
{
    internal SessionStateException(string itemName, string message)
        : base(message)
    {
        ItemName = itemName;
        Target = itemName;
    }

    public string ItemName { get; }
}

public class ItemNotFoundException : SessionStateException
{
    public ItemNotFoundException(string message)
        : this("", message)
    {
    }

    private ItemNotFoundException(string path, string message)
        : base(path, message)
    {
        ErrorId = "PathNotFound";
        Category = ErrorCategory.ObjectNotFound;
    }

    internal static ItemNotFoundException At(string path) => new(path, $"Cannot find path '{path}' because it does not exist.");
}

public class DriveNotFoundException : SessionStateException
{
    internal DriveNotFoundException(string drive)
        : base(drive, $"Cannot find drive. A drive with the name '{drive}' does not exist.")
    {
        ErrorId = "DriveNotFound";
        Category = ErrorCategory.ObjectNotFound;
    }
}

public class ProviderNotFoundException : SessionStateException
{
    internal ProviderNotFoundException(string provider)
        : base(provider, $"Cannot find a provider with the name '{provider}'.")
    {
        ErrorId = "ProviderNotFound";
        Category = ErrorCategory.ObjectNotFound;
    }
}
