using PD12M.Hashing;

namespace PD12M.Engine.Tests.Hashing;

/// <summary>A fixed number of files to hash; the work ends when there are no more.</summary>
internal sealed class FileQueue(IReadOnlyList<ExpectedFile> items) : IWorkQueue<ExpectedFile, HashResult>
{
    private readonly HashResult?[] _results = new HashResult?[items.Count];
    private int _taken;

    /// <summary>Is called when an item is asked for, with the number of those taken before.</summary>
    public Action<int>? Asked { get; init; }

    public ByteCount Bytes { get; } = new();

    /// <summary>The numbers of the items in the order of their results.</summary>
    public List<int> Order { get; } = [];

    public (long Number, ExpectedFile Item) Take() => TryTake(out (long Number, ExpectedFile Item) next) ? next : throw new OperationCanceledException();

    public bool TryTake(out (long Number, ExpectedFile Item) next)
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
    public HashResult[] Run(Action<IWorkQueue<ExpectedFile, HashResult>, ByteCount, CancellationToken> worker)
    {
        Assert.ThrowsAny<OperationCanceledException>(() => worker(this, Bytes, CancellationToken.None));
        return [.. _results.Select(Assert.IsType<HashResult>)];
    }
}
