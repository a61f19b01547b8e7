using System.Collections;
using System.Collections.ObjectModel;
using System.Management.Automation.Pipeline;
using System.Management.Automation.Runspaces;

namespace System.Management.Automation;

public sealed class PowerShell : IDisposable
{
    private readonly Lock _gate = new();
    private Runspace? _runspace;
    private bool _ownsRunspace;
    private PipelineProcessor? _pipeline;
    private Task? _running;
    private IBuffer? _input;
    private bool _stopRequested;
    private bool _disposed;

    private PowerShell(Runspace? runspace, bool ownsRunspace)
    {
        _runspace = runspace;
        _ownsRunspace = ownsRunspace;
    }

    public event EventHandler<PSInvocationStateChangedEventArgs>? InvocationStateChanged;

    public PSCommand Commands { get; set; } = new();

    public PSDataStreams Streams { get; } = new();

    public Runspace Runspace
    {
        get
        {
            if (_runspace is null)
            {
                _ownsRunspace = true;
                _runspace = RunspaceFactory.CreateRunspace();
                _runspace.Open();
            }

            return _runspace;
        }

        set
        {
            _runspace = value;
            _ownsRunspace = false;
        }
    }

    public Guid InstanceId { get; } = Guid.NewGuid();

    public bool HadErrors { get; private set; }

    public PSInvocationStateInfo InvocationStateInfo { get; private set; } = new(PSInvocationState.NotStarted, null);

    public static PowerShell Create() => new(null, true);

    public static PowerShell Create(RunspaceMode runspace) =>
        runspace == RunspaceMode.CurrentRunspace && Runspaces.Runspace.Current is { } current ? new PowerShell(current, false) : Create();

    public static PowerShell Create(InitialSessionState initialSessionState)
    {
        Runspace runspace = RunspaceFactory.CreateRunspace(initialSessionState);
        runspace.Open();
        return new PowerShell(runspace, true);
    }

    public PowerShell AddCommand(string cmdlet)
    {
        Commands.AddCommand(cmdlet);
        return this;
    }

    public PowerShell AddCommand(CommandInfo commandInfo)
    {
        Commands.Commands.Add(new Command((CmdletInfo)commandInfo));
        return this;
    }

    public PowerShell AddParameter(string parameterName, object? value)
    {
        RequireCommand();
        Commands.AddParameter(parameterName, value);
        return this;
    }

    public PowerShell AddParameter(string parameterName)
    {
        RequireCommand();
        Commands.AddParameter(parameterName);
        return this;
    }

    public PowerShell AddParameters(IDictionary parameters)
    {
        foreach (DictionaryEntry entry in parameters)
        {
            AddParameter((string)entry.Key, entry.Value);
        }

        return this;
    }

    public PowerShell AddParameters(IList parameters)
    {
        foreach (object? value in parameters)
        {
            AddArgument(value);
        }

        return this;
    }

    public PowerShell AddArgument(object? value)
    {
        RequireCommand();
        Commands.AddArgument(value);
        return this;
    }

    public PowerShell AddStatement()
    {
        if (Commands.Commands.Count > 0)
        {
            Commands.StatementEnds.Add(Commands.Commands[^1]);
        }

        return this;
    }

    public Collection<PSObject> Invoke() => Invoke<PSObject>();

    public Collection<PSObject> Invoke(IEnumerable? input) => Invoke<PSObject>(input);

    public Collection<T> Invoke<T>() => Invoke<T>(null);

    public Collection<T> Invoke<T>(IEnumerable? input)
    {
        Collection<T> output = [];
        Start(input, o => output.Add(Output<T>(o))).GetAwaiter().GetResult();
        return output;
    }

    public void Invoke<T>(IEnumerable? input, IList<T> output) =>
        Start(input, o => output.Add(Output<T>(o))).GetAwaiter().GetResult();

    public IAsyncResult BeginInvoke() => BeginInvoke<PSObject>(null);

    public IAsyncResult BeginInvoke<T>(PSDataCollection<T>? input)
    {
        PSDataCollection<PSObject> output = [];
        return Begin(input, output, output, null, null);
    }

    public IAsyncResult BeginInvoke<TInput, TOutput>(PSDataCollection<TInput>? input, PSDataCollection<TOutput> output) =>
        Begin(input, output, null, null, null);

    public IAsyncResult BeginInvoke<TInput, TOutput>(
        PSDataCollection<TInput>? input, PSDataCollection<TOutput> output, PSInvocationSettings? settings, AsyncCallback? callback, object? state) =>
        Begin(input, output, null, callback, state);

    public PSDataCollection<PSObject>? EndInvoke(IAsyncResult asyncResult)
    {
        InvocationResult result = (InvocationResult)asyncResult;
        result.Wait();
        return result.Output;
    }

    public void Stop() => StopRunning();

    public IAsyncResult BeginStop(AsyncCallback? callback, object? state)
    {
        Task stopping = Task.Run(StopRunning);
        InvocationResult result = new(stopping, state, null);
        stopping.ContinueWith(_ => callback?.Invoke(result), TaskScheduler.Default);
        return result;
    }

    public void EndStop(IAsyncResult asyncResult) => ((InvocationResult)asyncResult).Wait();

    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        StopRunning();
        if (_ownsRunspace)
        {
            _runspace?.Dispose();
        }
    }

    private static T Output<T>(object? value) =>
        typeof(T) == typeof(PSObject) ? (T)(object)(value is null ? null! : PSObject.AsPSObject(value)) : LanguagePrimitives.ConvertTo<T>(value)!;

    private InvocationResult Begin<TInput, TOutput>(
        PSDataCollection<TInput>? input, PSDataCollection<TOutput> output, PSDataCollection<PSObject>? returned, AsyncCallback? callback, object? state)
    {
        output.AttachWriter();
        if (input is not null)
        {
            input.BlockingEnumerator = true;
        }

        Task work = Start(input, o => output.Add(Output<TOutput>(o)), () =>
        {
            output.DetachWriter();
            if (returned is not null)
            {
                output.Complete();
            }
        });
        InvocationResult result = new(work, state, returned);
        work.ContinueWith(_ => callback?.Invoke(result), TaskScheduler.Default);
        return result;
    }

    private Task Start(IEnumerable? input, Action<object?> output, Action? ended = null)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        RequireCommand();
        if (Runspace.RunspaceStateInfo.State != RunspaceState.Opened)
        {
            throw new InvalidOperationException("The runspace is not open.");
        }

        TaskCompletionSource completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_running is { IsCompleted: false })
            {
                throw new InvalidOperationException("The PowerShell object is already running a pipeline.");
            }

            _running = completion.Task;
            _pipeline = null;
            _input = input as IBuffer;
            _stopRequested = false;
            HadErrors = false;
            Enter(PSInvocationState.Running, null);
        }

        new Thread(() => Run(input, output, ended, completion)) { IsBackground = true, Name = "Pipeline Execution Thread" }.Start();
        return completion.Task;
    }

    private void Run(IEnumerable? input, Action<object?> output, Action? ended, TaskCompletionSource completion)
    {
        Exception? failure = null;
        Runspaces.Runspace.Current = Runspace;
        try
        {
            IEnumerable<object?>? items = input switch
            {
                null => null,
                ICollection { Count: 0 } and not IBuffer { IsOpen: true } => null,
                _ => input.Cast<object?>(),
            };
            Command[][] statements = [.. Statements()];
            foreach (Command[] statement in statements)
            {
                try
                {
                    RunStatement(statement, items, output);
                }
                catch (RuntimeException thrown) when (statements.Length > 1 && thrown is not PipelineStoppedException)
                {
                    HadErrors = true;
                    Streams.Error.Add(thrown.ErrorRecord);
                }
            }
        }
        catch (Exception thrown)
        {
            failure = thrown;
        }

        HadErrors |= failure is not null;
        ended?.Invoke();
        Enter(failure is null ? PSInvocationState.Completed : failure is PipelineStoppedException ? PSInvocationState.Stopped : PSInvocationState.Failed, failure);
        if (failure is null)
        {
            completion.SetResult();
        }
        else
        {
            completion.SetException(failure);
        }
    }

    private void RunStatement(Command[] commands, IEnumerable<object?>? input, Action<object?> output)
    {
        PipelineProcessor pipeline = new(Runspace, Streams);
        foreach (Command command in commands)
        {
            pipeline.Add(new CommandProcessor(command.Resolved ?? Runspace.Commands.Resolve(command.CommandText), command.Arguments, pipeline));
        }

        lock (_gate)
        {
            _pipeline = _stopRequested ? throw new PipelineStoppedException() : pipeline;
        }

        try
        {
            pipeline.Run(input, output);
        }
        finally
        {
            HadErrors |= pipeline.HadErrors;
        }
    }

    private IEnumerable<Command[]> Statements()
    {
        List<Command> statement = [];
        foreach (Command command in Commands.Commands)
        {
            statement.Add(command);
            if (Commands.StatementEnds.Contains(command))
            {
                yield return [.. statement];
                statement.Clear();
            }
        }

        if (statement.Count > 0)
        {
            yield return [.. statement];
        }
    }

    private void StopRunning()
    {
        PipelineProcessor? pipeline;
        Task? running;
        lock (_gate)
        {
            pipeline = _pipeline;
            running = _running;
            _stopRequested = true;
        }

        if (running is null or { IsCompleted: true })
        {
            return;
        }

        pipeline?.Stop();
        _input?.StopWaiting();
        ((IAsyncResult)running).AsyncWaitHandle.WaitOne();
    }

    private void RequireCommand()
    {
        if (Commands.Commands.Count == 0)
        {
            throw new PSInvalidOperationException("No command is specified.");
        }
    }

    private void Enter(PSInvocationState state, Exception? reason)
    {
        InvocationStateInfo = new PSInvocationStateInfo(state, reason);
        InvocationStateChanged?.Invoke(this, new PSInvocationStateChangedEventArgs(InvocationStateInfo));
    }
}
