#if NET
using System.Collections.Concurrent;
#endif
using System.Net;
using System.Net.Http;
#if NET
using System.Net.Sockets;
#endif

namespace PD12M.Transfer;

/// <summary>The connections to files on the web, pooled for all of them.</summary>
/// <remarks>
/// On .NET a connection goes to an address whose zone was checked, so that a name which stands for another address a moment
/// later (DNS rebinding) gains nothing. The .NET Framework looks names up once more behind the check.
/// </remarks>
internal static class RemoteConnections
{
#if NET
    // A pool for each zone, as a connection serves whoever asks the same host.
    private static readonly HttpClient[] s_clients = [.. Enum.GetValues<NetworkZone>().Select(nearest => CreateClient(nearest))];
    private static readonly ConcurrentDictionary<string, NetworkZone> s_reached = new(StringComparer.OrdinalIgnoreCase);
#else
    private static readonly HttpClient s_client = CreateClient();
#endif

    /// <summary>A client that connects to no address nearer than a zone.</summary>
    public static HttpClient UpTo(NetworkZone nearest) =>
#if NET
        s_clients[(int)nearest];
#else
        s_client;
#endif

    /// <summary>The farthest zone that a host was reached in; where there was no connection of our own, as behind a proxy, the zone of its name.</summary>
    public static Task<NetworkZone> ZoneOfAsync(string host) =>
#if NET
        s_reached.TryGetValue(host.Trim('[', ']'), out NetworkZone zone) ? Task.FromResult(zone) : NetworkZones.OfHostAsync(host);
#else
        NetworkZones.OfHostAsync(host);
#endif

#if NET
    private static HttpClient CreateClient(NetworkZone nearest) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = TimeSpan.FromSeconds(20),

        // Names are looked up again, as load balancers move.
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ConnectCallback = (context, token) => ConnectAsync(context, nearest, token),
    })
    { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Connects to the host of a request, or to its proxy.</summary>
    /// <param name="context">What is to be connected.</param>
    /// <param name="nearest">No address of the host that is nearer is taken.</param>
    /// <param name="token">Ends the attempt.</param>
    /// <exception cref="NetworkZoneException">The host has nearer addresses only.</exception>
    public static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, NetworkZone nearest, CancellationToken token)
    {
        (string host, int port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        IPAddress[] addresses = IPAddress.TryParse(host, out IPAddress? literal) ? [literal] : await Dns.GetHostAddressesAsync(host, token).ConfigureAwait(false);

        // A proxy is this machine's own choice, and looks up the names that it is asked for. To one that is to make a tunnel the
        // first request is a CONNECT, whose address is the proxy's.
        // For a host that it passes over, a proxy may name that host itself, as WebProxy does.
        HttpRequestMessage request = context.InitialRequestMessage;
        IWebProxy proxy = HttpClient.DefaultProxy;
        bool isProxy = request.Method.Method == "CONNECT"
            || (!proxy.IsBypassed(request.RequestUri!) && proxy.GetProxy(request.RequestUri!)?.IdnHost == host);
        if (!isProxy)
        {
            addresses = Array.FindAll(addresses, address => NetworkZones.Of(address) <= nearest);
            if (addresses.Length == 0)
            {
                throw new NetworkZoneException($"{host} is in this machine's own network");
            }
        }

        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, port, token).ConfigureAwait(false);
            if (!isProxy)
            {
                NetworkZone zone = NetworkZones.Of(((IPEndPoint)socket.RemoteEndPoint!).Address);
                s_reached.AddOrUpdate(host, zone, (_, before) => before < zone ? before : zone);
            }

            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
#else
    private static HttpClient CreateClient() => new(new HttpClientHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,

        // The .NET Framework's default is two for each host.
        MaxConnectionsPerServer = 64,
    })
    { Timeout = Timeout.InfiniteTimeSpan };
#endif
}

/// <summary>A host is nearer than the connection may lead.</summary>
internal sealed class NetworkZoneException(string message) : IOException(message);
