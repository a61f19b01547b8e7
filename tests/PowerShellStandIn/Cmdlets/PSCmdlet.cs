using System.Collections.ObjectModel;
using System.Management.Automation.Host;

namespace System.Management.Automation;

public abstract class PSCmdlet : Cmdlet
{
    public PSHost Host => Runtime!.Host;

    public InvocationInfo MyInvocation => Runtime!.Invocation;

    public string ParameterSetName => Runtime!.Binder.ParameterSetName;

    public SessionState SessionState => Runtime!.Session;

    public PagingParameters? PagingParameters => Runtime!.Binder.Paging;

    public PathInfo CurrentProviderLocation(string providerId) => SessionState.Path.CurrentProviderLocation(providerId);

    public Collection<string> GetResolvedProviderPathFromPSPath(string path, out ProviderInfo provider) =>
        SessionState.Path.GetResolvedProviderPathFromPSPath(path, out provider);

    public string GetUnresolvedProviderPathFromPSPath(string path) => SessionState.Path.GetUnresolvedProviderPathFromPSPath(path);

    public object? GetVariableValue(string name) => SessionState.PSVariable.GetValue(name);

    public object? GetVariableValue(string name, object? defaultValue) => SessionState.PSVariable.GetValue(name, defaultValue);
}

public sealed class PagingParameters
{
    internal PagingParameters()
    {
    }

    [Parameter]
    public SwitchParameter IncludeTotalCount { get; set; }

    [Parameter]
    public ulong Skip { get; set; }

    [Parameter]
    public ulong First { get; set; } = ulong.MaxValue;

    public PSObject NewTotalCount(ulong totalCount, double accuracy)
    {
        PSObject result = new(totalCount);
        result.Properties.Add(new PSNoteProperty("Accuracy", accuracy));
        return result;
    }
}

public class InvocationInfo
{
    internal InvocationInfo(CommandInfo command)
    {
        MyCommand = command;
        InvocationName = command.Name;
    }

    public CommandInfo MyCommand { get; }

    public Dictionary<string, object?> BoundParameters { get; } = new(StringComparer.OrdinalIgnoreCase);

    public List<object?> UnboundArguments { get; } = [];

    public string InvocationName { get; internal set; }

    public bool ExpectingInput { get; internal set; }

    public int PipelineLength { get; internal set; }

    public int PipelinePosition { get; internal set; }

    public CommandOrigin CommandOrigin => CommandOrigin.Runspace;

    public string Line => "";

    public string PositionMessage => "";

    public string? PSScriptRoot => null;
}

[Flags]
public enum CommandTypes
{
    Alias = 1,
    Function = 2,
    Filter = 4,
    Cmdlet = 8,
    All = 511,
}

public abstract class CommandInfo
{
    internal CommandInfo(string name)
    {
        Name = name;
    }

    public string Name { get; }

    public string ModuleName { get; internal init; } = "";

    public abstract CommandTypes CommandType { get; }

    public abstract string Definition { get; }

    public override string ToString() => Name;
}

public class CmdletInfo : CommandInfo
{
    internal CmdletInfo(string name, Type implementingType)
        : base(name)
    {
        ImplementingType = implementingType;
    }

    public override CommandTypes CommandType => CommandTypes.Cmdlet;

    public override string Definition => Name;

    public Type ImplementingType { get; }

    public string Verb => Name[..Name.IndexOf('-', StringComparison.Ordinal)];

    public string Noun => Name[(Name.IndexOf('-', StringComparison.Ordinal) + 1)..];
}
