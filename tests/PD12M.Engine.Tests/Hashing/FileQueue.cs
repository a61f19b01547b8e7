using PD12M.Hashing;

namespace PD12M.Engine.Tests.Hashing;

/// <summary>A fixed number of files to hash; the work ends when there are no more.</summary>
internal sealed class FileQueue(IReadOnlyList<HashItem> items) : IWorkQueue<HashItem, HashResult>
{
    private readonly HashResult?[] _results = new HashResult?[items.Count];
    private int _taken;

    /// <summary>Is called when an item is asked for, with the number of those taken before.</summary>
    public Action<int>? Asked { get; init; }

    /// <summary>The numbers of the items in the order of their results.</summary>
    public List<int> Order { get; } = [];

    public (long Number, HashItem Item) Take() => TryTake(out (long Number, HashItem Item) next) ? next : throw new OperationCanceledException();

    public bool TryTake(out (long Number, HashItem Item) next)
    {
        Asked?.Invoke(_taken);
        bool there = _taken < items.Count;
        next = there ? (_taken, items[_taken++]) : default;
        return there;
    }

    public void Report(long number, HashResult result)
    {
        Assert.Null(_results[number]);
        _results[number] = result;
        Order.Add((int)number);
    }

    /// <summary>The results in the order of the items.</summary>
    public HashResult[] Run(Action<IWorkQueue<HashItem, HashResult>, CancellationToken> worker)
    {
        Assert.ThrowsAny<OperationCanceledException>(() => worker(this, CancellationToken.None));
        return [.. _results.Select(Assert.IsType<HashResult>)];
    }
}
