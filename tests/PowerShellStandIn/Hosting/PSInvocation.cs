using System.Management.Automation.Host;

namespace System.Management.Automation;

public enum PSInvocationState
{
    NotStarted,
    Running,
    Stopping,
    Stopped,
    Completed,
    Failed,
    Disconnected,
}

public sealed class PSInvocationStateInfo
{
    internal PSInvocationStateInfo(PSInvocationState state, Exception? reason)
    {
        State = state;
        Reason = reason;
    }

    public PSInvocationState State { get; }

    public Exception? Reason { get; }
}

public sealed class PSInvocationStateChangedEventArgs : EventArgs
{
    internal PSInvocationStateChangedEventArgs(PSInvocationStateInfo info)
    {
        InvocationStateInfo = info;
    }

    public PSInvocationStateInfo InvocationStateInfo { get; }
}

public sealed class PSInvocationSettings
{
    public PSHost? Host { get; set; }

    public ActionPreference? ErrorActionPreference { get; set; }

    public bool AddToHistory { get; set; }
}

public enum RunspaceMode
{
    CurrentRunspace,
    NewRunspace,
}

internal sealed class InvocationResult(Task task, object? state, PSDataCollection<PSObject>? output) : IAsyncResult
{
    public object? AsyncState { get; } = state;

    public WaitHandle AsyncWaitHandle => ((IAsyncResult)task).AsyncWaitHandle;

    public bool CompletedSynchronously => false;

    public bool IsCompleted => task.IsCompleted;

    public PSDataCollection<PSObject>? Output { get; } = output;

    public void Wait() => task.GetAwaiter().GetResult();
}
