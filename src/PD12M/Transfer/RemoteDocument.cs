using System.Net.Http;

namespace PD12M.Transfer;

/// <summary>A small document on the web, read whole.</summary>
internal static class RemoteDocument
{
    /// <summary>Asks for a document.</summary>
    /// <param name="address">Where it is.</param>
    /// <param name="most">The most bytes that it may have.</param>
    /// <param name="options">How patient the reading is.</param>
    /// <param name="token">Ends the request.</param>
    /// <returns>The document, and its Link headers (RFC 8288) in one text; null where it has none.</returns>
    /// <exception cref="RemoteFileException">The server refused, failed, or kept silent.</exception>
    /// <exception cref="CatalogException">The document is too large.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static async Task<(byte[] Bytes, string? Links)> ReadAsync(RemoteAddress address, int most, RemoteOptions options, CancellationToken token)
    {
        Backoff delay = new(options.FirstRetryDelay);
        RemoteTraffic traffic = new();
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                using RemoteExchange exchange = new(address, options, traffic, token);
                (HttpResponseMessage response, _) = await exchange.SendAsync(address.Uri, null, null).ConfigureAwait(false);
                if ((int)response.StatusCode != 200)
                {
                    throw RemoteError.OfAnswer(address, response);
                }

                byte[] bytes = await exchange.ReadBodyAsync(most + 1).ConfigureAwait(false);
                return bytes.Length <= most
                    ? (bytes, response.Headers.TryGetValues("Link", out IEnumerable<string>? links) ? string.Join(",", links) : null)
                    : throw new CatalogException(CatalogFault.ListingTooLarge, $"'{address}' has more than {most} bytes; no listing of the data set's files is that large.");
            }
            catch (RemoteFileException exception) when (
                exception.IsTransient && attempt < options.Attempts && !(exception.RetryAfter > options.LongestRetryAfter))
            {
                await delay.WaitAsync(attempt, exception.RetryAfter, token).ConfigureAwait(false);
            }
        }
    }
}
