using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Net.Sockets;

namespace PD12M.Transfer;

/// <summary>One ranged GET, its redirects followed, and the answer's bytes on their way.</summary>
internal sealed class RemoteExchange : IDisposable
{
    private readonly RemoteAddress _address;
    private readonly RemoteOptions _options;
    private readonly RemoteTraffic _traffic;
    private readonly CancellationToken _token;
    private readonly CancellationTokenSource _watch;
    private CancellationTokenRegistration _abort;
    private HttpResponseMessage? _response;
    private Stream? _body;

    /// <summary>Makes an exchange that has not begun.</summary>
    /// <param name="address">The address that was typed.</param>
    /// <param name="options">The timeouts.</param>
    /// <param name="traffic">What counts the exchange.</param>
    /// <param name="token">Ends it.</param>
    public RemoteExchange(RemoteAddress address, RemoteOptions options, RemoteTraffic traffic, CancellationToken token)
    {
        _address = address;
        _options = options;
        _traffic = traffic;
        _token = token;
        _watch = CancellationTokenSource.CreateLinkedTokenSource(token);
    }

    /// <summary>Asks, and returns when the last answer's headers are there.</summary>
    /// <param name="uri">Where to ask first.</param>
    /// <param name="range">The bytes that are wanted; null for all.</param>
    /// <param name="ifMatch">The ETag that the file must still have; null for any.</param>
    /// <returns>The answer, whatever its status, and where it came from.</returns>
    /// <exception cref="RemoteFileException">There was none.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<(HttpResponseMessage Response, Uri Uri)> SendAsync(Uri uri, RangeHeaderValue? range, string? ifMatch)
    {
        for (int redirects = 0; ; redirects++)
        {
            using HttpRequestMessage request = new(HttpMethod.Get, uri);
            request.Headers.Range = range;
            request.Headers.Authorization = _options.Credential?.For(uri);
            request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("identity"));
            request.Headers.UserAgent.Add(new ProductInfoHeaderValue("PD12M", null));
            if (ifMatch is not null)
            {
                request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
            }

            _traffic.AddRequest();
            HttpClient client = RemoteConnections.UpTo(await RemoteRedirect.NearestAsync(_address, uri).ConfigureAwait(false));
            HttpResponseMessage response = await WatchAsync(
                token => client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, token), _options.FirstByteTimeout).ConfigureAwait(false);
            if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308) || response.Headers.Location is not { } location)
            {
                _response = response;
                return (response, uri);
            }

            response.Dispose();
            uri = redirects < RemoteRedirect.Most
                ? await RemoteRedirect.FollowAsync(_address, uri, location).ConfigureAwait(false)
                : throw RemoteError.Redirect(_address, $"more than {RemoteRedirect.Most} redirects are not followed");
        }
    }

    /// <summary>Reads the answer's body, which must have exactly as many bytes.</summary>
    /// <exception cref="RemoteFileException">It has fewer or more, or the connection failed.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task ReadBodyAsync(byte[] buffer, int count)
    {
        for (int filled = 0; filled < count;)
        {
            int read = await ReadAsync(buffer, filled, count - filled).ConfigureAwait(false);
            filled += read > 0 ? read : throw RemoteError.BrokenOff(_address);
        }

        if (await ReadAsync(new byte[1], 0, 1).ConfigureAwait(false) > 0)
        {
            throw RemoteError.WrongRange(_address, "more bytes than it was asked for");
        }
    }

    /// <summary>Reads the answer's body, whose length nobody knows.</summary>
    /// <param name="most">The most bytes that are read; the rest is left.</param>
    /// <exception cref="RemoteFileException">The connection failed.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<byte[]> ReadBodyAsync(int most)
    {
        using MemoryStream body = new();
        byte[] buffer = new byte[16 * 1024];
        int read;
        while (body.Length < most && (read = await ReadAsync(buffer, 0, (int)Math.Min(buffer.Length, most - body.Length)).ConfigureAwait(false)) > 0)
        {
            body.Write(buffer, 0, read);
        }

        return body.ToArray();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _abort.Dispose();
        _response?.Dispose();
        _watch.Dispose();
    }

    private async Task<int> ReadAsync(byte[] buffer, int start, int count)
    {
        int read = await WatchAsync(
            async token =>
            {
                _body ??= await OpenBodyAsync().ConfigureAwait(false);
#if NET
                return await _body.ReadAsync(buffer.AsMemory(start, count), token).ConfigureAwait(false);
#else
                return await _body.ReadAsync(buffer, start, count, token).ConfigureAwait(false);
#endif
            },
            _options.StallTimeout).ConfigureAwait(false);
        _traffic.AddBytes(read);
        return read;
    }

    private async Task<Stream> OpenBodyAsync()
    {
        // The .NET Framework's response streams do not look at a read's token.
        _abort = _watch.Token.Register(static state => ((HttpResponseMessage)state!).Dispose(), _response);
        return await _response!.Content.ReadAsStreamAsync().ConfigureAwait(false);
    }

    private async Task<T> WatchAsync<T>(Func<CancellationToken, Task<T>> step, TimeSpan timeout)
    {
        try
        {
            _watch.CancelAfter(timeout);
            T result = await step(_watch.Token).ConfigureAwait(false);
            _watch.CancelAfter(Timeout.InfiniteTimeSpan);
            return result;
        }
        catch (Exception exception) when (_token.IsCancellationRequested)
        {
            // An aborted request can end in any exception: WebException, ObjectDisposedException, IOException.
            throw new OperationCanceledException("The reading was cancelled.", exception, _token);
        }
        catch (Exception exception) when (_watch.IsCancellationRequested)
        {
            throw RemoteError.TimedOut(_address, timeout, exception);
        }
        catch (HttpRequestException exception) when (exception.InnerException is NetworkZoneException zone)
        {
            throw RemoteError.Redirect(_address, zone.Message);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or SocketException or WebException or OperationCanceledException)
        {
            throw RemoteError.OfConnection(_address, exception);
        }
    }
}
