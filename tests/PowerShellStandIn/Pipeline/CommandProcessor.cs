using System.Management.Automation.Binding;

namespace System.Management.Automation.Pipeline;

internal sealed class CommandProcessor
{
    private readonly Cmdlet _cmdlet;
    private readonly CommandRuntime _runtime;

    public CommandProcessor(CmdletInfo info, IReadOnlyList<Argument> arguments, PipelineProcessor pipeline)
    {
        _cmdlet = (Cmdlet)Activator.CreateInstance(info.ImplementingType)!;
        Invocation = new InvocationInfo(info);
        _runtime = new CommandRuntime(_cmdlet, Invocation, pipeline, arguments, this);
        _cmdlet.Runtime = _runtime;
    }

    public InvocationInfo Invocation { get; }

    public bool ExpectsInput { get; set; }

    public Action<object?> Output
    {
        set => _runtime.Output = value;
    }

    public void Prepare()
    {
        Invocation.ExpectingInput = ExpectsInput;
        _runtime.Binder.BindCommandLine(ExpectsInput);
    }

    public void Begin() => Guarded(_cmdlet.DoBegin);

    public void Process(object? input)
    {
        PSObject inputObject = input is null ? null! : PSObject.AsPSObject(input);
        try
        {
            if (!_runtime.Binder.BindPipeline(inputObject))
            {
                throw new ParameterBindingException(
                    "InputObjectNotBound",
                    "The input object cannot be bound to any parameters for the command either because the command does not take pipeline input or the input and its properties do not match any of the parameters that take pipeline input.",
                    null,
                    Invocation);
            }
        }
        catch (ParameterBindingException failure)
        {
            failure.ErrorRecord.TargetObject = PSObject.Base(input);
            Guarded(() => _runtime.WriteError(failure.ErrorRecord));
            return;
        }

        Guarded(_cmdlet.DoProcess);
    }

    public void Complete()
    {
        if (!ExpectsInput)
        {
            Guarded(_cmdlet.DoProcess);
        }

        Guarded(_cmdlet.DoEnd);
    }

    public void Stop() => _cmdlet.DoStop();

    public void Dispose() => (_cmdlet as IDisposable)?.Dispose();

    private void Guarded(Action work)
    {
        using IDisposable permission = _runtime.Pipeline.Permit(_cmdlet);
        try
        {
            work();
        }
        catch (Exception failure)
        {
            bool isFinal = failure is PipelineStoppedException or CmdletInvocationException or ActionPreferenceStopException or StopUpstreamCommandsException;
            throw _runtime.Pipeline.Fail(isFinal ? failure : new CmdletInvocationException(failure, Invocation));
        }
    }
}
