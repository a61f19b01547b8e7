using System.Diagnostics;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;

namespace PD12M.Transfer;

/// <summary>Ends waits for a store that take too long, and says what became of those that failed.</summary>
internal sealed class StoreWatchdog : IDisposable
{
    private readonly ObjectPlace _place;
    private readonly Stopwatch _elapsed = Stopwatch.StartNew();
    private readonly TimeSpan _limit;
    private readonly CancellationToken _cancellationToken;
    private readonly CancellationTokenSource _source;
    private TimeSpan _patience;

    /// <summary>Makes the watchdog of one request.</summary>
    /// <param name="place">The object, for messages.</param>
    /// <param name="limit">How long the request may take with its whole answer.</param>
    /// <param name="cancellationToken">The caller's own reason to stop.</param>
    public StoreWatchdog(ObjectPlace place, TimeSpan limit, CancellationToken cancellationToken)
    {
        _place = place;
        _limit = limit;
        _cancellationToken = cancellationToken;
        _source = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    }

    /// <summary>Cancelled by the caller or by a wait that took too long.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Begins a wait; its time runs until <see cref="Stop"/>, not while the caller is busy with the disk.</summary>
    /// <param name="patience">The longest wait.</param>
    public void Start(TimeSpan patience)
    {
        TimeSpan left = _limit - _elapsed.Elapsed;
        _patience = patience;
        _source.CancelAfter(left > patience ? patience : left > TimeSpan.Zero ? left : TimeSpan.Zero);
    }

    /// <summary>Ends a wait.</summary>
    public void Stop() => _source.CancelAfter(Timeout.InfiniteTimeSpan);

    /// <summary>Whether an exception is one that a request or a wait for its answer ends in.</summary>
    public bool Explains(Exception exception) =>
        // An aborted request can end in any exception: WebException, ObjectDisposedException, IOException.
        _source.IsCancellationRequested
        || exception is HttpRequestException or IOException or SocketException or WebException or OperationCanceledException;

    /// <summary>Says what an exception means.</summary>
    /// <param name="exception">One that <see cref="Explains"/> accepts.</param>
    /// <param name="isAnswering">Whether the answer had begun.</param>
    /// <returns>An <see cref="ImageStoreException"/>, or <see cref="OperationCanceledException"/> if the caller cancelled.</returns>
    public Exception Explain(Exception exception, bool isAnswering)
    {
        if (_cancellationToken.IsCancellationRequested)
        {
            return new OperationCanceledException("The transfer was cancelled.", exception, _cancellationToken);
        }
        if (_source.IsCancellationRequested)
        {
            return _elapsed.Elapsed >= _limit
                ? new ImageStoreException(
                    ImageFault.TimedOut, $"The transfer was not finished in the time that it may take ({_place}). Try again later, or with fewer transfers at once.", isTransient: false, exception)
                : new ImageStoreException(
                    ImageFault.TimedOut,
                    $"The store sent nothing for {_patience.TotalSeconds:0.#} seconds ({_place}). Try again later, or with fewer transfers at once.",
                    isTransient: true,
                    exception)
                { IsOutage = !isAnswering };
        }
        if (ConnectionTrust.ProblemOf(exception) is { } problem)
        {
            return new ImageStoreException(ImageFault.ConnectionNotTrusted, $"There is no trusted connection to the store ({_place}): {problem}", isTransient: false, exception);
        }
        return exception.InnerException is NetworkZoneException zone
            ? new ImageStoreException(
                ImageFault.HostNotAllowed, $"{zone.Message}, so it is not asked ({_place}). Name the host itself with -AllowHost if you trust it.", isTransient: false, exception)
            : exception is OperationCanceledException
            ? new ImageStoreException(
                ImageFault.TimedOut, $"No connection to the store came about in time ({_place}). Check the network.", isTransient: true, exception)
            { IsOutage = true }
            : new ImageStoreException(
                ImageFault.ConnectionFailed,
                $"The connection to the store failed ({_place}): {exception.GetBaseException().Message.TrimEnd('.')}. Check the network.",
                isTransient: true,
                exception)
            { IsOutage = !isAnswering };
    }

    /// <inheritdoc/>
    public void Dispose() => _source.Dispose();
}
