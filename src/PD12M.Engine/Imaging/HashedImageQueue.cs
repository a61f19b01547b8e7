using PD12M.Hashing;

namespace PD12M.Imaging;

/// <summary>
/// Stands between the queue of images and a worker that hashes files: adds to each hash what the header says. Images
/// of which no hash is expected are done here. For one worker.
/// </summary>
/// <param name="images">Where the images come from and their results go.</param>
/// <param name="token">Ends the work.</param>
internal sealed class HashedImageQueue(IWorkQueue<ExpectedFile, ImageResult> images, CancellationToken token) : IWorkQueue<ExpectedFile, HashResult>
{
    // As many as the worker hashes at once.
    private readonly Dictionary<long, ExpectedFile> _taken = [];

    public (long Number, ExpectedFile Item) Take()
    {
        while (true)
        {
            (long Number, ExpectedFile Item) next = images.Take();
            if (IsToHash(next))
            {
                return next;
            }
        }
    }

    public bool TryTake(out (long Number, ExpectedFile Item) next)
    {
        while (images.TryTake(out next))
        {
            if (IsToHash(next))
            {
                return true;
            }
        }
        return false;
    }

    public void Report(long number, HashResult result)
    {
        ExpectedFile image = _taken[number];
        _taken.Remove(number);
        images.Report(number, ImageCheck.Compare(image, result));
    }

    private bool IsToHash((long Number, ExpectedFile Item) next)
    {
        token.ThrowIfCancellationRequested();
        if (next.Item.Hash is not null)
        {
            _taken.Add(next.Number, next.Item);
            return true;
        }
        images.Report(next.Number, ImageCheck.Compare(next.Item, null));
        return false;
    }
}
