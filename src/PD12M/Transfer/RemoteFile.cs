using System.Net.Http;
using System.Net.Http.Headers;

namespace PD12M.Transfer;

/// <summary>A file on the web, asked for in parts that all belong to the same version of it. For several threads at once.</summary>
/// <remarks>Source: RFC 9110, sections 13.1.1 (If-Match), 14 (range requests) and 10.2.3 (Retry-After).</remarks>
internal sealed class RemoteFile
{
    /// <summary>How many bytes of its end come with the answer that opens the file.</summary>
    public const int TailLength = 64 * 1024;

    private readonly RemoteAddress _address;
    private readonly RemoteOptions _options;
    private readonly Backoff _delay;
    private string? _eTag;
    private string? _lastModified;
    private Uri? _redirected;
    private bool _isElsewhere;

    private RemoteFile(RemoteAddress address, RemoteOptions options, RemoteTraffic traffic)
    {
        _address = address;
        _options = options;
        Traffic = traffic;
        _delay = new Backoff(options.FirstRetryDelay);
    }

    /// <summary>Bytes of the file.</summary>
    public long Length { get; private set; }

    /// <summary>The file's last bytes, as many as <see cref="TailLength"/> or all.</summary>
    public byte[] Tail { get; private set; } = [];

    /// <summary>What the server calls this version of the file: its ETag, else its date; null where it says nothing.</summary>
    public string? Version => _eTag ?? _lastModified;

    /// <summary>What the file has cost so far, and others that share it.</summary>
    public RemoteTraffic Traffic { get; }

    /// <summary>Asks for a file's end, and so for its length.</summary>
    /// <param name="address">Where it is.</param>
    /// <param name="options">How patient the reading is.</param>
    /// <param name="token">Ends the request.</param>
    /// <param name="traffic">What counts the file's requests; null for a count of its own.</param>
    /// <exception cref="RemoteFileException">The server refused, failed, kept silent, or gives no parts of files.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static async Task<RemoteFile> OpenAsync(
        RemoteAddress address, RemoteOptions options, CancellationToken token, RemoteTraffic? traffic = null)
    {
        RemoteFile file = new(address, options, traffic ?? new RemoteTraffic());
        await file.RetryAsync(file.ReadTailAsync, token).ConfigureAwait(false);
        return file;
    }

    /// <summary>Asks for a part of the file.</summary>
    /// <param name="start">Its first byte's place in the file.</param>
    /// <param name="buffer">Where the bytes go, from its start on.</param>
    /// <param name="count">How many bytes, above 0, all inside the file.</param>
    /// <param name="token">Ends the request.</param>
    /// <exception cref="RemoteFileException">The server refused, failed or kept silent, or has another file at the address by now.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public Task ReadAsync(long start, byte[] buffer, int count, CancellationToken token) =>
        RetryAsync((uri, cancellation) => ReadPartAsync(uri, start, buffer, count, cancellation), token);

    private async Task RetryAsync(Func<Uri, CancellationToken, Task> attempt, CancellationToken token)
    {
        for (int number = 1; ; number++)
        {
            token.ThrowIfCancellationRequested();
            Uri? redirected = Volatile.Read(ref _redirected);
            try
            {
                await attempt(redirected ?? _address.Uri, token).ConfigureAwait(false);
                return;
            }
            catch (RemoteFileException exception) when (number < _options.Attempts)
            {
                // Addresses that redirects lead to are good for a while only: the one that was typed gives a new one.
                bool mayBeExpired = redirected is not null && exception.MayBeExpired;
                Interlocked.CompareExchange(ref _redirected, null, redirected);
                if (!mayBeExpired)
                {
                    if (!exception.IsTransient || exception.RetryAfter > _options.LongestRetryAfter)
                    {
                        throw;
                    }

                    await _delay.WaitAsync(number, exception.RetryAfter, token).ConfigureAwait(false);
                }
            }
        }
    }

    private async Task ReadTailAsync(Uri uri, CancellationToken token)
    {
        using (RemoteExchange exchange = new(_address, _options, Traffic, token))
        {
            (HttpResponseMessage response, Uri final) = await exchange.SendAsync(uri, new RangeHeaderValue(null, TailLength), null).ConfigureAwait(false);
            if ((int)response.StatusCode == 416)
            {
                // The end of an empty file cannot be given (RFC 9110, 14.1.2).
                Length = response.Content.Headers.ContentRange?.Length == 0 ? 0 : throw RemoteError.NoRanges(_address);
                return;
            }

            if ((int)response.StatusCode == 200)
            {
                Length = response.Content.Headers.ContentLength ?? throw RemoteError.NoRanges(_address);
            }
            else
            {
                Length = CheckPart(response).Length ?? throw RemoteError.WrongRange(_address, "a part of it, but not with its length");
            }

            _eTag = Header(response.Headers, "ETag");
            _lastModified = Header(response.Content.Headers, "Last-Modified");
            KeepRedirect(final);
            int count = (int)Math.Min(Length, TailLength);
            if ((int)response.StatusCode == 206 || Length == count)
            {
                CheckRange(response, Length - count, count);
                byte[] tail = new byte[count];
                await exchange.ReadBodyAsync(tail, count).ConfigureAwait(false);
                Tail = tail;
                return;
            }
        }

        // Azure's blobs have ranges, but not those from the end: it answers with the whole file.
        byte[] end = new byte[TailLength];
        await ReadPartAsync(uri, Length - TailLength, end, TailLength, token).ConfigureAwait(false);
        Tail = end;
    }

    private async Task ReadPartAsync(Uri uri, long start, byte[] buffer, int count, CancellationToken token)
    {
        using RemoteExchange exchange = new(_address, _options, Traffic, token);

        // A weak ETag never matches (RFC 9110, 13.1.1), one without quotes is none, and a server that only redirects
        // may know the file by another. What the answer says is compared in any case.
        bool isCondition = _eTag is ['"', ..] && !(_isElsewhere && uri == _address.Uri);
        RangeHeaderValue range = new(start, start + count - 1);
        (HttpResponseMessage response, Uri final) = await exchange.SendAsync(uri, range, isCondition ? _eTag : null).ConfigureAwait(false);
        if ((int)response.StatusCode == 200)
        {
            throw RemoteError.NoRanges(_address);
        }

        if ((int)response.StatusCode == 416)
        {
            throw RemoteError.Changed(_address);
        }

        ContentRangeHeaderValue part = CheckPart(response);
        if ((part.Length ?? Length) != Length
            || Header(response.Headers, "ETag") != _eTag
            || (_eTag is null && Header(response.Content.Headers, "Last-Modified") != _lastModified))
        {
            throw RemoteError.Changed(_address);
        }

        CheckRange(response, start, count);
        KeepRedirect(final);
        await exchange.ReadBodyAsync(buffer, count).ConfigureAwait(false);
    }

    private ContentRangeHeaderValue CheckPart(HttpResponseMessage response)
    {
        if ((int)response.StatusCode != 206)
        {
            throw RemoteError.OfAnswer(_address, response);
        }

        return response.Content.Headers.ContentRange is { HasRange: true } range && string.Equals(range.Unit, "bytes", StringComparison.OrdinalIgnoreCase)
            ? range
            : throw RemoteError.WrongRange(_address, "a part of it, but not with its place in the file");
    }

    private void CheckRange(HttpResponseMessage response, long start, int count)
    {
        HttpContentHeaders headers = response.Content.Headers;
        if (headers.ContentEncoding.Any(coding => !string.Equals(coding, "identity", StringComparison.OrdinalIgnoreCase)))
        {
            throw RemoteError.WrongRange(_address, $"bytes that are encoded ({string.Join(", ", headers.ContentEncoding)})");
        }

        bool isWhole = headers.ContentRange is null && start == 0;
        if ((!isWhole && (headers.ContentRange?.From != start || headers.ContentRange.To != start + count - 1))
            || (headers.ContentLength ?? count) != count)
        {
            throw RemoteError.WrongRange(_address, "another part of it than it was asked for");
        }
    }

    private void KeepRedirect(Uri final)
    {
        if (final != _address.Uri)
        {
            _isElsewhere = true;
            Volatile.Write(ref _redirected, final);
        }
    }

    private static string? Header(HttpHeaders headers, string name) =>
        headers.TryGetValues(name, out IEnumerable<string>? values) ? string.Join(",", values) : null;
}
