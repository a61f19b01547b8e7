using System.Collections.Concurrent;
using System.Management.Automation;

namespace PD12M.Probe;

/// <summary>What the cmdlets went through, in order.</summary>
public static class Journal
{
    private static readonly ConcurrentQueue<string> s_entries = [];

    public static IReadOnlyList<string> Entries => [.. s_entries];

    public static void Clear() => s_entries.Clear();

    public static void Add(string entry) => s_entries.Enqueue(entry);
}

/// <summary>Emits 1..Count and keeps a journal of its life.</summary>
[Cmdlet(VerbsCommon.Get, "ProbeNumber")]
public sealed class GetProbeNumberCommand : PSCmdlet, IDisposable
{
    [Parameter(Position = 0)]
    public int Count { get; set; } = 3;

    protected override void BeginProcessing() => Journal.Add("source begin");

    protected override void ProcessRecord()
    {
        try
        {
            for (int i = 1; i <= Count; i++)
            {
                WriteObject(i);
            }

            Journal.Add("source process");
        }
        catch (Exception thrown)
        {
            Journal.Add("source saw " + thrown.GetType().Name);
            throw;
        }
    }

    protected override void EndProcessing() => Journal.Add("source end");

    protected override void StopProcessing() => Journal.Add("source stop");

    public void Dispose() => Journal.Add("source dispose");
}

/// <summary>Passes its input on and keeps a journal of its life.</summary>
[Cmdlet(VerbsCommon.Copy, "ProbeInput")]
public sealed class CopyProbeInputCommand : PSCmdlet, IDisposable
{
    [Parameter(ValueFromPipeline = true)]
    public int Number { get; set; }

    [Parameter]
    public string? FailIn { get; set; }

    protected override void BeginProcessing() => Step("begin");

    protected override void ProcessRecord()
    {
        Step("process");
        WriteObject(Number);
    }

    protected override void EndProcessing() => Step("end");

    protected override void StopProcessing() => Step("stop");

    public void Dispose() => Step("dispose");

    private void Step(string name)
    {
        Journal.Add("copy " + name);
        if (name == FailIn)
        {
            throw new InvalidDataException("failed in " + name);
        }
    }
}

/// <summary>Emits until it is stopped.</summary>
[Cmdlet(VerbsCommon.Watch, "ProbeStop")]
public sealed class WatchProbeStopCommand : PSCmdlet, IDisposable
{
    private readonly ManualResetEventSlim _stopped = new();

    protected override void ProcessRecord()
    {
        WriteObject("running");
        _stopped.Wait(TimeSpan.FromSeconds(30));
        Journal.Add("stopping " + Stopping);
        try
        {
            WriteObject("after the stop");
        }
        catch (Exception thrown)
        {
            Journal.Add("watch saw " + thrown.GetType().Name);
            throw;
        }
    }

    protected override void EndProcessing() => Journal.Add("watch end");

    protected override void StopProcessing()
    {
        Journal.Add("watch stop");
        _stopped.Set();
    }

    public void Dispose()
    {
        Journal.Add("watch dispose");
        _stopped.Dispose();
    }
}

/// <summary>Writes from where writing is not allowed.</summary>
[Cmdlet(VerbsCommunications.Write, "ProbeForbidden")]
public sealed class WriteProbeForbiddenCommand : PSCmdlet, IDisposable
{
    protected override void ProcessRecord()
    {
        Thread other = new(() => Attempt("thread", () => WriteObject(1)));
        other.Start();
        other.Join();
        other = new Thread(() => Attempt("warning", () => WriteWarning("w")));
        other.Start();
        other.Join();
        WriteObject("done");
    }

    public void Dispose() => Attempt("dispose", () => WriteObject(2));

    private static void Attempt(string where, Action write)
    {
        try
        {
            write();
            Journal.Add(where + " wrote");
        }
        catch (Exception thrown) when (thrown is InvalidOperationException or RuntimeException)
        {
            Journal.Add(where + " " + thrown.GetType().Name);
        }
    }
}
