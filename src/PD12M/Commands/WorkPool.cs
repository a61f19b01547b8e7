using System.Collections.Concurrent;
using System.Management.Automation;
using System.Runtime.ExceptionServices;

namespace PD12M.Commands;

/// <summary>
/// Works on items many at once, for a cmdlet. Its pipeline thread adds items and emits results, workers do the rest.
/// Items that are added and not yet emitted are bounded, so memory does not grow with the input.
/// </summary>
internal sealed class WorkPool<TItem, TResult> : IDisposable
{
    /// <summary>Items waiting for each worker: it keeps busy while the pipeline thread is elsewhere.</summary>
    private const int Backlog = 4;

    private const int PatienceMilliseconds = 200;

    private readonly ConcurrentQueue<(long Number, TItem Item)> _items = new();
    private readonly SemaphoreSlim _added = new(0);
    private readonly BlockingCollection<(long Number, TResult Result)> _results = [];
    private readonly Dictionary<long, TResult> _early = [];
    private readonly CancellationTokenSource _stop;
    private readonly Func<TItem, CancellationToken, Task<TResult>> _work;
    private readonly Action<TResult> _emit;
    private readonly Action _whileWaiting;
    private readonly bool _inOrder;
    private readonly Task _workers;
    private readonly int _capacity;
    private ExceptionDispatchInfo? _failure;
    private long _lastAdded;
    private long _emitted;

    /// <param name="workers">How many items are worked on at once.</param>
    /// <param name="inOrder">Whether results are emitted in the order of the items, rather than as they are finished.</param>
    /// <param name="work">The work on an item, on a worker. The faults of an item are results; what it throws ends all work.</param>
    /// <param name="emit">Takes a result, on the pipeline thread.</param>
    /// <param name="whileWaiting">Is called often on the pipeline thread, for progress.</param>
    /// <param name="token">Ends all work.</param>
    public WorkPool(
        int workers, bool inOrder, Func<TItem, CancellationToken, Task<TResult>> work, Action<TResult> emit, Action whileWaiting, CancellationToken token)
    {
        _work = work;
        _emit = emit;
        _whileWaiting = whileWaiting;
        _inOrder = inOrder;
        _capacity = workers * (1 + Backlog);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(token);
        _workers = Task.WhenAll(Enumerable.Range(0, workers).Select(_ => Task.Run(WorkAsync, CancellationToken.None)));
    }

    /// <summary>Adds an item, emitting results until there is room for it, and those that are there.</summary>
    /// <exception cref="PipelineStoppedException">All work was ended.</exception>
    public void Add(TItem item)
    {
        while (_lastAdded - _emitted >= _capacity)
        {
            Emit(PatienceMilliseconds);
        }
        _items.Enqueue((++_lastAdded, item));
        _added.Release();
        while (Emit(0))
        {
        }
    }

    /// <summary>Emits all results that are still to come.</summary>
    /// <exception cref="PipelineStoppedException">All work was ended.</exception>
    public void Finish()
    {
        while (_emitted < _lastAdded)
        {
            Emit(PatienceMilliseconds);
        }
    }

    /// <summary>Ends all work and waits until it has ended.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        // The outcome of abandoned work is of no concern; that it has ended is.
        ((IAsyncResult)_workers).AsyncWaitHandle.WaitOne();
        _results.Dispose();
        _added.Dispose();
        _stop.Dispose();
    }

    /// <returns>Whether a result came within the time.</returns>
    private bool Emit(int milliseconds)
    {
        _whileWaiting();
        try
        {
            if (!_results.TryTake(out (long Number, TResult Result) done, milliseconds, _stop.Token))
            {
                return false;
            }
            if (!_inOrder)
            {
                _emitted++;
                _emit(done.Result);
                return true;
            }
            _early.Add(done.Number, done.Result);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            _failure?.Throw();
            throw new PipelineStoppedException();
        }
        while (_early.TryGetValue(_emitted + 1, out TResult? next))
        {
            _early.Remove(++_emitted);
            _emit(next);
        }
        return true;
    }

    private async Task WorkAsync()
    {
        try
        {
            while (true)
            {
                await _added.WaitAsync(_stop.Token).ConfigureAwait(false);
                _items.TryDequeue(out (long Number, TItem Item) next);
                _results.Add((next.Number, await _work(next.Item, _stop.Token).ConfigureAwait(false)));
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
        }
        catch (Exception error)
        {
            _failure ??= ExceptionDispatchInfo.Capture(error);
            _stop.Cancel();
        }
    }
}
