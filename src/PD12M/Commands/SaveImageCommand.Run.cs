using System.Management.Automation;
using PD12M.Transfer;
using PD12M.Transfer.Runs;

namespace PD12M.Commands;

/// <content>The run: what it opens, what it tells, and how it ends.</content>
public sealed partial class SaveImageCommand
{
    /// <summary>Whether the user is asked, or only told, before anything may be made.</summary>
    private bool AsksFirst =>
        (Switch("WhatIf") ?? LanguagePrimitives.IsTrue(GetVariableValue("WhatIfPreference"))) || Switch("Confirm") == true;

    private bool? Switch(string name) => MyInvocation.BoundParameters.TryGetValue(name, out object? value) ? LanguagePrimitives.IsTrue(value) : null;

    private static object TargetOf(SaveItem item) => item.Record ?? (object?)item.Request.Id ?? item.Request.Url ?? "";

    private T Opened<T>(T resource)
        where T : IDisposable
    {
        _open.Push(resource);
        return resource;
    }

    /// <summary>The full path of a log or a list of failures, links followed.</summary>
    private string? ResolveRunFile(string? path, Func<string, Exception, ErrorRecord> error)
    {
        if (path is null)
        {
            return null;
        }
        string full = ResolveFolder(path);
        try
        {
            return RunFilePath.Of(full);
        }
        // .NET Framework takes no path with characters that Windows does not have in names.
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            ThrowTerminatingError(error(full, exception));
            throw;
        }
    }

    /// <summary>Opens all that the run needs, unless it is open.</summary>
    private void OpenRun()
    {
        if (_pool is not null)
        {
            return;
        }
        ImageDestination destination = _bucket is null ? OpenFolder() : OpenBucket(_bucket);
        RunLimits limits = _limits = OpenLimits();
        FailureFile? failures = OpenFailures();
        _report = new RunReport(_folder, OpenLog(), failures);
        ImageDownload download = new(_store!, destination)
        {
            Layout = Layout,
            Force = Force,
            MaximumLength = Math.Min(MaxImageBytes, destination.MaximumLength),
            BeforeFetch = limits.DemandSpace,
            Bandwidth = MaxBytesPerSecond is { } rate ? new BandwidthLimit(rate) : null,
        };
        SidecarWriter? sidecars = Sidecar.Length > 0 ? new SidecarWriter(destination, Sidecar, Force) : null;
        SaveRun run = _run = Opened(new SaveRun(download, sidecars, _report, limits));
        _pool = Opened(new WorkPool<SaveItem, SaveOutcome>(_store!.Options.MaximumConnections, inOrder: false, run.SaveAsync, Emit, WhileWaiting, StopToken));
    }

    private DestinationFolder OpenFolder()
    {
        try
        {
            DestinationFolder destination = Opened(DestinationFolder.Open(_folder));
            destination.Durable = Durable;
            return destination;
        }
        catch (DestinationException error)
        {
            ThrowTerminatingError(Errors.Destination(_folder, error));
            throw;
        }
    }

    private RunLimits OpenLimits()
    {
        try
        {
            return Opened(new RunLimits(_folder, TimeLimit, StopAfter?.ToUniversalTime(), MinFreeSpace));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            ThrowTerminatingError(RunErrors.FreeSpaceUnknown(_folder, error));
            throw;
        }
    }

    private FailureFile? OpenFailures()
    {
        try
        {
            return _failurePath is null ? null : Opened(FailureFile.Open(_failurePath));
        }
        // .NET Framework does not support files that are devices.
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            ThrowTerminatingError(RunErrors.FailureFile(_failurePath!, error));
            throw;
        }
    }

    private RunLog? OpenLog()
    {
        try
        {
            return _logPath is null ? null : Opened(RunReport.OpenLog(_logPath, LogMaxBytes, _folder, StopToken));
        }
        catch (OperationCanceledException)
        {
            throw new PipelineStoppedException();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            ThrowTerminatingError(RunErrors.LogWriteFailed(_logPath!, error, goesOn: false));
            throw;
        }
    }

    private void Emit(SaveOutcome outcome)
    {
        if (outcome.Result?.Problem is { } problem)
        {
            WriteError(Errors.Image(problem, TargetOf(outcome.Item)));
        }
        else if (PassThru && outcome.Result is { Image: { } image })
        {
            WriteObject(image);
        }
    }

    private void WhileWaiting()
    {
        WriteNotices();
        _progress!.Show(_run!.Done, _run.ReceivedBytes, _fraction);
        TellFaults();
    }

    /// <summary>Tells once that the log or the list of failures cannot be written; the images matter more, so the run goes on.</summary>
    private void TellFaults()
    {
        if (!_hasToldLogFault && _report!.LogFault is { } log)
        {
            _hasToldLogFault = true;
            WriteError(RunErrors.LogWriteFailed(_logPath!, log, goesOn: true));
        }
        if (!_hasToldFailureFault && _report!.FailureFault is { } failures)
        {
            _hasToldFailureFault = true;
            WriteError(RunErrors.FailureFile(_failurePath!, failures));
        }
    }

    private void EndRun(bool hasInputEnded)
    {
        _pool!.Finish();
        WriteNotices();
        _progress!.Complete();
        SaveSummary summary = _run!.End(hasInputEnded);
        if (_report!.LogFault is { } fault && _report.IsLogBehind)
        {
            _hasToldLogFault = true;
            WriteError(RunErrors.LogIncomplete(_logPath!, fault));
        }
        TellFaults();
        WriteVerbose(
            $"Saved {summary.Saved}, already there {summary.AlreadyThere}, failed {summary.Failed}; {summary.BytesReceived} bytes received in {TimeSpan.FromSeconds(Math.Round(summary.Elapsed.TotalSeconds))}, {summary.Retries} retries.");
        WriteInformation(summary, ["PD12M.SaveSummary"]);
        if (Summary)
        {
            WriteObject(summary);
        }
        if (summary.EndReason != SaveEndReason.Completed)
        {
            ThrowTerminatingError(RunErrors.RunOver(summary, _limits!));
        }
    }
}
