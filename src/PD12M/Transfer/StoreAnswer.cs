using System.Net.Http;
using System.Text;

namespace PD12M.Transfer;

/// <summary>Says what an answer means that is no object.</summary>
internal static class StoreAnswer
{
    // S3's error documents have some hundred bytes, the code among the first.
    private const int MostBytes = 4096;
    private const int LongestCode = 64;

    /// <summary>Makes the error.</summary>
    /// <param name="response">The answer; its body is read as far as an error code may be.</param>
    /// <param name="place">The object, for messages.</param>
    /// <param name="isSigned">Whether the request was signed.</param>
    /// <param name="watchdog">The request's watchdog.</param>
    /// <param name="patience">How long the store may keep silent.</param>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public static async Task<ImageStoreException> ExplainAsync(
        HttpResponseMessage response, ObjectPlace place, bool isSigned, StoreWatchdog watchdog, TimeSpan patience)
    {
        int number = (int)response.StatusCode;
        string status = ForeignText.StatusOf(response, await CodeOfAsync(response, watchdog, patience).ConfigureAwait(false));
        return number switch
        {
            404 or 410 => new ImageStoreException(
                ImageFault.NotFound,
                $"The store has no such object ({place}, {status}). The image may have been removed from the data set: get the newest metadata.",
                isTransient: false),
            401 or 403 when isSigned => new ImageStoreException(
                ImageFault.AccessDenied,
                $"The store does not give the object to the credentials that were used ({place}, {status}). Check them and their rights; S3 answers so, too, when an object of a bucket that may not be listed is gone.",
                isTransient: false),
            401 or 403 => new ImageStoreException(
                ImageFault.AccessDenied,
                $"The store does not give the object to everybody ({place}, {status}). Name credentials if you have any. S3 answers so, too, when an object of a bucket that may not be listed is gone.",
                isTransient: false),
            >= 300 and < 400 => new ImageStoreException(
                ImageFault.StoreError,
                $"The store answered {status} ({place}): the object is elsewhere. Use the address of the bucket's own region.",
                isTransient: false),
            _ => new ImageStoreException(
                ImageFault.StoreError,
                $"The store answered {status} ({place}). Try again later if the fault is the store's.",
                isTransient: number is 408 or 429 or (>= 500 and not (501 or 505)))
            {
                IsOutage = number is >= 500 and not (501 or 505),
                IsThrottled = number is 429 or 503,
                RetryAfter = RemoteError.RetryAfterOf(response),
            },
        };
    }

    /// <summary>The region that an answer of Amazon S3 sends to: it refuses to answer for another.</summary>
    /// <param name="response">The answer.</param>
    /// <returns>The region; null where the answer is no such refusal.</returns>
    // "Request redirection and the REST API" in the Amazon S3 User Guide; a signature for another region is a 400.
    internal static string? RegionOf(HttpResponseMessage response) =>
        (int)response.StatusCode is 301 or 307 or 400
            && response.Headers.TryGetValues("x-amz-bucket-region", out IEnumerable<string>? values)
            && values.First() is { } region && S3Host.IsRegion(region) ? region : null;

    /// <summary>Reads the error code of an answer; null where there is none.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="watchdog">The request's watchdog.</param>
    /// <param name="patience">How long the store may keep silent.</param>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    internal static async Task<string?> CodeOfAsync(HttpResponseMessage response, StoreWatchdog watchdog, TimeSpan patience)
    {
        byte[] bytes = new byte[MostBytes];
        int length = 0;

        // The .NET Framework's response streams do not look at a read's token.
        using CancellationTokenRegistration abort = watchdog.Token.Register(static state => ((HttpResponseMessage)state!).Dispose(), response);
        try
        {
            watchdog.Start(patience);
#if NET
            Stream body = await response.Content.ReadAsStreamAsync(watchdog.Token).ConfigureAwait(false);
            length = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, watchdog.Token).ConfigureAwait(false);
#else
            Stream body = await response.Content.ReadAsStreamAsync().ConfigureAwait(false);
            int count;
            while (length < bytes.Length && (count = await body.ReadAsync(bytes, length, bytes.Length - length, watchdog.Token).ConfigureAwait(false)) > 0)
            {
                length += count;
            }
#endif
            watchdog.Stop();
        }
        catch (Exception exception) when (watchdog.Explains(exception))
        {
            // The status has come, and says enough.
            if (watchdog.Explain(exception, isAnswering: true) is OperationCanceledException cancelled)
            {
                throw cancelled;
            }
        }
        string text = Encoding.UTF8.GetString(bytes, 0, length);
        int start = text.IndexOf("<Code>", StringComparison.Ordinal) + 6;
        int end = start < 6 ? -1 : text.IndexOf('<', start);
        bool isCode = end > start && end - start <= LongestCode;
        string code = isCode ? text.Substring(start, end - start) : "";
        return isCode && code.All(c => c is (>= 'A' and <= 'Z') or (>= 'a' and <= 'z') or (>= '0' and <= '9')) ? code : null;
    }
}
