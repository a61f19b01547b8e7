using System.Diagnostics.CodeAnalysis;
using System.Net.Http.Headers;

namespace PD12M.Transfer;

/// <summary>A token for one server: its scheme, host and port. It is in no text that this class makes.</summary>
/// <remarks>Source: RFC 6750, section 2.1.</remarks>
internal sealed class RemoteCredential
{
    private readonly string _authority;
    private readonly AuthenticationHeaderValue _header;

    private RemoteCredential(Uri home, AuthenticationHeaderValue header)
    {
        _authority = home.GetLeftPart(UriPartial.Authority);
        _header = header;
    }

    /// <summary>Takes a token for the server of an address.</summary>
    /// <param name="home">The address, http or https.</param>
    /// <param name="token">The token.</param>
    /// <param name="credential">The credential; null for a token with characters that no header may have.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryCreate(Uri home, string token, [NotNullWhen(true)] out RemoteCredential? credential)
    {
        bool isToken = token.Length > 0 && token.All(c => c is > ' ' and < '\x7F');
        credential = isToken ? new RemoteCredential(home, new AuthenticationHeaderValue("Bearer", token)) : null;
        return isToken;
    }

    /// <summary>The header for a request; null where the token has no business.</summary>
    public AuthenticationHeaderValue? For(Uri uri) =>
        string.Equals(uri.GetLeftPart(UriPartial.Authority), _authority, StringComparison.OrdinalIgnoreCase) ? _header : null;
}
