using System.Collections.Concurrent;

namespace PD12M.Transfer;

/// <summary>Which hosts may be asked: the data set's own, and those that the user named.</summary>
internal sealed class HostPolicy
{
    /// <summary>The data set's bucket at Amazon S3.</summary>
    private const string DataSetBucket = "pd12m";

    // Hosts come from data where the user allowed a whole domain: beyond this many they are looked up each time.
    private const int MostKnownHosts = 1000;

    private readonly ConcurrentDictionary<string, Task<NetworkZone>> _zones = new(StringComparer.OrdinalIgnoreCase);
    private readonly string? _endpoint;
    private readonly HashSet<string> _hosts = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _domains = [];

    /// <summary>Makes a policy.</summary>
    /// <param name="endpoint">The endpoint that the user named, if any.</param>
    /// <param name="allowHost">The hosts that the user named: names, or <c>*.domain</c>.</param>
    /// <exception cref="StoreOptionException">One of them is neither.</exception>
    public HostPolicy(Uri? endpoint, IEnumerable<string> allowHost)
    {
        _endpoint = endpoint?.Host;
        foreach (string pattern in allowHost)
        {
            bool isDomain = pattern.StartsWith("*.", StringComparison.Ordinal);
            string name = isDomain ? pattern.Substring(2) : pattern;
            UriHostNameType type = Uri.CheckHostName(name);
            if (type == UriHostNameType.Unknown || (isDomain && type != UriHostNameType.Dns))
            {
                throw new StoreOptionException(
                    nameof(StoreOptions.AllowHost), pattern, $"'{pattern}' is no host: give a name without scheme, port and path, or *.domain for all names below a domain.");
            }
            if (isDomain)
            {
                _domains.Add("." + name);
            }
            else
            {
                _hosts.Add(type == UriHostNameType.IPv6 ? $"[{name.Trim('[', ']')}]" : name);
            }
        }
    }

    /// <summary>Whether an address that comes from data may be asked for.</summary>
    /// <param name="address">The address.</param>
    /// <param name="uri">What would be asked.</param>
    public bool Allows(ImageAddress address, Uri uri) => (address.IsAmazon && address.Bucket == DataSetBucket) || Names(uri.Host);

    /// <summary>Whether the user allowed a host, by itself or by its domain, on every port.</summary>
    public bool Names(string host) =>
        _hosts.Contains(host) || _domains.Any(domain => host.EndsWith(domain, StringComparison.OrdinalIgnoreCase));

    /// <summary>How near the addresses of a host may be.</summary>
    /// <param name="host">The host, allowed by its name.</param>
    public NetworkZone NearestOf(string host) =>
        _hosts.Contains(host) || string.Equals(host, _endpoint, StringComparison.OrdinalIgnoreCase) ? NetworkZone.LinkLocal : NetworkZone.Public;

    /// <summary>Whether a host is outside this machine's own network, or was named by itself.</summary>
    /// <param name="host">The host, allowed by its name.</param>
    /// <param name="token">Ends the wait for its addresses; they are looked up once for all who wait.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async ValueTask<bool> MayConnectAsync(string host, CancellationToken token)
    {
        if (NearestOf(host) == NetworkZone.LinkLocal)
        {
            return true;
        }
        Task<NetworkZone> zone = _zones.TryGetValue(host, out Task<NetworkZone>? known) || _zones.Count >= MostKnownHosts
            ? known ?? NetworkZones.OfHostAsync(host)
            : _zones.GetOrAdd(host, NetworkZones.OfHostAsync);
        if (!zone.IsCompleted)
        {
            await Task.WhenAny(zone, Task.Delay(Timeout.Infinite, token)).ConfigureAwait(false);
            token.ThrowIfCancellationRequested();
        }
        return await zone.ConfigureAwait(false) == NetworkZone.Public;
    }
}
