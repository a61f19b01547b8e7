#if NET
namespace PD12M.Hashing;

/// <summary>Compares files with the MD5 that is expected of them: on one thread, as many at once as a vector has lanes.</summary>
internal sealed unsafe class FileHasher : IDisposable
{
    private const int BufferBytes = 128 * 1024;

    private readonly IWorkQueue<HashItem, HashResult> _queue;
    private readonly Md5Lanes _md5 = new(Md5Lanes.Widest);
    private readonly LaneFile?[] _files = new LaneFile?[Md5Lanes.Widest];
    // Pinned, because the lanes keep addresses in them.
    private readonly byte[]?[] _buffers = new byte[]?[Md5Lanes.Widest];
    private readonly byte[] _digest = new byte[Md5Lanes.DigestBytes];

    private FileHasher(IWorkQueue<HashItem, HashResult> queue)
    {
        _queue = queue;
    }

    /// <summary>Whether the processor has what it takes; if not, <see cref="FileHash"/> does the work.</summary>
    public static bool IsSupported => Md5Lanes.Widest > 0;

    /// <summary>Compares files until all work is ended.</summary>
    /// <param name="queue">Where the files come from. Results are reported as they come, in any order.</param>
    /// <param name="token">Ends the work with <see cref="OperationCanceledException"/>.</param>
    public static void Run(IWorkQueue<HashItem, HashResult> queue, CancellationToken token)
    {
        using var hasher = new FileHasher(queue);
        while (true)
        {
            (long number, HashItem item) = queue.Take();
            // A file alone is hashed faster by the platform: 0.77 GB/s here against 0.62 in a lane.
            if (queue.TryTake(out (long Number, HashItem Item) second))
            {
                hasher.Begin(0, number, item);
                hasher.Begin(1, second.Number, second.Item);
                hasher.HashWhileThereAre(token);
            }
            else
            {
                queue.Report(number, FileHash.Compare(item, token));
            }
        }
    }

    public void Dispose()
    {
        foreach (LaneFile? file in _files)
        {
            file?.Dispose();
        }
    }

    private void HashWhileThereAre(CancellationToken token)
    {
        do
        {
            token.ThrowIfCancellationRequested();
            for (int lane = 0; lane < _files.Length; lane++)
            {
                while (!_md5.IsBusy(lane) && Advance(lane))
                {
                }
            }
        }
        while (_md5.Compress());
    }

    /// <summary>Goes on with a lane that is not busy.</summary>
    /// <returns>False where there is nothing to go on with.</returns>
    private bool Advance(int lane)
    {
        if (_files[lane] is not { } file)
        {
            if (!_queue.TryTake(out (long Number, HashItem Item) next))
            {
                return false;
            }
            Begin(lane, next.Number, next.Item);
            return true;
        }
        try
        {
            if (!file.AtEnd)
            {
                FeedFrom(file, lane);
            }
            else if (!file.IsFinished)
            {
                _md5.Finish(lane);
                file.IsFinished = true;
            }
            else
            {
                _md5.GetDigest(lane, _digest);
                End(lane, file, file.Compare(_digest));
            }
        }
        catch (Exception error) when (file.Item.Failed(error) is { } failed)
        {
            End(lane, file, failed);
        }
        return true;
    }

    private void Begin(int lane, long number, HashItem item)
    {
        try
        {
            _files[lane] = new LaneFile(number, item);
            _md5.Begin(lane);
        }
        catch (Exception error) when (item.Failed(error) is { } failed)
        {
            _queue.Report(number, failed);
        }
    }

    private void FeedFrom(LaneFile file, int lane)
    {
        byte[] buffer = _buffers[lane] ??= GC.AllocateUninitializedArray<byte>(BufferBytes, pinned: true);
        int count = file.Read(buffer);
        fixed (byte* piece = buffer)
        {
            _md5.Feed(lane, piece, count);
        }
    }

    private void End(int lane, LaneFile file, HashResult result)
    {
        _files[lane] = null;
        file.Dispose();
        _queue.Report(file.Number, result);
    }
}
#endif
