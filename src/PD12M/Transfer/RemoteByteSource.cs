using PD12M.Parquet;

namespace PD12M.Transfer;

/// <summary>A file on the web as a source. Its end is there when it is open; announced ranges are fetched ahead, others when they are read.</summary>
internal sealed class RemoteByteSource : ByteSource
{
    // What a read asks for may be what a file claims, so that memory for it comes in parts.
    private const int MostAtOnce = 8 * 1024 * 1024;

    private readonly RemoteFile _file;
    private readonly long _tailStart;
    private readonly CancellationTokenSource _stop;
    private readonly ReadAhead _ahead;
    private int _isDisposed;

    private RemoteByteSource(RemoteFile file, CancellationToken token)
    {
        _file = file;
        _tailStart = file.Length - file.Tail.Length;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(token);
        _ahead = new ReadAhead(file, _stop.Token);
    }

    /// <inheritdoc/>
    public override long Length => _file.Length;

    /// <inheritdoc/>
    public override bool IsNear => false;

    /// <summary>What the file has cost so far.</summary>
    public RemoteTraffic Traffic => _file.Traffic;

    /// <summary>Opens a file with one request.</summary>
    /// <param name="address">Where it is.</param>
    /// <param name="token">Ends this and all reading with <see cref="OperationCanceledException"/>.</param>
    /// <param name="options">How patient the reading is; null for the default.</param>
    /// <exception cref="RemoteFileException">The server refused, failed, kept silent, or gives no parts of files.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static RemoteByteSource Open(RemoteAddress address, CancellationToken token, RemoteOptions? options = null) =>
        new(Wait(Task.Run(() => RemoteFile.OpenAsync(address, options ?? RemoteOptions.Default, token), CancellationToken.None), token), token);

    /// <inheritdoc/>
    public override int Read(long position, byte[] buffer, int start, int count)
    {
        _stop.Token.ThrowIfCancellationRequested();
        if (position >= _file.Length || count == 0)
        {
            return 0;
        }

        if (position >= _tailStart)
        {
            int read = (int)Math.Min(count, _file.Length - position);
            Buffer.BlockCopy(_file.Tail, (int)(position - _tailStart), buffer, start, read);
            return read;
        }

        int ahead = _ahead.Read(position, buffer, start, count);
        return ahead > 0 ? ahead : ReadNow(position, buffer, start, (int)Math.Min(Math.Min(count, MostAtOnce), _tailStart - position));
    }

    /// <inheritdoc/>
    public override IDisposable Prefetch(IReadOnlyList<ChunkRange> ranges) => _ahead.Announce(ranges, _tailStart);

    /// <summary>Ends all requests.</summary>
    public override void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
        {
            _stop.Cancel();
            _stop.Dispose();
        }
    }

    private int ReadNow(long position, byte[] buffer, int start, int count)
    {
        // Not into the caller's buffer: a request that is given up may still write.
        byte[] bytes = new byte[count];
        CancellationToken token = _stop.Token;
        Wait(Task.Run(
            async () =>
            {
                await _file.ReadAsync(position, bytes, count, token).ConfigureAwait(false);
                return count;
            },
            CancellationToken.None), token);
        Buffer.BlockCopy(bytes, 0, buffer, start, count);
        return count;
    }

    private static T Wait<T>(Task<T> task, CancellationToken token)
    {
        Task.WaitAny([task], token);
        return task.GetAwaiter().GetResult();
    }
}
