namespace PD12M.Hashing;

/// <summary>Where a worker takes items from, and where it puts their results; shared by several workers.</summary>
internal interface IWorkQueue<TItem, TResult>
{
    /// <summary>Takes an item, waiting for one.</summary>
    /// <exception cref="OperationCanceledException">All work was ended.</exception>
    (long Number, TItem Item) Take();

    /// <summary>Takes an item if one is there.</summary>
    bool TryTake(out (long Number, TItem Item) next);

    /// <summary>Puts an item's result.</summary>
    void Report(long number, TResult result);
}
