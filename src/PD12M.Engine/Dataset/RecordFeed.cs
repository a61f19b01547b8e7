using System.Collections.Concurrent;
using PD12M.Parquet;

namespace PD12M.Dataset;

/// <summary>Records of a run of rows, read on a thread of its own a few batches ahead of whoever takes them.</summary>
internal sealed class RecordFeed : IDisposable
{
    /// <summary>Batches that the reading thread may be ahead.</summary>
    private const int BatchesAhead = 4;

    private readonly CancellationTokenSource _stop;
    private readonly BlockingCollection<Record[]> _batches = new(BatchesAhead);
    private readonly Task _reading;

    /// <summary>Begins to read.</summary>
    /// <param name="open">Opens what makes the records, on the reading thread.</param>
    /// <param name="rows">How many records that is.</param>
    /// <param name="token">Ends the reading.</param>
    public RecordFeed(Func<RecordReader> open, long rows, CancellationToken token)
    {
        Remaining = rows;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(token);
        _reading = Task.Run(() => ReadAhead(open), CancellationToken.None);
    }

    /// <summary>The records that have not been taken; without a filter, when their number is known.</summary>
    public long Remaining { get; private set; }

    /// <summary>Takes the next records, waiting for them.</summary>
    /// <returns>The records; null behind the last.</returns>
    /// <exception cref="ParquetException">The file is damaged.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="OperationCanceledException">The reading was ended.</exception>
    public Record[]? Take()
    {
        if (_batches.TryTake(out Record[]? batch, Timeout.Infinite, _stop.Token))
        {
            Remaining -= batch.Length;
            return batch;
        }
        _reading.GetAwaiter().GetResult();
        return null;
    }

    /// <summary>Ends the reading and waits until it has ended.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        // What came of records that nobody wants is of no concern.
        ((IAsyncResult)_reading).AsyncWaitHandle.WaitOne();
        _batches.Dispose();
        _stop.Dispose();
    }

    private void ReadAhead(Func<RecordReader> open)
    {
        try
        {
            using RecordReader reader = open();
            while (reader.Read(_stop.Token) is { } batch)
            {
                _batches.Add(batch, _stop.Token);
            }
        }
        finally
        {
            _batches.CompleteAdding();
        }
    }
}
