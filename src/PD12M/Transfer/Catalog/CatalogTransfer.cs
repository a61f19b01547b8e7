using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.ExceptionServices;
using PD12M.Parquet;

namespace PD12M.Transfer;

/// <summary>What became of a file.</summary>
/// <param name="File">The file.</param>
/// <param name="Saved">The file on the disk; null if it is not there.</param>
/// <param name="Error">Why it is not.</param>
/// <param name="Notes">What happened on the way.</param>
internal sealed record CatalogOutcome(CatalogFile File, SavedFile? Saved, Exception? Error, IReadOnlyList<string> Notes);

/// <summary>Saves files of the data set, each whole and checked or not at all. Many calls may run at once; they share the connections.</summary>
internal sealed class CatalogTransfer : IDisposable
{
    private readonly DestinationFolder _destination;
    private readonly RemoteOptions _options;
    private readonly SemaphoreSlim _slots;
    private readonly int _connections;
    private readonly ConcurrentBag<byte[]> _buffers = [];
    private readonly RemoteTraffic _traffic = new();
    private long _spared;

    /// <summary>Makes transfers into a folder.</summary>
    /// <param name="destination">Where the files go.</param>
    /// <param name="options">How patient the transfers are.</param>
    /// <param name="connections">The most requests at once, over all files.</param>
    public CatalogTransfer(DestinationFolder destination, RemoteOptions options, int connections)
    {
        _destination = destination;
        _options = options;
        _connections = connections;
        _slots = new SemaphoreSlim(connections);
    }

    /// <summary>Whether files that are there are fetched anew and replaced.</summary>
    public bool Force { get; init; }

    /// <summary>Bytes of a range.</summary>
    public int RangeLength { get; init; } = 8 << 20;

    /// <summary>Bytes received so far, those of failed attempts included.</summary>
    public long ReceivedBytes => _traffic.BytesRead;

    /// <summary>Bytes that need not be fetched, as they are there already.</summary>
    public long SparedBytes => Interlocked.Read(ref _spared);

    /// <summary>Saves one file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="token">Ends the transfer; what has been fetched stays for the next run.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<CatalogOutcome> SaveAsync(CatalogFile file, CancellationToken token)
    {
        Stopwatch stopwatch = Stopwatch.StartNew();
        List<string> notes = [];
        for (bool isFirst = true; ; isFirst = false)
        {
            try
            {
                SavedFile saved = await SaveAsync(file, notes, token).ConfigureAwait(false);
                return new CatalogOutcome(file, saved with { Elapsed = stopwatch.Elapsed }, null, notes);
            }
            catch (Exception exception) when (isFirst && IsOfContent(exception))
            {
                notes.Add($"'{file.Name}' is fetched once more from the start: {exception.Message}");
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ParquetException or CatalogException)
            {
                return new CatalogOutcome(file, null, exception, notes);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _slots.Dispose();

    /// <summary>Whether the bytes are at fault, so that fetching all of them anew may help.</summary>
    private static bool IsOfContent(Exception exception) =>
        exception is ParquetException or CatalogException or RemoteFileException { Fault: RemoteFault.Changed };

    private async Task<SavedFile> SaveAsync(CatalogFile file, List<string> notes, CancellationToken token)
    {
        string path = _destination.PathOf(file.RelativePath);
        if (!Force && await IsThereAsync(file, path, token).ConfigureAwait(false))
        {
            ResumableFile.DeleteLeftovers(_destination.WorkFolder, file.Name, except: null);
            Interlocked.Add(ref _spared, file.Length);
            return new SavedFile(file.Name, path, SavedFileStatus.AlreadyThere, file.Length, file.Sha256, default);
        }

        RemoteFile remote = await OpenAsync(file, token).ConfigureAwait(false);
        file = file with { Length = remote.Length };
        string version = file.Sha256 ?? remote.Version ?? Guid.NewGuid().ToString();
        _destination.PrepareFolderOf(path);
        bool isBegun = ResumableFile.LeftoversOf(_destination.WorkFolder, file.Name).Count > 0;
        using ResumableFile partial = ResumableFile.Open(
            _destination.WorkFolder, file.Name, version, file.Length - remote.Tail.Length, RangeLength);
        if (isBegun)
        {
            notes.Add(partial.Resumed > 0
                ? $"'{file.Name}': {partial.Resumed:N0} bytes of an earlier run are there."
                : $"'{file.Name}': an earlier run left no range of this version. It is fetched from the start.");
        }

        Interlocked.Add(ref _spared, partial.Resumed);
        try
        {
            partial.Write(file.Length - remote.Tail.Length, remote.Tail, remote.Tail.Length);
            await FetchAsync(remote, partial, token).ConfigureAwait(false);
            string sha256 = Verify(file, partial.Complete(), token);
            partial.MoveTo(path);
            return new SavedFile(file.Name, path, SavedFileStatus.Saved, file.Length, sha256, default);
        }
        catch (Exception exception) when (IsOfContent(exception))
        {
            Interlocked.Add(ref _spared, -partial.Resumed);
            partial.Discard();
            throw;
        }
    }

    private async Task<bool> IsThereAsync(CatalogFile file, string path, CancellationToken token)
    {
        if (await _destination.FindAsync(path, token).ConfigureAwait(false) != file.Length)
        {
            return false;
        }

        if (file.Sha256 is { } sha256)
        {
            return CatalogContent.Sha256Of(path, token) == sha256;
        }

        try
        {
            CatalogContent.Check(path, file.Part, file.Name);
            return true;
        }
        catch (Exception exception) when (IsOfContent(exception))
        {
            return false;
        }
    }

    private async Task<RemoteFile> OpenAsync(CatalogFile file, CancellationToken token)
    {
        await _slots.WaitAsync(token).ConfigureAwait(false);
        try
        {
            RemoteFile remote = await RemoteFile.OpenAsync(file.Address, _options, token, _traffic).ConfigureAwait(false);

            // What a plain folder's file had when it was looked for binds nobody.
            return remote.Length == file.Length || (file.Sha256 is null && remote.Length <= FileCatalog.MostLength) ? remote : throw new RemoteFileException(
                RemoteFault.Changed,
                $"'{file.Address}' has {remote.Length} bytes, but was listed with {file.Length}: it has been replaced since. Run the command again.");
        }
        catch (RemoteFileException exception) when (exception.Fault == RemoteFault.AccessDenied)
        {
            throw RemoteError.NeedsToken(file.Address.Text, exception);
        }
        catch (RemoteFileException exception) when (exception.Fault == RemoteFault.RangesUnsupported)
        {
            throw new RemoteFileException(
                exception.Fault, $"The server gives no parts of '{file.Address}', so its fetching could not be resumed. Use a server with ranges, or another program.", exception);
        }
        finally
        {
            _slots.Release();
        }
    }

    private async Task FetchAsync(RemoteFile remote, ResumableFile partial, CancellationToken token)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(token);
        ExceptionDispatchInfo? failure = null;
        async Task FetchRangesAsync()
        {
            try
            {
                while (partial.TryTake(out int range))
                {
                    await FetchRangeAsync(remote, partial, range, stop.Token).ConfigureAwait(false);
                }
            }
            catch (Exception exception)
            {
                // The first to fail says why; the others fail as they are stopped.
                Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(exception), null);
                stop.Cancel();
            }
        }

        await Task.WhenAll(Enumerable.Range(0, Math.Min(_connections, partial.MissingCount)).Select(_ => FetchRangesAsync())).ConfigureAwait(false);
        token.ThrowIfCancellationRequested();
        failure?.Throw();
    }

    private async Task FetchRangeAsync(RemoteFile remote, ResumableFile partial, int range, CancellationToken token)
    {
        await _slots.WaitAsync(token).ConfigureAwait(false);
        try
        {
            byte[] buffer = _buffers.TryTake(out byte[]? used) ? used : new byte[RangeLength];
            await remote.ReadAsync(partial.StartOf(range), buffer, partial.LengthOf(range), token).ConfigureAwait(false);
            partial.WriteRange(range, buffer);
            _buffers.Add(buffer);
        }
        finally
        {
            _slots.Release();
        }
    }

    /// <returns>The SHA-256.</returns>
    private static string Verify(CatalogFile file, string path, CancellationToken token)
    {
        string sha256 = CatalogContent.Sha256Of(path, token);
        if (file.Sha256 is { } expected && sha256 != expected)
        {
            throw new CatalogException(
                CatalogFault.HashMismatch, $"'{file.Address}' has the SHA-256 {sha256}, but was listed with {expected}. Run the command again; it may have been replaced.");
        }

        CatalogContent.Check(path, file.Part, file.Address.Text);
        return sha256;
    }
}
