namespace System.Management.Automation;

public abstract class InformationalRecord
{
    internal InformationalRecord(string message)
    {
        Message = message;
    }

    public string Message { get; set; }

    public InvocationInfo? InvocationInfo { get; internal set; }

    public override string ToString() => Message;
}

public class WarningRecord : InformationalRecord
{
    public WarningRecord(string message)
        : base(message)
    {
    }

    public WarningRecord(string fullyQualifiedWarningId, string message)
        : base(message)
    {
        FullyQualifiedWarningId = fullyQualifiedWarningId;
    }

    public string FullyQualifiedWarningId { get; } = "";
}

public class VerboseRecord(string message) : InformationalRecord(message)
{
}

public class DebugRecord(string message) : InformationalRecord(message)
{
}

public class InformationRecord(object messageData, string source)
{
    public object MessageData { get; } = messageData;

    public string Source { get; set; } = source;

    public DateTime TimeGenerated { get; set; } = DateTime.Now;

    public List<string> Tags { get; } = [];

    public override string ToString() => MessageData?.ToString() ?? "";
}

public enum ProgressRecordType
{
    Processing,
    Completed,
}

public class ProgressRecord
{
    public ProgressRecord(int activityId, string activity, string statusDescription)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(activityId);
        ArgumentException.ThrowIfNullOrEmpty(activity);
        ArgumentException.ThrowIfNullOrEmpty(statusDescription);
        ActivityId = activityId;
        Activity = activity;
        StatusDescription = statusDescription;
    }

    public int ActivityId { get; }

    public string Activity { get; set; }

    public string StatusDescription { get; set; }

    public string? CurrentOperation { get; set; }

    public int ParentActivityId
    {
        get;
        set => field = value == ActivityId ? throw new ArgumentException("A progress record cannot be its own parent.", nameof(value)) : value;
    } = -1;

    public int PercentComplete
    {
        get;
        set => field = value > 100 ? throw new ArgumentOutOfRangeException(nameof(value)) : value;
    } = -1;

    public int SecondsRemaining { get; set; } = -1;

    public ProgressRecordType RecordType { get; set; }

    public override string ToString() => $"parent = {ParentActivityId} id = {ActivityId} act = {Activity} stat = {StatusDescription} cur = {CurrentOperation} pct = {PercentComplete} sec = {SecondsRemaining} type = {RecordType}";
}
