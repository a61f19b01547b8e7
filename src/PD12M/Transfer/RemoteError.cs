using System.Net.Http;

namespace PD12M.Transfer;

/// <summary>Says what answers and failed connections mean for a file on the web.</summary>
internal static class RemoteError
{
    /// <summary>The error for an answer that brings no part of the file.</summary>
    public static RemoteFileException OfAnswer(RemoteAddress address, HttpResponseMessage response)
    {
        int code = (int)response.StatusCode;
        string status = ForeignText.StatusOf(response);
        bool mayBeExpired = code is 400 or 401 or 403 or 404 or 410;
        return code switch
        {
            404 or 410 => new(RemoteFault.NotFound, $"There is no file at '{address}' ({status}). Check the address.") { MayBeExpired = mayBeExpired },
            401 or 403 => new(
                RemoteFault.AccessDenied,
                $"The server does not give '{address}' to everybody ({status}). Files are asked for anonymously: make it public, or download it and read the copy. S3 answers so, too, when there is no such file.")
            {
                MayBeExpired = mayBeExpired,
            },
            412 => Changed(address),
            >= 300 and < 400 => new(
                RemoteFault.ServerError, $"The server says that '{address}' is elsewhere, but not where ({status}). For S3, use the address of the bucket's own region."),
            _ => new(
                RemoteFault.ServerError, $"The server cannot give '{address}' ({status}). Try again later if the fault is the server's.")
            {
                IsTransient = code is 408 or 429 or (>= 500 and not (501 or 505)),
                RetryAfter = RetryAfterOf(response),
                MayBeExpired = mayBeExpired,
            },
        };
    }

    /// <summary>The error for a request without an answer, or with one that broke off.</summary>
    public static RemoteFileException OfConnection(RemoteAddress address, Exception exception)
    {
        if (exception is OperationCanceledException)
        {
            return new(RemoteFault.TimedOut, $"No connection for '{address}' came about in time. Check the network.", exception) { IsTransient = true };
        }

        return ConnectionTrust.ProblemOf(exception) is { } problem
            ? new(RemoteFault.ConnectionFailed, $"There is no trusted connection for '{address}': {problem}", exception)
            : new(
                RemoteFault.ConnectionFailed,
                $"The connection for '{address}' failed: {exception.GetBaseException().Message.TrimEnd('.')}. Check the address and the network.",
                exception)
            {
                IsTransient = true,
            };
    }

    public static RemoteFileException TimedOut(RemoteAddress address, TimeSpan timeout, Exception exception) => new(
        RemoteFault.TimedOut, $"The server sent nothing of '{address}' for {timeout.TotalSeconds:0.#} seconds. Try again later.", exception)
    { IsTransient = true };

    public static RemoteFileException BrokenOff(RemoteAddress address) => new(
        RemoteFault.ConnectionFailed, $"The server's answer for '{address}' ended before all of its bytes had come. Try again later.")
    { IsTransient = true };

    public static RemoteFileException WrongRange(RemoteAddress address, string what) => new(
        RemoteFault.ServerError, $"The server answered for '{address}' with {what}. Download the file and read the copy.");

    public static RemoteFileException Changed(RemoteAddress address) => new(
        RemoteFault.Changed, $"'{address}' has been replaced while it was read. Read it again from the start.");

    public static RemoteFileException NoRanges(RemoteAddress address) => new(
        RemoteFault.RangesUnsupported, $"The server does not give parts of '{address}', only all of it. Download the file and read the copy.");

    /// <summary>The same refusal, where a token can be given.</summary>
    public static RemoteFileException NeedsToken(string address, RemoteFileException refusal) => new(
        refusal.Fault, $"The server does not give '{address}'. Give a -Token that may read it; one that was given may have expired.", refusal);

    public static RemoteFileException Redirect(RemoteAddress address, string reason) => new(
        RemoteFault.RedirectRefused, $"'{address}' leads elsewhere, and {reason}. Name the address that the file has itself if you trust it.");

    /// <summary>How long an answer asks to be left alone; null where it does not.</summary>
    public static TimeSpan? RetryAfterOf(HttpResponseMessage response)
    {
        TimeSpan? wait = response.Headers.RetryAfter?.Delta ?? response.Headers.RetryAfter?.Date - DateTimeOffset.UtcNow;
        return wait > TimeSpan.Zero ? wait : null;
    }
}
