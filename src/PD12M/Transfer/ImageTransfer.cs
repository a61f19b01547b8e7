using System.Buffers;

namespace PD12M.Transfer;

/// <summary>One image on its way to its destination, over as many attempts as it takes: what has come stays, where the store allows to go on.</summary>
internal sealed class ImageTransfer : IDisposable
{
    // The fewer pieces an object comes in, the fewer waits, writes and turns at the hash it costs.
    private const int SmallBuffer = 128 * 1024;
    private const int LargeBuffer = 1024 * 1024;

    /// <summary>Bytes that the buffers of all transfers may have, where small ones would not have more.</summary>
    private const long MostBuffered = 64 * 1024 * 1024;

    private readonly ImageStore _store;
    private readonly ImageDestination _destination;
    private readonly ImageTarget _target;
    private readonly Action<int> _countBytes;
    private readonly ContentHash _hash = new();
    private PendingFile? _file;
    private string? _eTag;
    private long? _promised;

    /// <summary>Makes a transfer that has not begun.</summary>
    /// <param name="store">Where the object is.</param>
    /// <param name="destination">Where the image goes.</param>
    /// <param name="target">The image.</param>
    /// <param name="countBytes">Is told how many bytes have come, those of failed attempts included.</param>
    public ImageTransfer(ImageStore store, ImageDestination destination, ImageTarget target, Action<int> countBytes)
    {
        _store = store;
        _destination = destination;
        _target = target;
        _countBytes = countBytes;
    }

    /// <summary>The most bytes that the image may have.</summary>
    public long MaximumLength { get; init; } = long.MaxValue;

    /// <summary>Keeps the transfers below a rate; null lets them run.</summary>
    public BandwidthLimit? Bandwidth { get; init; }

    /// <summary>Where the object is.</summary>
    public ImageAddress Address => _target.Address;

    /// <summary>Bytes of the object that are there.</summary>
    public long Position { get; private set; }

    /// <summary>Bytes that another attempt need not bring again.</summary>
    public long Kept => _eTag is null ? 0 : Position;

    /// <summary>Receives the object, or what is missing of it, and verifies it.</summary>
    /// <param name="pass">What the store's gate gave.</param>
    /// <param name="limit">How long it may take.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ImageStoreException">It is not there whole; another call goes on where that is possible.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task ReceiveAsync(StoreGate.Pass pass, TimeSpan limit, CancellationToken cancellationToken)
    {
        ResumePoint? resume = Kept > 0 ? new ResumePoint(Position, _eTag!) : null;
        using ImageObject image = await _store.GetAsync(_target.Address, resume, pass, limit, cancellationToken).ConfigureAwait(false);
        if (resume is null || image.Start == 0)
        {
            Restart(image);
        }
        else if (image.Start != Position || image.ETag != _eTag || image.Length != _promised)
        {
            _eTag = null;
            throw new ImageStoreException(
                ImageFault.StoreError, $"The store answered with another part of the image '{_target.Id}' than it was asked for ({_target.Place}).", isTransient: true);
        }
        await CopyAsync(image, cancellationToken).ConfigureAwait(false);
        Verify(image);
    }

    /// <summary>Gives the image its final name.</summary>
    /// <param name="overwrite">Whether what has that name is replaced.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>False if something has that name and is not to be replaced.</returns>
    /// <exception cref="IOException">It does not get it.</exception>
    public ValueTask<bool> FinishAsync(bool overwrite, CancellationToken cancellationToken) =>
        _file!.FinishAsync(_target.Path, _target.Hash, overwrite, cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        _file?.Dispose();
        _hash.Dispose();
    }

    private void Restart(ImageObject image)
    {
        if (Position > 0)
        {
            _hash.Restart();
            _file!.Clear();
            Position = 0;
        }
        _eTag = image.ETag is { } eTag && IsStrong(eTag) ? eTag : null;
        _promised = image.Length;
        if (_promised > MaximumLength)
        {
            throw TooLarge();
        }
        _file ??= _destination.CreatePending();
    }

    // A weak ETag does not promise the same bytes (RFC 9110, section 8.8.1); what is not ASCII cannot be sent back.
    private static bool IsStrong(string eTag) => !eTag.StartsWith("W/", StringComparison.Ordinal) && eTag.All(c => c is > ' ' and <= '~');

    private int BufferSize()
    {
        // A rate is kept by waiting for what has come: in small pieces.
        long left = Bandwidth is null ? (_promised ?? 0) - Position : 0;
        int size = LargeBuffer;
        while (size > SmallBuffer && (size / 2 >= left || (long)size * _store.Limit.Limit > MostBuffered))
        {
            size /= 2;
        }
        return size;
    }

    private async Task CopyAsync(ImageObject image, CancellationToken cancellationToken)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize());
        int filled = 0;
        try
        {
            int count;
            do
            {
                count = await image.ReadAsync(buffer, filled, buffer.Length - filled).ConfigureAwait(false);
                filled += count;
                _countBytes(count);
                if (Bandwidth is not null)
                {
                    await Bandwidth.TakeAsync(count, cancellationToken).ConfigureAwait(false);
                }
                if (count == 0 || filled == buffer.Length)
                {
                    // With more to come, as after a break that nobody reported, the hash has to go on.
                    bool isLast = count == 0 && (_promised is null || _promised == Position + filled);
                    await AppendAsync(buffer, filled, isLast).ConfigureAwait(false);
                    filled = 0;
                }
            }
            while (count > 0);
        }
        catch (ImageStoreException)
        {
            await AppendAsync(buffer, filled, isLast: false).ConfigureAwait(false);
            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async ValueTask AppendAsync(byte[] buffer, int count, bool isLast)
    {
        if (Position + count > MaximumLength)
        {
            throw TooLarge();
        }
        ValueTask hashing = _hash.AppendAsync(buffer, count, isLast);
        try
        {
            _file!.Write(buffer, count);
        }
        finally
        {
            // The buffer is needed until then, whatever became of the file.
            await hashing.ConfigureAwait(false);
        }
        Position += count;
    }

    private void Verify(ImageObject image)
    {
        long length = Position;
        if (_promised is long promised && promised != length)
        {
            throw new ImageStoreException(
                ImageFault.LengthMismatch,
                $"The store promised {promised} bytes of the image '{_target.Id}' and sent {length} ({_target.Place}).",
                isTransient: true);
        }
        try
        {
            _target.Verify(_hash.Finish(), image.ETag);
        }
        catch (ImageStoreException)
        {
            // Which of the bytes are wrong nobody knows.
            _eTag = null;
            throw;
        }
    }

    private ImageStoreException TooLarge() => new(
        ImageFault.TooLarge,
        $"The object of the image '{_target.Id}' is larger than {MaximumLength} bytes ({_target.Place}).",
        isTransient: false);
}
