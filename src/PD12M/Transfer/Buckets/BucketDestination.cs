using System.Net.Http;
using Amazon.Runtime;
using Amazon.S3;

namespace PD12M.Transfer.Buckets;

/// <summary>
/// A bucket that objects are saved in. Each appears whole and verified, by one PUT with its MD5, which the store checks
/// and shows as the ETag. Many calls may run at once, and many runs: what they write is the same.
/// </summary>
internal sealed class BucketDestination : IDisposable
{
    /// <summary>The most bytes that one PUT may have ("Uploading objects" in the Amazon S3 User Guide).</summary>
    public const long MaximumLength = 5L << 30;

    // An object that is not there: unlike a HEAD, a GET is told why, and whoever may not list a bucket is refused.
    private const string Probe = ".pd12m";

    // What a signature for a store without regions is made for.
    private const string AnyRegion = "us-east-1";

    private readonly BucketAddress _address;
    private readonly StoreOptions _options;
    private readonly string? _endpoint;
    private readonly bool _isPathStyle;
    private readonly HttpMessageInvoker _http;
    private readonly ObjectSigner _signer;
    private readonly StoreGate _gate;
    private readonly Backoff _backoff;
    private readonly RetryBudget _retries;
    private string _region;

    private BucketDestination(BucketAddress address, StoreOptions options)
    {
        _address = address;
        _options = options;
        _endpoint = options.Endpoint;
        options.DemandRegion();
        S3Host? amazon = null;
        bool isAmazon = options.EndpointUrl is null || S3Host.TryParse(options.EndpointUrl.Host, out amazon);

        // S3's certificate covers one label in front of its name.
        _isPathStyle = !isAmazon || address.Bucket.Contains('.');
        _region = amazon?.Region ?? options.Region ?? AnyRegion;
        _signer = new ObjectSigner(options.Credentials!, requestPayer: false);
        _http = new HttpMessageInvoker(ImageStore.CreateHandler(options, _ => NetworkZone.LinkLocal));
        _gate = new StoreGate(options.Retry, options.Notify);
        _backoff = new Backoff(options.Retry.FirstDelay, options.Retry.LongestDelay);
        _retries = new RetryBudget(options.Retry);
    }

    /// <summary>What is asked without a region in its name.</summary>
    private string Service => _endpoint ?? $"https://s3.{_region}.amazonaws.com" + (_region.StartsWith("cn-", StringComparison.Ordinal) ? ".cn" : "");

    /// <summary>Opens a bucket: sees that it is there and may be listed.</summary>
    /// <param name="address">Where objects go.</param>
    /// <param name="options">Where the store is, as whom it is asked, and how patiently; with credentials.</param>
    /// <param name="token">Ends the request.</param>
    /// <exception cref="StoreOptionException">The endpoint is no plain http or https address, or the region is none.</exception>
    /// <exception cref="BucketException">The bucket is not there or may not be used, or the store gives no answer.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static async Task<BucketDestination> OpenAsync(BucketAddress address, StoreOptions options, CancellationToken token)
    {
        BucketDestination bucket = new(address, options);
        try
        {
            await bucket.SendAsync(new BucketRequest(HttpVerb.GET, address.Prefix + Probe), token).ConfigureAwait(false);
            return bucket;
        }
        catch
        {
            bucket.Dispose();
            throw;
        }
    }

    /// <summary>Looks for an object.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="token">Ends the request.</param>
    /// <returns>Its length in bytes; null if it is not there.</returns>
    /// <exception cref="BucketException">The store does not tell.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public Task<long?> FindAsync(string key, CancellationToken token) => SendAsync(new BucketRequest(HttpVerb.HEAD, key), token);

    /// <summary>Saves an object; one of that key is replaced.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="content">Its bytes, verified.</param>
    /// <param name="md5">Their MD5.</param>
    /// <param name="token">Ends the upload; nothing of it stays.</param>
    /// <exception cref="BucketException">The object was not saved.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public Task PutAsync(string key, SpoolFile content, byte[] md5, CancellationToken token) =>
        SendAsync(new BucketRequest(HttpVerb.PUT, key) { Content = content, Md5 = md5 }, token);

    /// <inheritdoc/>
    public void Dispose()
    {
        _http.Dispose();
        _signer.Dispose();
        _gate.Dispose();
    }

    private async Task<long?> SendAsync(BucketRequest request, CancellationToken token)
    {
        string address = _address.AddressOf(request.Key);
        ObjectPlace place = new(null, _endpoint is null ? address : $"{address} at {_endpoint}");
        AttemptBudget budget = new(_options, _backoff, _retries);
        try
        {
            while (true)
            {
                try
                {
                    using StoreGate.Pass pass = await _gate.EnterAsync(token).ConfigureAwait(false);
                    budget.Begin(pass.IsProbe);
                    long? length = await AttemptAsync(request, place, pass, budget.TimeLeft, token).ConfigureAwait(false);
                    budget.End();
                    return length;
                }
                catch (ImageStoreException exception) when (budget.Allows(exception, hasGained: false))
                {
                    await budget.WaitAsync(exception, isPaced: false, token).ConfigureAwait(false);
                }
            }
        }
        catch (ImageStoreException exception)
        {
            throw new BucketException(exception.Fault, exception.Message, exception);
        }
    }

    private async Task<long?> AttemptAsync(BucketRequest request, ObjectPlace place, StoreGate.Pass pass, TimeSpan limit, CancellationToken token)
    {
        using StoreWatchdog watchdog = new(place, limit, token);
        try
        {
            while (true)
            {
                string region = _region;
                using HttpResponseMessage response = await SendOnceAsync(request, place, region, watchdog).ConfigureAwait(false);
                string? code = response.IsSuccessStatusCode ? null : await StoreAnswer.CodeOfAsync(response, watchdog, _options.StallTimeout).ConfigureAwait(false);
                bool isMissing = (int)response.StatusCode == 404 && (request.Verb == HttpVerb.HEAD || code == "NoSuchKey");
                if (response.IsSuccessStatusCode || isMissing)
                {
                    pass.Answered();
                    return isMissing ? null : response.Content.Headers.ContentLength ?? 0;
                }
                if (!LearnRegion(response, region))
                {
                    throw BucketAnswer.Explain(response, code, place);
                }
            }
        }
        catch (ImageStoreException exception)
        {
            if (exception.IsOutage)
            {
                pass.Failed(exception);
            }
            else
            {
                pass.Answered();
            }
            throw;
        }
    }

    private async Task<HttpResponseMessage> SendOnceAsync(BucketRequest request, ObjectPlace place, string region, StoreWatchdog watchdog)
    {
        try
        {
            Uri uri = await _signer.SignAsync(request.Verb, _address.Bucket, request.Key, request.Md5, Service, region, _isPathStyle, watchdog.Token).ConfigureAwait(false);
            using HttpRequestMessage message = request.ToMessage(uri, () => watchdog.Start(_options.FirstByteTimeout));
            watchdog.Start(_options.FirstByteTimeout);
            HttpResponseMessage response = await _http.SendAsync(message, watchdog.Token).ConfigureAwait(false);
            watchdog.Stop();
            return response;
        }
        catch (AmazonClientException exception)
        {
            throw new ImageStoreException(
                ImageFault.WriteDenied, $"The request cannot be signed ({place}): {exception.Message.TrimEnd('.')}. Check the credentials.", isTransient: false, exception);
        }
        catch (Exception exception) when (watchdog.Explains(exception))
        {
            throw watchdog.Explain(exception, isAnswering: false);
        }
    }

    /// <summary>Takes from Amazon S3's refusal to answer for another region which one is right.</summary>
    /// <returns>Whether it said one that had not been asked.</returns>
    private bool LearnRegion(HttpResponseMessage response, string asked)
    {
        if (StoreAnswer.RegionOf(response) is not { } region || region == asked)
        {
            return false;
        }
        _region = region;
        return true;
    }
}
