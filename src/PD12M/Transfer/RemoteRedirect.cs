using System.Diagnostics.CodeAnalysis;

namespace PD12M.Transfer;

/// <summary>Which redirects are followed.</summary>
internal static class RemoteRedirect
{
    /// <summary>The most redirects from an address to its file.</summary>
    public const int Most = 5;

    /// <summary>Decides on a redirect: the user trusts the address that was typed, not what a server behind it makes of it.</summary>
    /// <param name="address">The address that was typed.</param>
    /// <param name="from">What was asked.</param>
    /// <param name="location">Where the answer leads.</param>
    /// <returns>What to ask next.</returns>
    /// <exception cref="RemoteFileException">It leads nowhere, out of the web, to http from https, or into this machine's own network from outside.</exception>
    public static async Task<Uri> FollowAsync(RemoteAddress address, Uri from, Uri location)
    {
        if (!TryResolve(from, location, out Uri? to))
        {
            throw RemoteError.Redirect(address, "where to is no address");
        }

        string where = $"{to.Scheme}://{to.Authority}";
        if (to.Scheme is not ("http" or "https"))
        {
            throw RemoteError.Redirect(address, $"{to.Scheme}: addresses are not followed");
        }

        if (from.Scheme == "https" && to.Scheme == "http")
        {
            throw RemoteError.Redirect(address, $"{where} is not encrypted as the first address is");
        }

        if (to.UserInfo.Length > 0)
        {
            throw RemoteError.Redirect(address, $"the address at {where} has a user name, but files are asked for anonymously");
        }

        if (IsTyped(address, to))
        {
            return to;
        }

        NetworkZone zone = await NetworkZones.OfHostAsync(to.Host).ConfigureAwait(false);
        return zone == NetworkZone.Public || zone <= await NearestAsync(address, to).ConfigureAwait(false)
            ? to
            : throw RemoteError.Redirect(address, $"{where} is in this machine's own network");
    }

    /// <summary>Makes an address of where an answer leads.</summary>
    /// <param name="from">What was asked.</param>
    /// <param name="location">What the answer says: anything that a server may write.</param>
    /// <param name="to">The address.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryResolve(Uri from, Uri location, [NotNullWhen(true)] out Uri? to) => Uri.TryCreate(from, location, out to) && to.IsAbsoluteUri;

    /// <summary>How near a connection may lead: anywhere to the host that was typed, else no nearer than that one is.</summary>
    /// <param name="address">The address that was typed.</param>
    /// <param name="uri">What is going to be asked.</param>
    public static async Task<NetworkZone> NearestAsync(RemoteAddress address, Uri uri) =>
        IsTyped(address, uri) ? NetworkZone.LinkLocal : await RemoteConnections.ZoneOfAsync(address.Uri.IdnHost).ConfigureAwait(false);

    private static bool IsTyped(RemoteAddress address, Uri uri) => string.Equals(uri.Host, address.Uri.Host, StringComparison.OrdinalIgnoreCase);
}
