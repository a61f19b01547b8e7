using System.Net.Http;

namespace PD12M.Transfer;

/// <summary>Where an interrupted object goes on.</summary>
/// <param name="Position">The number of bytes that are there.</param>
/// <param name="ETag">The version that they belong to, as sent, with its quotes.</param>
internal sealed record ResumePoint(long Position, string ETag);

/// <summary>An object on its way from a store.</summary>
internal sealed class ImageObject : IDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly StoreWatchdog _watchdog;
    private readonly TimeSpan _stallTimeout;
    private readonly Stream _body;
#if !NET
    private readonly CancellationTokenRegistration _abort;
#endif

    private ImageObject(HttpResponseMessage response, Stream body, StoreWatchdog watchdog, TimeSpan stallTimeout)
    {
        _response = response;
        _body = body;
        _watchdog = watchdog;
        _stallTimeout = stallTimeout;
        Start = response.Content.Headers.ContentRange?.From ?? 0;
        Length = (int)response.StatusCode == 206 ? response.Content.Headers.ContentRange?.Length : response.Content.Headers.ContentLength;

        // Not parsed: a store's ETag may lack its quotes.
        ETag = response.Headers.TryGetValues("ETag", out IEnumerable<string>? values) ? values.First() : null;
#if !NET
        // The .NET Framework's response streams do not look at a read's token.
        _abort = watchdog.Token.Register(static state => ((HttpResponseMessage)state!).Dispose(), response);
#endif
    }

    /// <summary>The place in the object of the first byte that comes.</summary>
    public long Start { get; }

    /// <summary>The bytes that the store promises of the whole object; null if it does not say.</summary>
    public long? Length { get; }

    /// <summary>The store's ETag, as sent; null if it sends none.</summary>
    public string? ETag { get; }

    /// <summary>Takes over an answer.</summary>
    /// <param name="response">The answer, a 200 or 206.</param>
    /// <param name="watchdog">The request's watchdog.</param>
    /// <param name="stallTimeout">How long the store may keep silent.</param>
    public static async Task<ImageObject> OpenAsync(HttpResponseMessage response, StoreWatchdog watchdog, TimeSpan stallTimeout) =>
        new(response, await response.Content.ReadAsStreamAsync().ConfigureAwait(false), watchdog, stallTimeout);

    /// <summary>Reads what has arrived, or waits for more.</summary>
    /// <param name="buffer">Where the bytes go.</param>
    /// <param name="offset">The place of the first.</param>
    /// <param name="count">The most of them.</param>
    /// <returns>The number of bytes; 0 at the end.</returns>
    /// <exception cref="ImageStoreException">The connection broke, or the store kept silent.</exception>
    /// <exception cref="OperationCanceledException">The token of the request was cancelled.</exception>
#if NET
    [System.Runtime.CompilerServices.AsyncMethodBuilder(typeof(System.Runtime.CompilerServices.PoolingAsyncValueTaskMethodBuilder<>))]
#endif
    public async ValueTask<int> ReadAsync(byte[] buffer, int offset, int count)
    {
        try
        {
            _watchdog.Start(_stallTimeout);
#if NET
            int read = await _body.ReadAsync(buffer.AsMemory(offset, count), _watchdog.Token).ConfigureAwait(false);
#else
            int read = await _body.ReadAsync(buffer, offset, count, _watchdog.Token).ConfigureAwait(false);
#endif
            _watchdog.Stop();
            return read;
        }
        catch (Exception exception) when (_watchdog.Explains(exception))
        {
            throw _watchdog.Explain(exception, isAnswering: true);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
#if !NET
        _abort.Dispose();
#endif
        _response.Dispose();
        _watchdog.Dispose();
    }
}
