using System.Collections.Concurrent;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using Amazon.Runtime;

namespace PD12M.Transfer;

/// <summary>Object stores and other web servers, asked by plain GET: anonymously, or signed where there are credentials.</summary>
internal sealed class ImageStore : IDisposable
{
    private const int MostRedirects = 5;

    // S3 has not as many buckets that one run could be about.
    private const int MostKnownRegions = 1000;

    // What a signature for a store without regions is made for.
    private const string AnyRegion = "us-east-1";

    // Servers come from data where the user allowed a whole domain: those beyond share one gate.
    private const int MostGates = 1000;

    private readonly ConcurrentDictionary<string, StoreGate> _gates = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, string> _regions = new(StringComparer.Ordinal);
    private readonly StoreOptions _options;
    private readonly HostPolicy _hosts;
    private readonly ObjectSigner? _signer;
    private readonly HttpMessageInvoker _http;
    private readonly string? _endpoint;

    /// <summary>Makes a store that has not connected anywhere yet.</summary>
    /// <param name="options">Where objects are asked, as whom, and how patiently.</param>
    /// <exception cref="StoreOptionException">The endpoint is no plain http or https address, or a region or an allowed host is none.</exception>
    public ImageStore(StoreOptions options)
    {
        _endpoint = options.Endpoint;
        options.DemandRegion();
        _options = options;
        _hosts = new HostPolicy(options.EndpointUrl, options.AllowHost);
        _signer = options.Credentials is null ? null : new ObjectSigner(options.Credentials, options.RequestPayer);
        _http = new HttpMessageInvoker(CreateHandler(options, uri => _hosts.NearestOf(uri.Host)));
        Limit = new ConcurrencyLimit(options.ThrottleLimit, options.Notify);
    }

    /// <summary>How many transfers may run at once; entered before the gate.</summary>
    public ConcurrencyLimit Limit { get; }

    /// <summary>How patient the transfers are.</summary>
    public StoreOptions Options => _options;

    /// <summary>What to pass before <see cref="GetAsync"/>: a server that is down keeps nobody from the others.</summary>
    /// <param name="address">Where the object is.</param>
    public StoreGate GateOf(ImageAddress address)
    {
        string server = _endpoint ?? address.Service;
        return _gates.TryGetValue(server, out StoreGate? gate) ? gate : _gates.GetOrAdd(_gates.Count < MostGates ? server : "", _ => new StoreGate(_options.Retry, _options.Notify));
    }

    /// <summary>Where an object is asked for, for messages.</summary>
    /// <param name="address">The object.</param>
    public ObjectPlace PlaceOf(ImageAddress address) => new(address, _endpoint);

    /// <summary>Asks for an object; returns when its headers are there.</summary>
    /// <param name="address">Where it is.</param>
    /// <param name="resume">Where to go on; null for the whole object. The answer may begin at its start all the same.</param>
    /// <param name="pass">What the gate gave; it is told how the store answers, and given back.</param>
    /// <param name="limit">How long the object may take.</param>
    /// <param name="cancellationToken">Ends the request, and later every read of the object's bytes.</param>
    /// <returns>The object, its bytes still on the way.</returns>
    /// <exception cref="ImageStoreException">The store refused, failed, or kept silent, or may not be asked.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<ImageObject> GetAsync(
        ImageAddress address, ResumePoint? resume, StoreGate.Pass pass, TimeSpan limit, CancellationToken cancellationToken)
    {
        using StoreGate.Pass leave = pass;
        ObjectPlace place = PlaceOf(address);
        StoreWatchdog? watchdog = new(place, limit, cancellationToken);
        try
        {
            HttpResponseMessage response = await FollowAsync(address, resume, place, watchdog).ConfigureAwait(false);
            leave.Answered();
            ImageObject image = await ImageObject.OpenAsync(response, watchdog, _options.StallTimeout).ConfigureAwait(false);
            watchdog = null;
            return image;
        }
        catch (ImageStoreException exception)
        {
            if (exception.IsOutage)
            {
                leave.Failed(exception);
            }
            else
            {
                leave.Answered();
            }
            throw;
        }
        finally
        {
            watchdog?.Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _http.Dispose();
        _signer?.Dispose();
        Limit.Dispose();
        foreach (StoreGate gate in _gates.Values)
        {
            gate.Dispose();
        }
    }

    private async Task<HttpResponseMessage> FollowAsync(ImageAddress address, ResumePoint? resume, ObjectPlace place, StoreWatchdog watchdog)
    {
        bool isSigned = _signer is not null && (_endpoint is not null || address.IsAmazon);
        Uri uri = await UriOfAsync(address, isSigned, place, watchdog).ConfigureAwait(false);
        if (_endpoint is null && !_hosts.Allows(address, uri))
        {
            throw NotAllowed(place, uri.Host, "is not a host of the data set");
        }
        for (int redirects = 0; ; redirects++)
        {
            if (!await MayConnectAsync(uri, watchdog).ConfigureAwait(false))
            {
                throw NotAllowed(place, uri.Host, "is in this machine's own network");
            }
            HttpResponseMessage response = await SendAsync(uri, resume, watchdog).ConfigureAwait(false);
            int status = (int)response.StatusCode;
            if (status == 200 || (status == 206 && resume is not null))
            {
                return response;
            }
            using (response)
            {
                if (redirects == MostRedirects)
                {
                    throw await StoreAnswer.ExplainAsync(response, place, isSigned, watchdog, _options.StallTimeout).ConfigureAwait(false);
                }
                if (resume is not null && status is 412 or 416)
                {
                    // Another version is there by now, or none that long.
                    resume = null;
                }
                else if (LearnRegion(address, uri, response))
                {
                    uri = await UriOfAsync(address, isSigned, place, watchdog).ConfigureAwait(false);
                }
                else if (status is 301 or 302 or 303 or 307 or 308 && response.Headers.Location is { } location)
                {
                    // What is signed is never passed on: the new address has to do without.
                    uri = Redirect(address, place, uri, location);
                    isSigned = false;
                }
                else
                {
                    throw await StoreAnswer.ExplainAsync(response, place, isSigned, watchdog, _options.StallTimeout).ConfigureAwait(false);
                }
            }
        }
    }

    private async ValueTask<bool> MayConnectAsync(Uri uri, StoreWatchdog watchdog)
    {
        ValueTask<bool> asking = _hosts.MayConnectAsync(uri.Host, watchdog.Token);
        if (asking.IsCompletedSuccessfully)
        {
            return asking.Result;
        }
        try
        {
            watchdog.Start(_options.ConnectTimeout);
            bool may = await asking.ConfigureAwait(false);
            watchdog.Stop();
            return may;
        }
        catch (OperationCanceledException exception)
        {
            throw watchdog.Explain(exception, isAnswering: false);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(Uri uri, ResumePoint? resume, StoreWatchdog watchdog)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, uri);
        request.Headers.TryAddWithoutValidation("User-Agent", "PD12M");
        if (resume is not null)
        {
            request.Headers.Range = new RangeHeaderValue(resume.Position, null);
            request.Headers.TryAddWithoutValidation("If-Match", resume.ETag);
        }
        try
        {
            watchdog.Start(_options.FirstByteTimeout);
            HttpResponseMessage response = await _http.SendAsync(request, watchdog.Token).ConfigureAwait(false);
            watchdog.Stop();
            return response;
        }
        catch (Exception exception) when (watchdog.Explains(exception))
        {
            throw watchdog.Explain(exception, isAnswering: false);
        }
    }

    private async ValueTask<Uri> UriOfAsync(ImageAddress address, bool isSigned, ObjectPlace place, StoreWatchdog watchdog)
    {
        bool isPathStyle = _endpoint is not null || address.IsPathStyle || address.Bucket.Contains('.');
        string? region = _endpoint is null ? address.Region ?? _options.Region : _options.Region;
        string service = _endpoint ?? address.Service;
        if (_endpoint is null && address.IsAmazon)
        {
            region = _regions.TryGetValue(address.Bucket, out string? learned) ? learned : region;
            service = address.Region is not null ? service.Replace(address.Region, region)
                : region is not null ? service.Replace("://s3.", $"://s3.{region}.")
                : service;
        }
        if (!isSigned)
        {
            return address.UriAt(service, isPathStyle);
        }
        if (_endpoint is null && service.StartsWith("http:", StringComparison.Ordinal))
        {
            // A signature is worth a secret for its hour, and Amazon S3 always has TLS.
            service = service.Replace("http:", "https:");
        }
        try
        {
            return await _signer!.SignAsync(address, service, region ?? AnyRegion, isPathStyle, watchdog.Token).ConfigureAwait(false);
        }
        catch (AmazonClientException exception)
        {
            throw new ImageStoreException(
                ImageFault.AccessDenied, $"The request cannot be signed ({place}): {exception.Message.TrimEnd('.')}. Check the credentials.", isTransient: false, exception);
        }
        catch (OperationCanceledException exception) when (watchdog.Explains(exception))
        {
            throw watchdog.Explain(exception, isAnswering: false);
        }
    }

    /// <summary>Takes from S3's refusal to answer for another region which one is right.</summary>
    /// <returns>Whether it said one that had not been asked.</returns>
    private bool LearnRegion(ImageAddress address, Uri asked, HttpResponseMessage response)
    {
        if (_endpoint is not null || !address.IsAmazon || StoreAnswer.RegionOf(response) is not { } region
            || asked.Host.Contains($".{region}.") || asked.Host.StartsWith($"s3.{region}.", StringComparison.Ordinal)
            || (_regions.Count >= MostKnownRegions && !_regions.ContainsKey(address.Bucket)))
        {
            return false;
        }
        _regions[address.Bucket] = region;
        return true;
    }

    private Uri Redirect(ImageAddress address, ObjectPlace place, Uri from, Uri location)
    {
        if (!RemoteRedirect.TryResolve(from, location, out Uri? to) || to.Scheme is not ("http" or "https") || to.UserInfo.Length > 0)
        {
            throw Refused(place, $"'{from.Host}' redirects to an address that is no plain http or https");
        }
        if (from.Scheme == "https" && to.Scheme == "http")
        {
            throw Refused(place, $"'{from.Host}' redirects to '{to.Host}' without the encryption that the first address has");
        }
        bool isSameBucket = address.IsAmazon && S3Host.TryParse(to.Host, out S3Host? s3) && s3.Bucket == address.Bucket;
        bool isSameServer = string.Equals(to.Host, from.Host, StringComparison.OrdinalIgnoreCase) && (to.Port == from.Port || (to.IsDefaultPort && from.IsDefaultPort));
        return isSameBucket || isSameServer || _hosts.Names(to.Host) ? to
            : throw NotAllowed(place, to.Host, $"is redirected to (port {to.Port}), but is not a host of the data set");
    }

    private static ImageStoreException NotAllowed(ObjectPlace place, string host, string reason) => new(
        ImageFault.HostNotAllowed, $"'{host}' {reason}, so it is not asked ({place}). Name it with -AllowHost '{host}' if you trust it.", isTransient: false);

    private static ImageStoreException Refused(ObjectPlace place, string problem) => new(
        ImageFault.HostNotAllowed, $"{problem}, which is not followed ({place}). Use the address that the object has itself.", isTransient: false);

#if NET
    /// <summary>Makes the connections to stores.</summary>
    /// <param name="options">How many there are, and how patient they are.</param>
    /// <param name="nearestOf">How near a host that is asked may be.</param>
    internal static SocketsHttpHandler CreateHandler(StoreOptions options, Func<Uri, NetworkZone> nearestOf) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = options.ConnectTimeout,
        MaxConnectionsPerServer = options.MaximumConnections,

        // Names are looked up again, as S3 and load balancers spread connections over their addresses by DNS.
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ConnectCallback = (context, token) => RemoteConnections.ConnectAsync(context, nearestOf(context.InitialRequestMessage.RequestUri!), token),
    };
#else
    /// <summary>Makes the connections to stores.</summary>
    /// <param name="options">How many there are.</param>
    /// <param name="nearestOf">Not asked here: the .NET Framework looks names up by itself.</param>
    internal static HttpClientHandler CreateHandler(StoreOptions options, Func<Uri, NetworkZone> nearestOf) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        MaxConnectionsPerServer = options.MaximumConnections,
    };
#endif
}
