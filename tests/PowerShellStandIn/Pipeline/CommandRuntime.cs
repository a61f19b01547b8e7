using System.Collections;
using System.Collections.ObjectModel;
using System.Management.Automation.Binding;
using System.Management.Automation.Host;

namespace System.Management.Automation.Pipeline;

internal sealed class CommandRuntime : ICommandRuntime
{
    private readonly Cmdlet _cmdlet;
    private readonly CommandProcessor _processor;
    private bool _yesToAll;
    private bool _noToAll;

    public CommandRuntime(Cmdlet cmdlet, InvocationInfo invocation, PipelineProcessor pipeline, IReadOnlyList<Argument> arguments, CommandProcessor processor)
    {
        _cmdlet = cmdlet;
        _processor = processor;
        Invocation = invocation;
        Pipeline = pipeline;
        Binder = new ParameterBinder(cmdlet, invocation, arguments, new EngineIntrinsics(Session, Host));
    }

    public Action<object?> Output { get; set; } = _ => { };

    public InvocationInfo Invocation { get; }

    public PipelineProcessor Pipeline { get; }

    public ParameterBinder Binder { get; }

    public SessionState Session => Pipeline.Runspace.Session;

    public PSHost Host => Pipeline.Runspace.Host;

    private CommonParameters Common => Binder.Common;

    private PSHostUserInterface? UI => Host.UI;

    public void WriteObject(object? sendToPipeline)
    {
        Enter();
        Output(sendToPipeline);
    }

    public void WriteObject(object? sendToPipeline, bool enumerateCollection)
    {
        if (!enumerateCollection || LanguagePrimitives.GetEnumerable(sendToPipeline) is not { } elements)
        {
            WriteObject(sendToPipeline);
            return;
        }

        Enter();
        foreach (object? element in elements)
        {
            Output(element);
        }
    }

    public void WriteError(ErrorRecord errorRecord)
    {
        ArgumentNullException.ThrowIfNull(errorRecord);
        Enter();
        errorRecord.SetInvocationInfo(Invocation);
        ActionPreference preference = Common.ErrorAction ?? Session.Preference("ErrorActionPreference", ActionPreference.Continue);
        Pipeline.HadErrors = true;
        if (preference == ActionPreference.Stop)
        {
            throw Pipeline.Fail(new ActionPreferenceStopException(errorRecord));
        }

        if (preference is not ActionPreference.SilentlyContinue and not ActionPreference.Ignore)
        {
            Pipeline.Streams.Error.Add(errorRecord);
        }
    }

    public void WriteWarning(string text)
    {
        ActionPreference preference = Common.WarningAction ?? Session.Preference("WarningPreference", ActionPreference.Continue);
        WriteText(preference, text, "WarningPreference", () =>
        {
            Pipeline.Streams.Warning.Add(new WarningRecord(text) { InvocationInfo = Invocation });
            UI?.WriteWarningLine(text);
        });
    }

    public void WriteVerbose(string text) => WriteText(VerbosePreference(), text, "VerbosePreference", () =>
    {
        Pipeline.Streams.Verbose.Add(new VerboseRecord(text) { InvocationInfo = Invocation });
        UI?.WriteVerboseLine(text);
    });

    public void WriteDebug(string text)
    {
        ActionPreference preference = Common.Debug is { } flag
            ? (!flag ? ActionPreference.SilentlyContinue : UI is null ? ActionPreference.Continue : ActionPreference.Inquire)
            : Session.Preference("DebugPreference", ActionPreference.SilentlyContinue);
        WriteText(preference, text, "DebugPreference", () =>
        {
            Pipeline.Streams.Debug.Add(new DebugRecord(text) { InvocationInfo = Invocation });
            UI?.WriteDebugLine(text);
        });
    }

    public void WriteInformation(InformationRecord record)
    {
        ActionPreference preference = Common.InformationAction ?? Session.Preference("InformationPreference", ActionPreference.SilentlyContinue);
        Enter();
        if (preference == ActionPreference.Stop)
        {
            throw Pipeline.Fail(new ActionPreferenceStopException($"The running command stopped because the preference variable \"InformationPreference\" or common parameter is set to Stop: {record}"));
        }

        if (preference != ActionPreference.Ignore)
        {
            Pipeline.Streams.Information.Add(record);
        }
    }

    public void WriteProgress(ProgressRecord progressRecord)
    {
        ArgumentNullException.ThrowIfNull(progressRecord);
        ActionPreference preference = Common.ProgressAction ?? Session.Preference("ProgressPreference", ActionPreference.Continue);
        WriteText(preference, progressRecord.Activity, "ProgressPreference", () =>
        {
            Pipeline.Streams.Progress.Add(progressRecord);
            UI?.WriteProgress(1, progressRecord);
        });
    }

    public void ThrowTerminatingError(ErrorRecord errorRecord)
    {
        ArgumentNullException.ThrowIfNull(errorRecord);
        ThrowIfStopping();
        errorRecord.SetInvocationInfo(Invocation);
        throw Pipeline.Fail(new CmdletInvocationException(errorRecord));
    }

    public bool ShouldProcess(string target) => ShouldProcess(target, Invocation.MyCommand.Name);

    public bool ShouldProcess(string target, string action)
    {
        string description = $"Performing the operation \"{action}\" on target \"{target}\".";
        return ShouldProcess(description, $"Are you sure you want to perform this action?\n{description}", "Confirm");
    }

    public bool ShouldProcess(string verboseDescription, string verboseWarning, string caption) =>
        ShouldProcess(verboseDescription, verboseWarning, caption, out _);

    public bool ShouldProcess(string verboseDescription, string verboseWarning, string caption, out ShouldProcessReason shouldProcessReason)
    {
        shouldProcessReason = ShouldProcessReason.None;
        ThrowIfStopping();
        if (Common.WhatIf ?? LanguagePrimitives.IsTrue(Session.PSVariable.GetValue("WhatIfPreference")))
        {
            Pipeline.ThrowIfWriteNotPermitted(_cmdlet);
            shouldProcessReason = ShouldProcessReason.WhatIf;
            UI?.WriteLine("What if: " + verboseDescription);
            return false;
        }

        ConfirmImpact threshold = Common.Confirm is { } confirm
            ? (confirm ? ConfirmImpact.Low : ConfirmImpact.None)
            : Session.Preference("ConfirmPreference", ConfirmImpact.High);
        ConfirmImpact impact = Binder.Metadata.Cmdlet.ConfirmImpact;
        if (threshold == ConfirmImpact.None || impact == ConfirmImpact.None || impact < threshold)
        {
            if (VerbosePreference() is not ActionPreference.SilentlyContinue and not ActionPreference.Ignore)
            {
                WriteVerbose(verboseDescription);
            }

            return true;
        }

        return Ask(verboseWarning, caption, true, ref _yesToAll, ref _noToAll);
    }

    public bool ShouldContinue(string query, string caption)
    {
        bool yesToAll = false;
        bool noToAll = false;
        return Ask(query, caption, false, ref yesToAll, ref noToAll);
    }

    public bool ShouldContinue(string query, string caption, ref bool yesToAll, ref bool noToAll) =>
        Ask(query, caption, true, ref yesToAll, ref noToAll);

    public void StopUpstream() => throw new StopUpstreamCommandsException(_processor);

    private bool Ask(string query, string caption, bool forAll, ref bool yesToAll, ref bool noToAll)
    {
        ThrowIfStopping();
        Pipeline.ThrowIfWriteNotPermitted(_cmdlet);
        if (yesToAll || noToAll)
        {
            return yesToAll;
        }

        string answer = Choose(caption, query, forAll ? ["&Yes", "Yes to &All", "&No", "No to A&ll", "&Suspend"] : ["&Yes", "&No", "&Suspend"]);
        yesToAll = answer == "Yes to &All";
        noToAll = answer == "No to A&ll";
        return yesToAll || answer == "&Yes";
    }

    private string Choose(string caption, string query, string[] labels)
    {
        if (UI is null)
        {
            throw new HostException("A command that prompts the user failed because the host program or the command type does not support user interaction.");
        }

        Collection<ChoiceDescription> choices = [.. labels.Select(l => new ChoiceDescription(l, l))];
        return labels[UI.PromptForChoice(caption, query, choices, 0)];
    }

    private ActionPreference VerbosePreference() => Common.Verbose is { } flag
        ? (flag ? ActionPreference.Continue : ActionPreference.SilentlyContinue)
        : Session.Preference("VerbosePreference", ActionPreference.SilentlyContinue);

    private void WriteText(ActionPreference preference, string text, string variable, Action write)
    {
        ThrowIfStopping();
        if (preference is ActionPreference.SilentlyContinue or ActionPreference.Ignore)
        {
            return;
        }

        Pipeline.ThrowIfWriteNotPermitted(_cmdlet);
        write();
        if (preference == ActionPreference.Inquire && Choose("Confirm", "Continue with this operation?", ["&Yes", "Yes to &All", "&Halt Command", "&Suspend"]) == "&Halt Command")
        {
            throw Pipeline.Fail(new ActionPreferenceStopException($"The running command stopped because the user selected the Stop option: {text}"));
        }

        if (preference == ActionPreference.Stop)
        {
            throw Pipeline.Fail(new ActionPreferenceStopException($"The running command stopped because the preference variable \"{variable}\" or common parameter is set to Stop: {text}"));
        }
    }

    private void Enter()
    {
        ThrowIfStopping();
        Pipeline.ThrowIfWriteNotPermitted(_cmdlet);
    }

    private void ThrowIfStopping()
    {
        if (Pipeline.IsStopping)
        {
            throw new PipelineStoppedException();
        }
    }
}
