using System.Diagnostics;

namespace PD12M.Transfer.Runs;

/// <summary>Counts what becomes of the images of a run, in memory of a fixed size. Thread-safe.</summary>
internal sealed class RunTally
{
    private readonly object _gate = new();
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly LatencyHistogram _latency = new();
    private long _saved;
    private long _alreadyThere;
    private long _failed;
    private long _unfinished;
    private long _bytesSaved;
    private long _retries;

    /// <summary>Images that were not begun or not finished.</summary>
    public long Unfinished => Interlocked.Read(ref _unfinished);

    /// <summary>Images done: saved, there before, or failed.</summary>
    public long Done
    {
        get
        {
            lock (_gate)
            {
                return _saved + _alreadyThere + _failed;
            }
        }
    }

    /// <summary>Counts an image that was not begun or not finished.</summary>
    public void AddUnfinished() => Interlocked.Increment(ref _unfinished);

    /// <summary>Counts an image that was done.</summary>
    /// <param name="result">What became of it.</param>
    /// <param name="elapsed">How long that took.</param>
    public void Add(SaveResult result, TimeSpan elapsed)
    {
        lock (_gate)
        {
            _retries += Math.Max(0, result.Attempts - 1);
            if (result.Image is not { } image)
            {
                _failed++;
            }
            else if (image.Status == SavedImageStatus.AlreadyThere)
            {
                _alreadyThere++;
            }
            else
            {
                _saved++;
                _bytesSaved += image.Length;
                _latency.Add(elapsed);
            }
        }
    }

    /// <summary>What was counted until now.</summary>
    /// <param name="destination">The folder of the images.</param>
    /// <param name="reason">Why the run ends.</param>
    /// <param name="bytesReceived">The bytes that all downloads received.</param>
    /// <returns>The summary.</returns>
    public SaveSummary Summarize(string destination, SaveEndReason reason, long bytesReceived)
    {
        lock (_gate)
        {
            TimeSpan elapsed = _clock.Elapsed;
            return new SaveSummary
            {
                Destination = destination,
                EndReason = reason,
                Saved = _saved,
                AlreadyThere = _alreadyThere,
                Failed = _failed,
                Unfinished = Unfinished,
                BytesReceived = bytesReceived,
                BytesSaved = _bytesSaved,
                Retries = _retries,
                Elapsed = elapsed,
                ItemsPerSecond = (_saved + _alreadyThere + _failed) / elapsed.TotalSeconds,
                BytesPerSecond = bytesReceived / elapsed.TotalSeconds,
                LatencyMedian = _latency.Percentile(0.5),
                Latency90 = _latency.Percentile(0.9),
                Latency99 = _latency.Percentile(0.99),
                LatencyMaximum = _latency.Maximum,
            };
        }
    }
}
