using System.Diagnostics;

namespace PD12M.Transfer.Runs;

/// <summary>Tells what becomes of the images of one run: counts, log, failures. May be called from many threads.</summary>
/// <remarks>Workers call it, not the pipeline thread: what was done is told also when nobody takes the results any more.</remarks>
internal sealed class RunReport
{
    private readonly RunTally _tally = new();
    private readonly string _destination;
    private readonly RunLog? _log;
    private readonly FailureFile? _failures;

    /// <summary>Begins the report of a run.</summary>
    /// <param name="destination">The full path of the folder of the images.</param>
    /// <param name="log">The log; null for none.</param>
    /// <param name="failures">The list of failures; null for none.</param>
    public RunReport(string destination, RunLog? log, FailureFile? failures)
    {
        _destination = destination;
        _log = log;
        _failures = failures;
    }

    /// <summary>Images done so far: saved, there before, or failed.</summary>
    public long Done => _tally.Done;

    /// <summary>Images taken and not begun or not finished.</summary>
    public long Unfinished => _tally.Unfinished;

    /// <summary>What kept the log from being written first; null while nothing did.</summary>
    public Exception? LogFault => _log?.Fault;

    /// <summary>Whether lines wait to be written to the log.</summary>
    public bool IsLogBehind => _log?.IsBehind == true;

    /// <summary>What kept failures from being written or put in their place first; null while nothing did.</summary>
    public Exception? FailureFault => _failures?.Fault;

    /// <summary>Opens a log with the line of a run's start.</summary>
    /// <param name="path">The log's full path.</param>
    /// <param name="maximumBytes">The size that it does not grow beyond.</param>
    /// <param name="destination">The full path of the folder of the images.</param>
    /// <param name="token">Ends the wait for others who write it.</param>
    /// <returns>The log.</returns>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static RunLog OpenLog(string path, long maximumBytes, string destination, CancellationToken token = default)
    {
        using Process self = Process.GetCurrentProcess();
        int id = self.Id;
        return new RunLog(path, maximumBytes, line => line
            .Add("destination", destination)
            .Add("host", Environment.MachineName)
            .Add("process", id)
            .Add("version", typeof(RunReport).Assembly.GetName().Version!.ToString(3)), token);
    }

    /// <summary>Takes an image that was not begun or not finished, as the run is over.</summary>
    public void AddUnfinished() => _tally.AddUnfinished();

    /// <summary>Takes what became of an image.</summary>
    /// <param name="item">The image.</param>
    /// <param name="result">What became of it.</param>
    /// <param name="elapsed">How long that took.</param>
    public void Add(SaveItem item, SaveResult result, TimeSpan elapsed)
    {
        _tally.Add(result, elapsed);
        if (result.Problem is { } problem)
        {
            _failures?.Add(item.Request, item.Caption, problem.ErrorId, problem.Message);
        }
        _log?.Add("item", line => line
            .Add("id", item.Request.Id)
            .Add("url", WithoutSecrets(item.Request.Url))
            .Add("status", result.Image?.Status.ToString() ?? "Failed")
            .Add("path", result.Image?.Path)
            .Add("bytes", result.Image?.Length)
            .Add("hash", item.Request.Hash)
            .Add("milliseconds", elapsed.TotalMilliseconds)
            .Add("attempts", result.Attempts)
            .Add("error", result.Problem?.ErrorId)
            .Add("message", result.Problem?.Message));
    }

    /// <summary>Ends the report: the log's last line, and the failures in their place.</summary>
    /// <param name="reason">Why the run ends.</param>
    /// <param name="bytesReceived">The bytes that all downloads received.</param>
    /// <returns>The summary.</returns>
    public SaveSummary Close(SaveEndReason reason, long bytesReceived)
    {
        SaveSummary summary = _tally.Summarize(_destination, reason, bytesReceived);
        _log?.Add("end", line => line
            .Add("reason", summary.EndReason.ToString())
            .Add("saved", summary.Saved)
            .Add("alreadyThere", summary.AlreadyThere)
            .Add("failed", summary.Failed)
            .Add("unfinished", summary.Unfinished)
            .Add("bytesReceived", summary.BytesReceived)
            .Add("bytesSaved", summary.BytesSaved)
            .Add("retries", summary.Retries)
            .Add("seconds", summary.Elapsed.TotalSeconds)
            .Add("itemsPerSecond", summary.ItemsPerSecond)
            .Add("bytesPerSecond", summary.BytesPerSecond)
            .Add("latencyMedianMilliseconds", summary.LatencyMedian.TotalMilliseconds)
            .Add("latency90Milliseconds", summary.Latency90.TotalMilliseconds)
            .Add("latency99Milliseconds", summary.Latency99.TotalMilliseconds)
            .Add("latencyMaximumMilliseconds", summary.LatencyMaximum.TotalMilliseconds));
        _log?.Flush();
        _failures?.Close(isWhole: reason == SaveEndReason.Completed);
        return summary;
    }

    /// <summary>An address without what may be a secret: user and password, query, fragment.</summary>
    private static string? WithoutSecrets(string? url)
    {
        if (url is null)
        {
            return null;
        }
        int end = url.IndexOfAny(['?', '#']);
        string plain = end < 0 ? url : url.Substring(0, end);
        int scheme = plain.IndexOf("://", StringComparison.Ordinal);
        int host = scheme < 0 ? 0 : scheme + 3;
        int path = plain.IndexOf('/', host);
        string authority = plain.Substring(host, (path < 0 ? plain.Length : path) - host);
        return plain.Remove(host, authority.LastIndexOf('@') + 1);
    }
}
