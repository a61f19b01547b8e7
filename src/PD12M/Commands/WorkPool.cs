using System.Collections.Concurrent;
using System.Management.Automation;
using System.Runtime.ExceptionServices;
using PD12M.Hashing;

namespace PD12M.Commands;

/// <summary>
/// Works on items many at once, for a cmdlet. Its pipeline thread adds items and emits results, workers do the rest.
/// Items that are added and not yet emitted are bounded, so memory does not grow with the input.
/// </summary>
internal sealed class WorkPool<TItem, TResult> : IWorkQueue<TItem, TResult>, IDisposable
{
    /// <summary>Items waiting for each worker: it keeps busy while the pipeline thread is elsewhere.</summary>
    private const int Backlog = 4;

    /// <summary>
    /// How long the pipeline thread lets results gather when there are none. To be woken for each, or to spin for the
    /// next as BlockingCollection does, costs processor time that the workers need.
    /// </summary>
    private const int PauseMilliseconds = 1;

    private readonly ConcurrentQueue<(long Number, TItem Item)> _items = new();
    private readonly SemaphoreSlim _added = new(0);
    private readonly BlockingCollection<(long Number, TResult Result)> _results = [];
    private readonly Dictionary<long, TResult> _early = [];
    private readonly CancellationTokenSource _stop;
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
        : this(workers * (1 + Backlog), inOrder, emit, whileWaiting, token)
    {
        _workers = Task.WhenAll(Enumerable.Range(0, workers).Select(_ => Task.Run(() => GuardAsync(() => WorkAsync(work)), CancellationToken.None)));
    }

    /// <param name="workers">How many threads take items.</param>
    /// <param name="capacity">How many items may be added and not yet emitted.</param>
    /// <param name="inOrder">Whether results are emitted in the order of the items, rather than as they are finished.</param>
    /// <param name="worker">Takes items, several at once if it likes, until all work is ended. What else it throws ends all work.</param>
    /// <param name="emit">Takes a result, on the pipeline thread.</param>
    /// <param name="whileWaiting">Is called often on the pipeline thread, for progress.</param>
    /// <param name="token">Ends all work.</param>
    public WorkPool(
        int workers, int capacity, bool inOrder, Action<IWorkQueue<TItem, TResult>, CancellationToken> worker, Action<TResult> emit, Action whileWaiting, CancellationToken token)
        : this(capacity, inOrder, emit, whileWaiting, token)
    {
        _workers = Task.WhenAll(Enumerable.Range(0, workers).Select(_ => Task.Factory.StartNew(() => GuardAsync(() =>
        {
            worker(this, _stop.Token);
            return Task.CompletedTask;
        }), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap()));
    }

    private WorkPool(int capacity, bool inOrder, Action<TResult> emit, Action whileWaiting, CancellationToken token)
    {
        _emit = emit;
        _whileWaiting = whileWaiting;
        _inOrder = inOrder;
        _capacity = capacity;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(token);
        _workers = Task.CompletedTask;
    }

    /// <summary>Adds an item, emitting results until there is room for it, and those that are there.</summary>
    /// <exception cref="PipelineStoppedException">All work was ended.</exception>
    public void Add(TItem item)
    {
        while (_lastAdded - _emitted >= _capacity)
        {
            EmitOrPause();
        }
        _items.Enqueue((++_lastAdded, item));
        _added.Release();
        while (Emit())
        {
        }
    }

    /// <summary>Emits all results that are still to come.</summary>
    /// <exception cref="PipelineStoppedException">All work was ended.</exception>
    public void Finish()
    {
        while (_emitted < _lastAdded)
        {
            EmitOrPause();
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

    private void EmitOrPause()
    {
        if (!Emit())
        {
            _stop.Token.WaitHandle.WaitOne(PauseMilliseconds);
        }
    }

    /// <returns>Whether there was a result.</returns>
    private bool Emit()
    {
        _whileWaiting();
        try
        {
            if (!_results.TryTake(out (long Number, TResult Result) done, 0, _stop.Token))
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

    (long Number, TItem Item) IWorkQueue<TItem, TResult>.Take()
    {
        _added.Wait(_stop.Token);
        return Dequeue();
    }

    bool IWorkQueue<TItem, TResult>.TryTake(out (long Number, TItem Item) next)
    {
        bool there = _added.Wait(0);
        next = there ? Dequeue() : default;
        return there;
    }

    void IWorkQueue<TItem, TResult>.Report(long number, TResult result) => _results.Add((number, result));

    private (long Number, TItem Item) Dequeue()
    {
        _items.TryDequeue(out (long Number, TItem Item) next);
        return next;
    }

    private async Task WorkAsync(Func<TItem, CancellationToken, Task<TResult>> work)
    {
        while (true)
        {
            await _added.WaitAsync(_stop.Token).ConfigureAwait(false);
            (long number, TItem item) = Dequeue();
            _results.Add((number, await work(item, _stop.Token).ConfigureAwait(false)));
        }
    }

    private async Task GuardAsync(Func<Task> worker)
    {
        try
        {
            await worker().ConfigureAwait(false);
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
