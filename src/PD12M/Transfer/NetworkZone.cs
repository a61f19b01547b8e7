using System.Net;
using System.Net.Sockets;

namespace PD12M.Transfer;

/// <summary>How far an address reaches. Source: the IANA special-purpose address registries (RFC 6890).</summary>
internal enum NetworkZone
{
    Public,

    /// <summary>This machine or its own network.</summary>
    Private,

    /// <summary>This machine's link, where clouds keep the address that gives out credentials.</summary>
    LinkLocal,
}

/// <summary>Finds zones.</summary>
internal static class NetworkZones
{
    /// <summary>The narrowest zone of all addresses that a host name stands for; public for a name that nobody here can resolve, as behind a proxy, or that is none.</summary>
    public static async Task<NetworkZone> OfHostAsync(string host)
    {
        if (IPAddress.TryParse(host.Trim('[', ']'), out IPAddress? literal))
        {
            return Of(literal);
        }

        try
        {
            IPAddress[] addresses = await Dns.GetHostAddressesAsync(host).ConfigureAwait(false);
            return addresses.Select(Of).DefaultIfEmpty(NetworkZone.Public).Max();
        }
        catch (Exception exception) when (exception is SocketException or ArgumentException)
        {
            return NetworkZone.Public;
        }
    }

    /// <summary>The zone of one address.</summary>
    public static NetworkZone Of(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        byte[] bytes = address.GetAddressBytes();
        if (IsEmbedding(bytes, out int start))
        {
            return OfV4([bytes[start], bytes[start + 1]]);
        }

        return address.AddressFamily == AddressFamily.InterNetwork ? OfV4(bytes) : OfV6(address, bytes);
    }

    private static NetworkZone OfV4(byte[] bytes) => (bytes[0], bytes[1]) switch
    {
        (169, 254) => NetworkZone.LinkLocal,
        (0 or 10 or 127 or >= 224, _) => NetworkZone.Private,
        (100, >= 64 and < 128) => NetworkZone.Private,
        (172, >= 16 and < 32) => NetworkZone.Private,
        (192, 168) => NetworkZone.Private,
        (198, 18 or 19) => NetworkZone.Private,
        _ => NetworkZone.Public,
    };

    /// <summary>Whether an IPv6 address leads to an IPv4 address in it: NAT64 (RFC 6052), 6to4 (RFC 3056), IPv4-compatible (RFC 4291).</summary>
    private static bool IsEmbedding(byte[] bytes, out int start)
    {
        bool is6To4 = bytes is [0x20, 0x02, ..];
        start = is6To4 ? 2 : 12;
        return bytes.Length == 16 && (is6To4
            || bytes is [0x00, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0, ..]
            || bytes is [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, not 0, ..]);
    }

    private static NetworkZone OfV6(IPAddress address, byte[] bytes)
    {
        if (address.IsIPv6LinkLocal)
        {
            return NetworkZone.LinkLocal;
        }

        bool isUniqueLocal = (bytes[0] & 0xFE) == 0xFC;
        return isUniqueLocal || address.IsIPv6SiteLocal || address.IsIPv6Multicast
            || IPAddress.IPv6Loopback.Equals(address) || IPAddress.IPv6Any.Equals(address)
            ? NetworkZone.Private
            : NetworkZone.Public;
    }
}
