using System.Collections.Concurrent;
using System.Net;
using System.Net.Http;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace PD12M.Transfer;

/// <summary>Object stores, asked anonymously: the one place that knows the S3 client.</summary>
internal sealed class ImageStore : IDisposable
{
    /// <summary>How long a store may keep silent before the request is given up.</summary>
    public static readonly TimeSpan DefaultStallTimeout = TimeSpan.FromSeconds(60);

    // Objects are addressed by host name; this only has to be a region, so that the client looks for none.
    private const string AnyRegion = "us-east-1";

    private static readonly TimeSpan s_connectTimeout = TimeSpan.FromSeconds(20);

    private readonly ConcurrentDictionary<(string Service, string Region, bool IsPathStyle), Lazy<AmazonS3Client>> _clients = new();
    private readonly string? _endpoint;
    private readonly int _throttleLimit;
    private readonly TimeSpan _stallTimeout;

    /// <summary>Makes a store that has not connected anywhere yet.</summary>
    /// <param name="endpointUrl">Where every object is asked, whatever host its address names; null for the addresses' own hosts.</param>
    /// <param name="throttleLimit">The most requests at once.</param>
    /// <exception cref="ArgumentException"><paramref name="endpointUrl"/> is no plain http or https address.</exception>
    public ImageStore(Uri? endpointUrl, int throttleLimit)
        : this(endpointUrl, throttleLimit, DefaultStallTimeout)
    {
    }

    internal ImageStore(Uri? endpointUrl, int throttleLimit, TimeSpan stallTimeout)
    {
        if (endpointUrl is not null)
        {
            bool isPlain = endpointUrl.IsAbsoluteUri && endpointUrl.Scheme is "http" or "https"
                && endpointUrl.UserInfo.Length == 0 && endpointUrl.Query.Length == 0 && endpointUrl.Fragment.Length == 0;
            _endpoint = isPlain
                ? endpointUrl.AbsoluteUri
                : throw new ArgumentException($"The endpoint '{endpointUrl}' is no http or https address without user, query and fragment.", nameof(endpointUrl));
        }
        _throttleLimit = throttleLimit;
        _stallTimeout = stallTimeout;
    }

    /// <summary>Asks for an object; returns when its headers are there.</summary>
    /// <param name="address">Where it is.</param>
    /// <param name="cancellationToken">Ends the request, and later every read of the object's bytes.</param>
    /// <returns>The object, its bytes still on the way.</returns>
    /// <exception cref="ImageStoreException">The store refused, failed, or kept silent.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<ImageObject> GetAsync(ImageAddress address, CancellationToken cancellationToken)
    {
        StoreWatchdog watchdog = new(address, _stallTimeout, cancellationToken);
        try
        {
            GetObjectRequest request = new()
            {
                BucketName = address.Bucket,
                Key = address.Key,

                // All of it, yet a range: else the client takes every ETag without a '-' for an MD5, fails on one
                // that is none, and hashes what is hashed here anyway (https://github.com/aws/aws-sdk-net/issues/1863).
                ByteRange = new ByteRange("bytes=0-"),
            };
            GetObjectResponse response = await watchdog
                .WatchAsync(token => ClientFor(address).GetObjectAsync(request, token)).ConfigureAwait(false);
            return new ImageObject(response, watchdog);
        }
        catch
        {
            watchdog.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Lazy<AmazonS3Client> client in _clients.Values.Where(client => client.IsValueCreated))
        {
            client.Value.Dispose();
        }
        _clients.Clear();
    }

    private AmazonS3Client ClientFor(ImageAddress address)
    {
        bool isPathStyle = _endpoint is not null || address.IsPathStyle;
        return _clients.GetOrAdd(
            (_endpoint ?? address.Service, address.Region ?? AnyRegion, isPathStyle),
            key => new Lazy<AmazonS3Client>(() => CreateClient(key.Service, key.Region, key.IsPathStyle))).Value;
    }

    // Whatever is not set here the client looks up: in the environment, in ~/.aws, or at the metadata address of
    // an EC2 machine, which takes it half a minute elsewhere (https://github.com/aws/aws-sdk-net/issues/2546).
    private AmazonS3Client CreateClient(string service, string region, bool isPathStyle) =>
        new(new AnonymousAWSCredentials(), new AmazonS3Config
        {
            ServiceURL = service,
            AuthenticationRegion = region,
            ForcePathStyle = isPathStyle,
            IgnoreConfiguredEndpointUrls = true,
            DefaultConfigurationMode = DefaultConfigurationMode.Standard,
            RetryMode = RequestRetryMode.Standard,
            MaxErrorRetry = 2,
            UseDualstackEndpoint = false,
            UseFIPSEndpoint = false,
            UseArnRegion = false,
            DisableS3ExpressSessionAuth = true,
            DisableMultiregionAccessPoints = true,
            DisableRequestCompression = true,
            AccountIdEndpointMode = AccountIdEndpointMode.DISABLED,
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
            USEast1RegionalEndpointValue = S3UsEast1RegionalEndpointValue.Regional,
            RequestMinCompressionSizeBytes = 10240,
            DisableClockSkewCorrection = true,
            AuthSchemePreference = ["noAuth"],
            ClientAppId = "PD12M",
#if NET
            ConnectTimeout = s_connectTimeout,
            MaxConnectionsPerServer = _throttleLimit,
#else
            ConnectionLimit = _throttleLimit,
#endif
        });
}
