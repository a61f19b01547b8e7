using System.Collections.Concurrent;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace PD12M.Transfer;

/// <summary>Signs requests for objects: the one place that knows the S3 client.</summary>
internal sealed class ObjectSigner : IDisposable
{
    // A request is sent at once; this covers clocks that differ.
    private static readonly TimeSpan s_validity = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<(string Service, string Region), Lazy<AmazonS3Client>> _clients = new();
    private readonly AWSCredentials _credentials;
    private readonly bool _requestPayer;

    /// <summary>Makes a signer.</summary>
    /// <param name="credentials">Whose signature it is.</param>
    /// <param name="requestPayer">Whether the signer agrees to pay.</param>
    public ObjectSigner(AWSCredentials credentials, bool requestPayer)
    {
        _credentials = credentials;
        _requestPayer = requestPayer;
    }

    /// <summary>Signs a GET of an object.</summary>
    /// <param name="address">The object.</param>
    /// <param name="service">Where it is asked for: scheme, host, and perhaps a path, without a slash at the end.</param>
    /// <param name="region">The region that the signature is for.</param>
    /// <param name="isPathStyle">Whether the bucket goes into the path.</param>
    /// <param name="token">Ends the wait for credentials.</param>
    /// <returns>The address with the signature in its query, never to be shown.</returns>
    /// <exception cref="AmazonClientException">There are no credentials to sign with.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public Task<Uri> SignAsync(ImageAddress address, string service, string region, bool isPathStyle, CancellationToken token) =>
        SignAsync(HttpVerb.GET, address.Bucket, address.Key, null, service, region, isPathStyle, token);

    /// <summary>Signs any request for an object.</summary>
    /// <param name="verb">What is to be done.</param>
    /// <param name="bucket">The bucket.</param>
    /// <param name="key">The object.</param>
    /// <param name="md5">The MD5 of what is sent, which the request must name; null if it names none.</param>
    /// <param name="service">Where it is asked for: scheme, host, and perhaps a path, without a slash at the end.</param>
    /// <param name="region">The region that the signature is for.</param>
    /// <param name="isPathStyle">Whether the bucket goes into the path.</param>
    /// <param name="token">Ends the wait for credentials.</param>
    /// <returns>The address with the signature in its query, never to be shown.</returns>
    /// <exception cref="AmazonClientException">There are no credentials to sign with.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<Uri> SignAsync(
        HttpVerb verb, string bucket, string key, byte[]? md5, string service, string region, bool isPathStyle, CancellationToken token)
    {
        AmazonS3Client client = _clients.GetOrAdd(
            (service, region), key => new Lazy<AmazonS3Client>(() => CreateClient(key.Service, key.Region, isPathStyle))).Value;
        GetPreSignedUrlRequest request = new()
        {
            BucketName = bucket,
            Key = key,
            Verb = verb,
            Expires = DateTime.UtcNow + s_validity,
            Protocol = service.StartsWith("https:", StringComparison.Ordinal) ? Protocol.HTTPS : Protocol.HTTP,
        };
        if (md5 is not null)
        {
            request.Headers.ContentMD5 = Convert.ToBase64String(md5);
        }
        if (_requestPayer)
        {
            request.RequestPayer = RequestPayer.Requester;
        }
        Task<string> signing = client.GetPreSignedURLAsync(request);
#if NET
        return new Uri(await signing.WaitAsync(token).ConfigureAwait(false));
#else
        token.ThrowIfCancellationRequested();
        return new Uri(await signing.ConfigureAwait(false));
#endif
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

    // Whatever is not set here the client looks up: in the environment, in ~/.aws, or at the metadata address of
    // an EC2 machine, which takes it half a minute elsewhere (https://github.com/aws/aws-sdk-net/issues/2546).
    private AmazonS3Client CreateClient(string service, string region, bool isPathStyle) =>
        new(_credentials, new AmazonS3Config
        {
            ServiceURL = service,
            AuthenticationRegion = region,
            ForcePathStyle = isPathStyle,
            IgnoreConfiguredEndpointUrls = true,
            DefaultConfigurationMode = DefaultConfigurationMode.Standard,
            RetryMode = RequestRetryMode.Standard,
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
            ClientAppId = "PD12M",
        });
}
