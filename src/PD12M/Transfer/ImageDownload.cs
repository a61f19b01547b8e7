using System.Buffers;
using System.Diagnostics;
using System.Security.Cryptography;
using PD12M.Dataset;
using PD12M.Hashing;

namespace PD12M.Transfer;

/// <summary>Saves images, each whole and verified or not at all. Many calls may run at once.</summary>
internal sealed class ImageDownload
{
    private const int MaximumAttempts = 3;
    private const int BufferSize = 128 * 1024;

    private readonly ImageStore _store;
    private readonly DestinationFolder _destination;
    private readonly Backoff _backoff;
    private long _receivedBytes;

    /// <summary>Makes downloads from a store into a folder.</summary>
    /// <param name="store">Where the objects are.</param>
    /// <param name="destination">Where the files go.</param>
    public ImageDownload(ImageStore store, DestinationFolder destination)
        : this(store, destination, TimeSpan.FromSeconds(1))
    {
    }

    internal ImageDownload(ImageStore store, DestinationFolder destination, TimeSpan firstWait)
    {
        _store = store;
        _destination = destination;
        _backoff = new Backoff(firstWait);
    }

    /// <summary>How images are spread over folders.</summary>
    public ImageLayout Layout { get; init; }

    /// <summary>Whether files that are there are fetched anew and replaced.</summary>
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
            ImageTarget target = new(request.Id!, request.Url!, hash, address, _destination.PathOf(relativePath));
            return await SaveAsync(target, cancellationToken).ConfigureAwait(false);
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
        if (!Force && DestinationFolder.Exists(target.Path))
        {
            return new SaveResult(target.ToSavedImage(SavedImageStatus.AlreadyThere, stopwatch.Elapsed), null, 0);
        }
        BeforeFetch?.Invoke();
        _destination.PrepareFolderOf(target.Path);
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                SavedImageStatus status = await FetchAsync(target, cancellationToken).ConfigureAwait(false);
                return new SaveResult(target.ToSavedImage(status, stopwatch.Elapsed), null, attempt);
            }
            catch (ImageStoreException exception) when (!exception.IsTransient || attempt == MaximumAttempts)
            {
                return new SaveResult(null, new ImageProblem(exception.Fault, exception.Message, exception), attempt);
            }
            catch (ImageStoreException)
            {
                await _backoff.WaitAsync(attempt, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task<SavedImageStatus> FetchAsync(ImageTarget target, CancellationToken cancellationToken)
    {
        using ImageObject image = await _store.GetAsync(target.Address, cancellationToken).ConfigureAwait(false);
        if (image.Length > MaximumLength)
        {
            throw TooLarge(target);
        }
        using PartialFile file = _destination.CreatePartial();
        await ReceiveAsync(image, file, target, cancellationToken).ConfigureAwait(false);
        return file.TryMoveTo(target.Path, Force) ? SavedImageStatus.Saved : SavedImageStatus.AlreadyThere;
    }

    private async Task ReceiveAsync(ImageObject image, PartialFile file, ImageTarget target, CancellationToken cancellationToken)
    {
        using IncrementalHash md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        long length = 0;
        try
        {
            int count;
            while ((count = await image.ReadAsync(buffer).ConfigureAwait(false)) > 0)
            {
                length += count;
                Interlocked.Add(ref _receivedBytes, count);
                if (length > MaximumLength)
                {
                    throw TooLarge(target);
                }
                md5.AppendData(buffer, 0, count);
                file.Write(buffer, count);
                if (Bandwidth is not null)
                {
                    await Bandwidth.TakeAsync(count, cancellationToken).ConfigureAwait(false);
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
        if (image.Length is long promised && promised != length)
        {
            throw new ImageStoreException(
                ImageFault.LengthMismatch,
                $"The store promised {promised} bytes of the image '{target.Id}' and sent {length} ({target.Address}).",
                isTransient: true);
        }
        target.Verify(md5.GetHashAndReset(), image.ETag);
    }

    private ImageStoreException TooLarge(ImageTarget target) => new(
        ImageFault.TooLarge,
        $"The object of the image '{target.Id}' is larger than {MaximumLength} bytes ({target.Address}).",
        isTransient: false);

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
