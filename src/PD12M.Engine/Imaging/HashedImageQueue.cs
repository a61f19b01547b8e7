using PD12M.Hashing;

namespace PD12M.Imaging;

/// <summary>Stands between the queue of images and a worker that reads and hashes files, and makes the images' results of the files'. For one worker.</summary>
/// <param name="images">Where the images come from and their results go.</param>
internal sealed class HashedImageQueue(IWorkQueue<ExpectedFile, ImageResult> images) : IWorkQueue<ExpectedFile, HashResult>
{
    // As many as the worker hashes at once.
    private readonly Dictionary<long, ExpectedFile> _taken = [];

    public (long Number, ExpectedFile Item) Take() => Remember(images.Take());

    public bool TryTake(out (long Number, ExpectedFile Item) next)
    {
        bool there = images.TryTake(out next);
        next = there ? Remember(next) : default;
        return there;
    }

    public void Report(long number, HashResult result)
    {
        ExpectedFile image = _taken[number];
        _taken.Remove(number);
        images.Report(number, ImageCheck.Compare(image, result));
    }

    private (long Number, ExpectedFile Item) Remember((long Number, ExpectedFile Item) next)
    {
        ExpectedFile image = next.Item with { WithHeader = true };
        _taken.Add(next.Number, image);
        return (next.Number, image);
    }
}
