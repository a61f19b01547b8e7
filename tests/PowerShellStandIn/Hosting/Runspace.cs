using System.Management.Automation.Host;
using System.Reflection;

namespace System.Management.Automation.Runspaces;

public enum RunspaceState
{
    BeforeOpen,
    Opening,
    Opened,
    Closed,
    Closing,
    Broken,
}

public sealed class RunspaceStateInfo
{
    internal RunspaceStateInfo(RunspaceState state)
    {
        State = state;
    }

    public RunspaceState State { get; }
}

public enum PSThreadOptions
{
    Default,
    UseNewThread,
    ReuseThread,
    UseCurrentThread,
}

public class InitialSessionState
{
    internal List<string> Modules { get; } = [];

    public PSThreadOptions ThreadOptions { get; set; }

    public static InitialSessionState CreateDefault() => new();

    public static InitialSessionState CreateDefault2() => new();

    public void ImportPSModule(string[] name) => Modules.AddRange(name);
}

public static class RunspaceFactory
{
    public static Runspace CreateRunspace() => new(new HostWithoutUI(), InitialSessionState.CreateDefault());

    public static Runspace CreateRunspace(PSHost host) => new(host, InitialSessionState.CreateDefault());

    public static Runspace CreateRunspace(InitialSessionState initialSessionState) => new(new HostWithoutUI(), initialSessionState);

    public static Runspace CreateRunspace(PSHost host, InitialSessionState initialSessionState) => new(host, initialSessionState);
}

public class SessionStateProxy
{
    private readonly SessionState _session;

    internal SessionStateProxy(SessionState session)
    {
        _session = session;
    }

    public virtual PathIntrinsics Path => _session.Path;

    public virtual PSVariableIntrinsics PSVariable => _session.PSVariable;

    public virtual object? GetVariable(string name) => _session.PSVariable.GetValue(name);

    public virtual void SetVariable(string name, object? value) => _session.PSVariable.Set(name, value);
}

public sealed class Runspace : IDisposable
{
    private readonly InitialSessionState _initial;

    internal Runspace(PSHost host, InitialSessionState initial)
    {
        Host = host;
        _initial = initial;
    }

    public SessionStateProxy SessionStateProxy => new(Session);

    public RunspaceStateInfo RunspaceStateInfo { get; private set; } = new(RunspaceState.BeforeOpen);

    public PSThreadOptions ThreadOptions { get; set; }

    internal PSHost Host { get; }

    internal SessionState Session { get; } = new();

    internal CommandTable Commands { get; } = new();

    internal static Runspace? Current
    {
        get => s_current.Value;
        set => s_current.Value = value;
    }

    private static readonly ThreadLocal<Runspace?> s_current = new();

    public void Open()
    {
        if (RunspaceStateInfo.State != RunspaceState.BeforeOpen)
        {
            throw new PSInvalidOperationException($"The runspace is {RunspaceStateInfo.State}.");
        }

        RunspaceStateInfo = new RunspaceStateInfo(RunspaceState.Opened);
        Commands.AddAssembly(Assembly.GetExecutingAssembly(), "Microsoft.PowerShell.Core");
        foreach (string module in _initial.Modules)
        {
            Commands.Import(module, Environment.CurrentDirectory);
        }
    }

    public void Close() => RunspaceStateInfo = new RunspaceStateInfo(RunspaceState.Closed);

    public void Dispose() => Close();
}
