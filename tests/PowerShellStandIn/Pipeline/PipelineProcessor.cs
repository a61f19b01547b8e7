using System.Management.Automation.Runspaces;
using System.Runtime.ExceptionServices;

namespace System.Management.Automation.Pipeline;

internal sealed class PipelineProcessor(Runspace runspace, PSDataStreams streams)
{
    private readonly List<CommandProcessor> _commands = [];
    private readonly Lock _gate = new();
    private ExceptionDispatchInfo? _firstFailure;
    private Cmdlet? _permitted;
    private Thread? _thread;
    private volatile bool _stopping;

    public Runspace Runspace { get; } = runspace;

    public PSDataStreams Streams { get; } = streams;

    public bool HadErrors { get; set; }

    public bool IsStopping => _stopping;

    public void Add(CommandProcessor command) => _commands.Add(command);

    public void Run(IEnumerable<object?>? input, Action<object?> output)
    {
        _thread = Thread.CurrentThread;
        try
        {
            Connect(input is not null, output);
            Execute(input);
        }
        catch (PipelineStoppedException)
        {
            _firstFailure?.Throw();
            throw;
        }
        finally
        {
            foreach (CommandProcessor command in _commands)
            {
                DisposeOf(command);
            }
        }
    }

    public void Stop()
    {
        lock (_gate)
        {
            if (_stopping)
            {
                return;
            }

            _stopping = true;
            _firstFailure ??= ExceptionDispatchInfo.Capture(new PipelineStoppedException());
        }

        foreach (CommandProcessor command in _commands)
        {
            command.Stop();
        }
    }

    public PipelineStoppedException Fail(Exception failure)
    {
        lock (_gate)
        {
            _firstFailure ??= ExceptionDispatchInfo.Capture(failure);
            _stopping |= failure is not StopUpstreamCommandsException && _firstFailure.SourceException is not StopUpstreamCommandsException;
        }

        return new PipelineStoppedException();
    }

    public IDisposable Permit(Cmdlet command)
    {
        Permission permission = new(this, _permitted);
        _permitted = command;
        return permission;
    }

    public void ThrowIfWriteNotPermitted(Cmdlet command)
    {
        if (_permitted is not null && (_permitted != command || _thread != Thread.CurrentThread))
        {
            throw new PSInvalidOperationException(
                "The WriteObject and WriteError methods can only be called from within BeginProcessing, ProcessRecord and EndProcessing, and only from the pipeline's thread.");
        }
    }

    // A failure in Dispose comes too late to be told: the other commands are disposed all the same.
    private void DisposeOf(CommandProcessor command)
    {
        try
        {
            command.Dispose();
        }
        catch (Exception failure)
        {
            Fail(new CmdletInvocationException(failure, command.Invocation));
        }
    }

    private void Connect(bool hasInput, Action<object?> output)
    {
        for (int i = 0; i < _commands.Count; i++)
        {
            CommandProcessor? next = i + 1 < _commands.Count ? _commands[i + 1] : null;
            _commands[i].Output = next is null ? output : next.Process;
            _commands[i].ExpectsInput = i > 0 || hasInput;
            _commands[i].Invocation.PipelinePosition = i + 1;
            _commands[i].Invocation.PipelineLength = _commands.Count;
        }
    }

    private void Execute(IEnumerable<object?>? input)
    {
        CommandProcessor? requester = null;
        foreach (CommandProcessor command in _commands)
        {
            command.Prepare();
        }

        requester = UntilUpstreamStop(() =>
        {
            foreach (CommandProcessor command in _commands)
            {
                command.Begin();
            }

            foreach (object? item in input ?? [])
            {
                if (_stopping)
                {
                    throw new PipelineStoppedException();
                }

                _commands[0].Process(item);
            }
        });

        foreach (CommandProcessor command in _commands)
        {
            if (requester is null)
            {
                requester = UntilUpstreamStop(command.Complete);
            }

            if (requester == command)
            {
                requester = null;
            }
        }
    }

    private CommandProcessor? UntilUpstreamStop(Action work)
    {
        try
        {
            work();
            return null;
        }
        catch (PipelineStoppedException) when (_firstFailure?.SourceException is StopUpstreamCommandsException)
        {
            CommandProcessor requester = ((StopUpstreamCommandsException)_firstFailure.SourceException).Requester;
            _firstFailure = null;
            return requester;
        }
    }

    private sealed class Permission(PipelineProcessor owner, Cmdlet? previous) : IDisposable
    {
        public void Dispose() => owner._permitted = previous;
    }
}
