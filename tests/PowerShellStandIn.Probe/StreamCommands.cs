using System.Collections.ObjectModel;
using System.Management.Automation;

namespace PD12M.Probe;

/// <summary>Writes to every stream.</summary>
[Cmdlet(VerbsCommunications.Write, "ProbeStream")]
public sealed class WriteProbeStreamCommand : PSCmdlet
{
    [Parameter]
    public SwitchParameter Throw { get; set; }

    [Parameter]
    public SwitchParameter Terminate { get; set; }

    protected override void ProcessRecord()
    {
        WriteVerbose("verbose");
        WriteDebug("debug");
        WriteWarning("warning");
        WriteInformation("information", ["tag"]);
        WriteProgress(new ProgressRecord(1, "activity", "status") { PercentComplete = 50 });
        ErrorRecord error = new(new InvalidDataException("bad item"), "BadItem", ErrorCategory.InvalidData, "the item")
        {
            ErrorDetails = new ErrorDetails("bad item, in detail") { RecommendedAction = "do better" },
        };
        if (Throw)
        {
            throw new InvalidDataException("thrown");
        }

        if (Terminate)
        {
            ThrowTerminatingError(error);
        }

        WriteError(error);
        WriteObject((int[])[1, 2], true);
        WriteObject((int[])[3, 4]);
        WriteObject("text", true);
        WriteObject(null);
    }
}

/// <summary>Asks before it acts.</summary>
[Cmdlet(VerbsCommon.Set, "ProbeTarget", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
public sealed class SetProbeTargetCommand : PSCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public string? Target { get; set; }

    [Parameter]
    public SwitchParameter Continue { get; set; }

    protected override void ProcessRecord()
    {
        if (ShouldProcess(Target, "Paint"))
        {
            WriteObject("painted " + Target);
        }

        if (!ShouldProcess("Varnishing it", "Varnish it?", "Varnish", out ShouldProcessReason reason))
        {
            WriteObject("not varnished: " + reason);
        }

        if (Continue && ShouldContinue("Really?", "Sure"))
        {
            WriteObject("continued");
        }
    }
}

/// <summary>Pages over 0..9.</summary>
[Cmdlet(VerbsCommon.Get, "ProbePage", SupportsPaging = true)]
public sealed class GetProbePageCommand : PSCmdlet
{
    protected override void ProcessRecord()
    {
        if (PagingParameters.IncludeTotalCount)
        {
            WriteObject(PagingParameters.NewTotalCount(10, 1.0));
        }

        for (ulong i = PagingParameters.Skip; i < 10 && i - PagingParameters.Skip < PagingParameters.First; i++)
        {
            WriteObject(i);
        }
    }
}

/// <summary>Resolves paths as a cmdlet does.</summary>
[Cmdlet(VerbsDiagnostic.Resolve, "ProbePath")]
public sealed class ResolveProbePathCommand : PSCmdlet
{
    [Parameter(Mandatory = true, Position = 0)]
    public string? Path { get; set; }

    [Parameter]
    public SwitchParameter Unresolved { get; set; }

    protected override void ProcessRecord()
    {
        if (Unresolved)
        {
            WriteObject(SessionState.Path.GetUnresolvedProviderPathFromPSPath(Path, out ProviderInfo found, out PSDriveInfo? _));
            WriteObject(found.Name);
            return;
        }

        Collection<string> paths = SessionState.Path.GetResolvedProviderPathFromPSPath(Path, out ProviderInfo provider);
        WriteObject(paths, true);
        WriteObject(provider.Name);
    }
}

/// <summary>Tells how it was called.</summary>
[Cmdlet(VerbsCommon.Get, "ProbeInvocation")]
[Alias("gpi")]
public sealed class GetProbeInvocationCommand : PSCmdlet
{
    [Parameter(ValueFromPipeline = true)]
    public object? InputObject { get; set; }

    protected override void EndProcessing() => WriteObject(
        $"{MyInvocation.MyCommand.Name} {MyInvocation.PipelinePosition}/{MyInvocation.PipelineLength} {MyInvocation.ExpectingInput} {ParameterSetName}");
}
