using System.Security.Authentication;

namespace PD12M.Transfer;

/// <summary>Tells connections that are not trusted from those that merely failed: another attempt finds the same certificate.</summary>
internal static class ConnectionTrust
{
    /// <summary>Why a connection is not trusted, and what to do about it.</summary>
    /// <param name="exception">What a request ended in.</param>
    /// <returns>Sentences; null where the connection failed of something else.</returns>
    public static string? ProblemOf(Exception exception)
    {
        // The .NET Framework has a WebException in between, the S3 client exceptions of its own.
        for (Exception? cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is AuthenticationException)
            {
                return $"{cause.GetBaseException().Message.TrimEnd('.')}. Check the address, the server's certificate and this machine's clock; "
                    + "the certificate of an authority of your own belongs among those that this machine trusts (on Linux also by SSL_CERT_FILE).";
            }
        }

        return null;
    }
}
