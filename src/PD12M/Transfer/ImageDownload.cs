using System.Diagnostics;
using PD12M.Dataset;
using PD12M.Hashing;
using PD12M.Transfer.Buckets;

namespace PD12M.Transfer;

/// <summary>Saves images, each whole and verified or not at all. Many calls may run at once.</summary>
internal sealed class ImageDownload
{
    private readonly ImageStore _store;
    private readonly ImageDestination _destination;
    private readonly Backoff _backoff;
    private readonly RetryBudget _retries;
    private readonly Action<int> _countBytes;
    private long _receivedBytes;

    /// <summary>Makes downloads from a store.</summary>
    /// <param name="store">Where the objects are.</param>
    /// <param name="destination">Where the images go.</param>
    public ImageDownload(ImageStore store, ImageDestination destination)
    {
        _store = store;
        _destination = destination;
        _backoff = new Backoff(store.Options.Retry.FirstDelay, store.Options.Retry.LongestDelay);
        _retries = new RetryBudget(store.Options.Retry);
        _countBytes = count =>
        {
            Interlocked.Add(ref _receivedBytes, count);
            store.Limit.AddBytes(count);
        };
    }

    /// <summary>How images are spread over folders.</summary>
    public ImageLayout Layout { get; init; }

    /// <summary>Whether images that are there are fetched anew and replaced.</summary>
    public bool Force { get; init; }

    /// <summary>The most bytes that an image may have.</summary>
    public long MaximumLength { get; init; } = 1L << 30;

    /// <summary>Is called when an image is not there and is to be fetched; what it throws is thrown on.</summary>
    public Action? BeforeFetch { get; init; }

    /// <summary>Keeps the downloads below a rate; null lets them run.</summary>
    public BandwidthLimit? Bandwidth { get; init; }

    /// <summary>Bytes received so far by all downloads, those of failed attempts included.</summary>
    public long ReceivedBytes => Interlocked.Read(ref _receivedBytes);

    /// <summary>Saves one image.</summary>
    /// <param name="request">The image.</param>
    /// <param name="cancellationToken">Ends the transfer; nothing of it stays.</param>
    /// <returns>The saved image, or what went wrong.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<SaveResult> SaveAsync(ImageRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!ImageAddress.TryParse(request.Url, out ImageAddress? address, out string? problem))
        {
            return Failed(ImageFault.InvalidUrl, problem);
        }
        if (!ImageName.TryCreate(request.Id, request.Url, request.MimeType, out ImageName? name, out problem))
        {
            return Failed(ImageFault.InvalidId, problem);
        }
        if (!Md5Text.TryNormalize(request.Hash, out string? hash))
        {
            return Failed(ImageFault.InvalidHash, $"The hash of image '{request.Id}' is no MD5: it must have 32 hex digits.");
        }
        string relativePath = name.RelativePath(Layout);
        try
        {
            ImageTarget target = new(request.Id!, request.Url!, hash, address, _store.PlaceOf(address), _destination.PathOf(relativePath));
            return await SaveAsync(target, cancellationToken).ConfigureAwait(false);
        }
        catch (BucketException exception)
        {
            return Failed(IoError.FaultOf(exception), $"The image '{request.Id}' cannot be saved in the bucket: {exception.Message}", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // All that the store throws comes as ImageStoreException: this is the disk.
            ImageFault fault = IoError.FaultOf(exception);
            return Failed(
                fault,
                $"The image '{request.Id}' cannot be written to '{relativePath}' in '{_destination.Root}': {exception.Message.TrimEnd('.')}. {AdviceFor(fault)}",
                exception);
        }
    }

    private async Task<SaveResult> SaveAsync(ImageTarget target, CancellationToken cancellationToken)
    {
        Stopwatch stopwatch = Stopwatch.StartNew();
        if (!Force && await _destination.FindAsync(target.Path, cancellationToken).ConfigureAwait(false) is { } length)
        {
            return AlreadyThere(target, length, stopwatch, 0);
        }
        BeforeFetch?.Invoke();
        _destination.PrepareFolderOf(target.Path);
        using ImageTransfer transfer = new(_store, _destination, target, _countBytes) { MaximumLength = MaximumLength, Bandwidth = Bandwidth };
        AttemptBudget budget = new(_store.Options, _backoff, _retries);
        try
        {
            while (true)
            {
                long before = transfer.Kept;
                try
                {
                    await AttemptAsync(transfer, budget, cancellationToken).ConfigureAwait(false);
                    if (await transfer.FinishAsync(Force, cancellationToken).ConfigureAwait(false))
                    {
                        return new SaveResult(target.ToSavedImage(SavedImageStatus.Saved, transfer.Position, stopwatch.Elapsed), null, budget.Attempts);
                    }
                    long? found = await _destination.FindAsync(target.Path, cancellationToken).ConfigureAwait(false);
                    return AlreadyThere(target, found ?? throw new FileNotFoundException("What was there has just gone.", target.Path), stopwatch, budget.Attempts);
                }
                catch (ImageStoreException exception) when (budget.Allows(exception, hasGained: transfer.Kept > before))
                {
                    await budget.WaitAsync(exception, _store.Limit.IsPaced, cancellationToken).ConfigureAwait(false);
                }
            }
        }
        catch (ImageStoreException exception)
        {
            return new SaveResult(null, new ImageProblem(exception.Fault, exception.Message, exception), budget.Attempts);
        }
    }

    private async Task AttemptAsync(ImageTransfer transfer, AttemptBudget budget, CancellationToken cancellationToken)
    {
        await _store.Limit.EnterAsync(cancellationToken).ConfigureAwait(false);
        bool isDone = false;
        bool isThrottled = false;
        try
        {
            StoreGate.Pass pass = await _store.GateOf(transfer.Address).EnterAsync(cancellationToken).ConfigureAwait(false);
            budget.Begin(pass.IsProbe);
            await transfer.ReceiveAsync(pass, budget.TimeLeft, cancellationToken).ConfigureAwait(false);
            budget.End();
            isDone = true;
        }
        catch (ImageStoreException exception) when (exception.IsThrottled)
        {
            isThrottled = true;
            throw;
        }
        finally
        {
            _store.Limit.Leave(isDone, isThrottled);
        }
    }

    private static SaveResult AlreadyThere(ImageTarget target, long length, Stopwatch stopwatch, int attempts) =>
        new(target.ToSavedImage(SavedImageStatus.AlreadyThere, length, stopwatch.Elapsed), null, attempts);

    private static SaveResult Failed(ImageFault fault, string message, Exception? exception = null) =>
        new(null, new ImageProblem(fault, message, exception), 0);

    private static string AdviceFor(ImageFault fault) => fault switch
    {
        ImageFault.DiskFull => "Make room, or choose another destination.",
        ImageFault.WriteDenied => "Get the right to write there, or choose another destination.",
        ImageFault.PathTooLong => "Choose a destination with a shorter path.",
        _ => "See what is in the way there.",
    };
}
