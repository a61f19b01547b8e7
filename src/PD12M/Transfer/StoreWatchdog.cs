using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using Amazon.Runtime;

namespace PD12M.Transfer;

/// <summary>Ends waits for a store that take too long, and says what became of those that failed.</summary>
internal sealed class StoreWatchdog : IDisposable
{
    private readonly ImageAddress _address;
    private readonly TimeSpan _stallTimeout;
    private readonly CancellationToken _cancellationToken;
    private readonly CancellationTokenSource _source;

    /// <summary>Makes the watchdog of one object.</summary>
    /// <param name="address">The object, for messages.</param>
    /// <param name="stallTimeout">The longest wait.</param>
    /// <param name="cancellationToken">The caller's own reason to stop.</param>
    public StoreWatchdog(ImageAddress address, TimeSpan stallTimeout, CancellationToken cancellationToken)
    {
        _address = address;
        _stallTimeout = stallTimeout;
        _cancellationToken = cancellationToken;
        _source = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    }

    /// <summary>Cancelled by the caller or by a wait that took too long.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Waits for one step of the transfer.</summary>
    /// <typeparam name="T">What the step gives.</typeparam>
    /// <param name="step">The step; its time runs from here, not while the caller is busy with the disk.</param>
    /// <returns>What the step gave.</returns>
    /// <exception cref="ImageStoreException">The store refused, failed, or kept silent.</exception>
    /// <exception cref="OperationCanceledException">The caller's token was cancelled.</exception>
    public async Task<T> WatchAsync<T>(Func<CancellationToken, Task<T>> step)
    {
        try
        {
            _source.CancelAfter(_stallTimeout);
            T result = await step(_source.Token).ConfigureAwait(false);
            _source.CancelAfter(Timeout.InfiniteTimeSpan);
            return result;
        }
        catch (Exception exception) when (_cancellationToken.IsCancellationRequested)
        {
            // An aborted request can end in any exception: WebException, ObjectDisposedException, IOException.
            throw new OperationCanceledException("The transfer was cancelled.", exception, _cancellationToken);
        }
        catch (Exception exception) when (_source.IsCancellationRequested)
        {
            throw new ImageStoreException(
                ImageFault.TimedOut,
                $"The store sent nothing for {_stallTimeout.TotalSeconds:0.#} seconds ({_address}). Try again later, or with fewer transfers at once.",
                isTransient: true,
                exception);
        }
        catch (Exception exception) when (exception is AmazonServiceException or AmazonClientException
            or HttpRequestException or IOException or SocketException or WebException or OperationCanceledException)
        {
            throw Explain(exception);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _source.Dispose();

    private ImageStoreException Explain(Exception exception)
    {
        if (exception is AmazonServiceException { StatusCode: not 0 } answer)
        {
            return ExplainAnswer(answer);
        }
        return exception switch
        {
            OperationCanceledException => new ImageStoreException(
                ImageFault.TimedOut, $"No connection to the store came about in time ({_address}). Check the network.", isTransient: true, exception),
            AmazonClientException => new ImageStoreException(
                ImageFault.StoreError, $"The S3 client cannot ask for the object ({_address}): {exception.Message.TrimEnd('.')}.", isTransient: false, exception),
            _ => new ImageStoreException(
                ImageFault.ConnectionFailed,
                $"The connection to the store failed ({_address}): {exception.GetBaseException().Message.TrimEnd('.')}. Check the network.",
                isTransient: true,
                exception),
        };
    }

    private ImageStoreException ExplainAnswer(AmazonServiceException answer)
    {
        string status = $"{(int)answer.StatusCode} {answer.ErrorCode}".TrimEnd();
        return answer.StatusCode switch
        {
            HttpStatusCode.NotFound => new ImageStoreException(
                ImageFault.NotFound,
                $"The store has no such object ({_address}, {status}). The image may have been removed from the data set: get the newest metadata.",
                isTransient: false,
                answer),
            HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized => new ImageStoreException(
                ImageFault.AccessDenied,
                $"The store does not give the object to everybody ({_address}, {status}). S3 answers so, too, when an object of a bucket that may not be listed is gone.",
                isTransient: false,
                answer),
            HttpStatusCode.Moved or HttpStatusCode.Redirect or HttpStatusCode.TemporaryRedirect or (HttpStatusCode)308 => new ImageStoreException(
                ImageFault.StoreError,
                $"The store answered {status} ({_address}): the object is elsewhere. Use the address of the bucket's own region.",
                isTransient: false,
                answer),
            HttpStatusCode code => new ImageStoreException(
                ImageFault.StoreError,
                $"The store answered {status} ({_address}). Try again later if the fault is the store's.",
                isTransient: (int)code is 408 or 429 or >= 500,
                answer),
        };
    }
}
