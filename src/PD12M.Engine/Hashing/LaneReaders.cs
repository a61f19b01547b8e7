#if NET
using System.Collections.Concurrent;

namespace PD12M.Hashing;

/// <summary>
/// Reads for one worker's lanes. From a fast disk or the page cache the worker reads by itself; from a slow one threads
/// read, one for each lane, so that the waiting for the disk goes on side by side.
/// </summary>
/// <param name="count">How many files are read at once at most.</param>
/// <param name="slow">How long a read takes on average from which on threads do it.</param>
internal sealed class LaneReaders(int count, TimeSpan slow) : IDisposable
{
    /// <summary>How many reads the average goes back, about: one that was held up by other work does not count for much.</summary>
    private const int Memory = 16;

    private readonly BlockingCollection<LaneFile> _asked = [];
    private readonly ConcurrentQueue<LaneFile> _done = new();
    private readonly SemaphoreSlim _ready = new(0);
    private readonly List<Thread> _threads = [];
    private TimeSpan _average;
    private int _reading;

    /// <summary>Reads the next piece of a file: at once, or on a thread of its own.</summary>
    public void Read(LaneFile file)
    {
        if (_average < slow)
        {
            file.Read();
            Accept(file);
            return;
        }
        file.Step = LaneStep.Wait;
        _reading++;
        StartThreads();
        _asked.Add(file);
    }

    /// <summary>Accepts what the threads have read meanwhile.</summary>
    public void Collect()
    {
        while (_reading > 0 && _ready.Wait(0))
        {
            AcceptNext();
        }
    }

    /// <summary>Waits until a thread has read a piece.</summary>
    /// <returns>False where none is reading.</returns>
    public bool Wait(CancellationToken token)
    {
        if (_reading == 0)
        {
            return false;
        }
        _ready.Wait(token);
        AcceptNext();
        return true;
    }

    public void Dispose()
    {
        _asked.CompleteAdding();
        foreach (Thread thread in _threads)
        {
            thread.Join();
        }
        _asked.Dispose();
        _ready.Dispose();
    }

    private void AcceptNext()
    {
        _done.TryDequeue(out LaneFile? file);
        _reading--;
        Accept(file!);
    }

    private void Accept(LaneFile file)
    {
        _average += (file.ReadTime - _average) / Memory;
        file.Step = LaneStep.Feed;
    }

    private void StartThreads()
    {
        while (_threads.Count < count)
        {
            var thread = new Thread(ReadWhileAsked) { IsBackground = true, Name = "PD12M reader" };
            _threads.Add(thread);
            thread.Start();
        }
    }

    private void ReadWhileAsked()
    {
        foreach (LaneFile file in _asked.GetConsumingEnumerable())
        {
            file.Read();
            _done.Enqueue(file);
            _ready.Release();
        }
    }
}
#endif
