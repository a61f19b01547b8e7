using Amazon.S3.Model;

namespace PD12M.Transfer;

/// <summary>An object on its way from a store.</summary>
internal sealed class ImageObject : IDisposable
{
    private readonly GetObjectResponse _response;
    private readonly StoreWatchdog _watchdog;
    private readonly CancellationTokenRegistration _abort;

    public ImageObject(GetObjectResponse response, StoreWatchdog watchdog)
    {
        _response = response;
        _watchdog = watchdog;
        Length = response.Headers.ContentLength is long length and >= 0 ? length : null;
        ETag = response.ETag;

        // The .NET Framework's response streams do not look at a read's token.
        _abort = watchdog.Token.Register(static state => ((GetObjectResponse)state!).Dispose(), response);
    }

    /// <summary>The bytes that the store promises; null if it does not say.</summary>
    public long? Length { get; }

    /// <summary>The store's ETag, as sent; null if it sends none.</summary>
    public string? ETag { get; }

    /// <summary>Reads what has arrived, or waits for more.</summary>
    /// <param name="buffer">Where the bytes go.</param>
    /// <returns>The number of bytes; 0 at the end.</returns>
    /// <exception cref="ImageStoreException">The connection broke, or the store kept silent.</exception>
    /// <exception cref="OperationCanceledException">The token of the request was cancelled.</exception>
    public Task<int> ReadAsync(byte[] buffer) =>
#if NET
        _watchdog.WatchAsync(token => _response.ResponseStream.ReadAsync(buffer.AsMemory(), token).AsTask());
#else
        _watchdog.WatchAsync(token => _response.ResponseStream.ReadAsync(buffer, 0, buffer.Length, token));
#endif

    /// <inheritdoc/>
    public void Dispose()
    {
        _abort.Dispose();
        _response.Dispose();
        _watchdog.Dispose();
    }
}
