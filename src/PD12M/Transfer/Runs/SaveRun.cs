using System.Diagnostics;

namespace PD12M.Transfer.Runs;

/// <summary>Saves the images of one run, each with its sidecars, within the run's limits. Many calls may run at once.</summary>
internal sealed class SaveRun : IDisposable
{
    private readonly ImageDownload _download;
    private readonly SidecarWriter? _sidecars;
    private readonly RunReport _report;
    private readonly RunLimits _limits;
    private readonly object _gate = new();
    private readonly CancellationToken _graceOver;
    private readonly CancellationTokenRegistration _closing;
    private int _underWay;
    private SaveSummary? _summary;

    /// <param name="download">Saves an image.</param>
    /// <param name="sidecars">Writes what goes beside it; null for nothing.</param>
    /// <param name="report">Is told what becomes of each.</param>
    /// <param name="limits">May end the run.</param>
    public SaveRun(ImageDownload download, SidecarWriter? sidecars, RunReport report, RunLimits limits)
    {
        _download = download;
        _sidecars = sidecars;
        _report = report;
        _limits = limits;

        // The pipeline thread may be long in coming back, from a command further up: nobody else ends the log in time.
        _graceOver = limits.GraceOver;
        _closing = _graceOver.Register(static run => ((SaveRun)run!).CloseIfIdle(), this);
    }

    /// <summary>Whether no image is begun any more.</summary>
    public bool IsOver => _limits.IsOver;

    /// <summary>Images done so far: saved, there before, or failed.</summary>
    public long Done => _report.Done;

    /// <summary>Bytes of images received so far.</summary>
    public long ReceivedBytes => _download.ReceivedBytes;

    /// <summary>Saves one image and tells what became of it.</summary>
    /// <param name="item">The image.</param>
    /// <param name="token">Ends the transfer; nothing of it stays, and nothing is told.</param>
    /// <returns>What became of it.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<SaveOutcome> SaveAsync(SaveItem item, CancellationToken token)
    {
        Interlocked.Increment(ref _underWay);
        try
        {
            return await SaveAndReportAsync(item, token).ConfigureAwait(false);
        }
        finally
        {
            if (Interlocked.Decrement(ref _underWay) == 0 && _graceOver.IsCancellationRequested)
            {
                CloseIfIdle();
            }
        }
    }

    /// <summary>Ends the run when all its work has ended.</summary>
    /// <param name="hasInputEnded">Whether all images of the input were taken.</param>
    /// <returns>The summary.</returns>
    public SaveSummary End(bool hasInputEnded)
    {
        lock (_gate)
        {
            bool isWhole = hasInputEnded && _report.Unfinished == 0;
            _summary ??= _report.Close(isWhole ? SaveEndReason.Completed : _limits.Reason, ReceivedBytes);
            return _summary with { Unfinished = _report.Unfinished };
        }
    }

    /// <summary>Ends the run if it was stopped before its end.</summary>
    public void Dispose()
    {
        _closing.Dispose();
        lock (_gate)
        {
            _summary ??= _report.Close(SaveEndReason.Stopped, ReceivedBytes);
        }
    }

    /// <summary>Ends log and list of failures of a run whose time is over, once nothing is under way any more.</summary>
    private void CloseIfIdle()
    {
        lock (_gate)
        {
            if (Volatile.Read(ref _underWay) == 0)
            {
                _summary ??= _report.Close(_limits.Reason, ReceivedBytes);
            }
        }
    }

    private async Task<SaveOutcome> SaveAndReportAsync(SaveItem item, CancellationToken token)
    {
        long start = Stopwatch.GetTimestamp();
        SaveResult? result = await TrySaveAsync(item, token).ConfigureAwait(false);
        if (result is null)
        {
            _report.AddUnfinished();
            return new SaveOutcome(item, null);
        }
        if (result.Problem?.Fault == ImageFault.DiskFull)
        {
            _limits.End(SaveEndReason.DiskFull);
        }
        _report.Add(item, result, TimeSpan.FromSeconds((Stopwatch.GetTimestamp() - start) / (double)Stopwatch.Frequency));
        return new SaveOutcome(item, result);
    }

    /// <returns>Saved, there before, or failed; null where the run was over before.</returns>
    private async Task<SaveResult?> TrySaveAsync(SaveItem item, CancellationToken token)
    {
        if (_limits.IsOver)
        {
            return null;
        }
        if (_sidecars?.ProblemOf(item) is { } problem)
        {
            return new SaveResult(null, problem, 0);
        }
        using CancellationTokenSource both = CancellationTokenSource.CreateLinkedTokenSource(token, _graceOver);
        try
        {
            SaveResult result = await _download.SaveAsync(item.Request, both.Token).ConfigureAwait(false);
            return result.Image is { } image && _sidecars is not null && await _sidecars.WriteAsync(image, item, both.Token).ConfigureAwait(false) is { } lack
                ? new SaveResult(null, lack, result.Attempts)
                : result;
        }
        catch (RunOverException)
        {
            return null;
        }
        catch (OperationCanceledException) when (!token.IsCancellationRequested)
        {
            return null;
        }
    }
}
