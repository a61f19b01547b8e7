using System.Net;
using System.Text;

namespace PD12M.Transfer.Tests;

public sealed class VirtualHostTests : IDisposable
{
    private readonly string _root = TemporaryFolder.Create();

    public void Dispose() => TemporaryFolder.Delete(_root);

    // Loopback requests of tests that run at the same time go straight.
    private sealed class AmazonOnlyProxy(Uri proxy) : IWebProxy
    {
        public ICredentials? Credentials { get; set; }

        public Uri? GetProxy(Uri destination) => proxy;

        public bool IsBypassed(Uri host) => !host.Host.EndsWith(".amazonaws.com", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://pd12m.s3.us-west-2.amazonaws.com/images/1.jpeg")]
    [InlineData("http://pd12m.s3.dualstack.us-west-2.amazonaws.com/images/1.jpeg")]
    [InlineData("http://pd12m.s3.amazonaws.com/images/1.jpeg")]
    [InlineData("http://s3.us-west-2.amazonaws.com/pd12m/images/1.jpeg")]
    public async Task S3_is_asked_at_the_host_that_the_URL_names(string url)
    {
        using LoopbackStore proxy = LoopbackStore.Start(new Dictionary<string, byte[]> { [url] = Encoding.ASCII.GetBytes("abc") });

        SaveResult result = Assert.Single(await SaveAsync(proxy, new StoreOptions(), url));

        Assert.Null(result.Problem);
        Assert.Equal(1, proxy.CountOf(url));
    }

    [Theory]
    [InlineData("301 Moved Permanently", "http://pd12m.s3.amazonaws.com/images/1.jpeg", "http://pd12m.s3.us-west-2.amazonaws.com/images/1.jpeg")]
    [InlineData("307 Temporary Redirect", "http://pd12m.s3.eu-north-1.amazonaws.com/images/1.jpeg", "http://pd12m.s3.us-west-2.amazonaws.com/images/1.jpeg")]
    [InlineData("301 Moved Permanently", "http://s3.amazonaws.com/pd12m/images/1.jpeg", "http://s3.us-west-2.amazonaws.com/pd12m/images/1.jpeg")]
    [InlineData("400 Bad Request", "http://s3.eu-north-1.amazonaws.com/pd12m/images/1.jpeg", "http://s3.us-west-2.amazonaws.com/pd12m/images/1.jpeg")]
    public async Task S3_says_once_in_which_region_the_bucket_is(string status, string url, string there)
    {
        using LoopbackStore proxy = LoopbackStore.Start(new Dictionary<string, byte[]> { [there] = Encoding.ASCII.GetBytes("abc") }, async request =>
        {
            if (request.Path != url)
            {
                return false;
            }
            await request.SendAsync($"HTTP/1.1 {status}\r\nx-amz-bucket-region: us-west-2\r\nContent-Length: 0\r\n\r\n");
            return true;
        });

        SaveResult[] results = await SaveAsync(proxy, new StoreOptions(), url, url);

        Assert.All(results, result => Assert.Null(result.Problem));
        Assert.Equal(1, proxy.CountOf(url));
        Assert.Equal(2, proxy.CountOf(there));
    }

    [Theory]
    [InlineData("evil.example/")]
    [InlineData("us-west-2.evil.example#-1")]
    [InlineData("us-east-1")]
    public async Task A_region_that_is_none_or_was_asked_already_is_no_way_on(string region)
    {
        using LoopbackStore proxy = LoopbackStore.Start(new Dictionary<string, byte[]>(), async request =>
        {
            await request.SendAsync($"HTTP/1.1 301 Moved Permanently\r\nx-amz-bucket-region: {region}\r\nContent-Length: 0\r\n\r\n");
            return true;
        });

        SaveResult result = Assert.Single(await SaveAsync(proxy, new StoreOptions(), "http://pd12m.s3.us-east-1.amazonaws.com/images/1.jpeg"));

        Assert.Equal(ImageFault.StoreError, result.Problem?.Fault);
        Assert.Equal(1, proxy.CountOf("http://pd12m.s3.us-east-1.amazonaws.com/images/1.jpeg"));
    }

    [Fact]
    public async Task A_host_that_the_proxy_passes_over_is_reached_no_nearer_than_the_address_may()
    {
        using LoopbackStore store = LoopbackStore.Start(new Dictionary<string, byte[]>());
        IWebProxy before = HttpClient.DefaultProxy;
        HttpClient.DefaultProxy = new AmazonOnlyProxy(store.Endpoint);
        try
        {
            HttpRequestException error = await Assert.ThrowsAsync<HttpRequestException>(() => RemoteConnections.UpTo(NetworkZone.Public).GetAsync(store.Endpoint));

            Assert.IsType<NetworkZoneException>(error.InnerException);
            Assert.Equal(0, store.Connections);
        }
        finally
        {
            HttpClient.DefaultProxy = before;
        }
    }

    private async Task<SaveResult[]> SaveAsync(LoopbackStore proxy, StoreOptions options, params string[] urls)
    {
        IWebProxy before = HttpClient.DefaultProxy;
        HttpClient.DefaultProxy = new AmazonOnlyProxy(proxy.Endpoint);
        try
        {
            using ImageStore store = new(options);
            using DestinationFolder destination = DestinationFolder.Open(_root);
            ImageDownload download = new(store, destination) { Layout = ImageLayout.Flat };
            List<SaveResult> results = [];
            foreach (string url in urls)
            {
                // MD5 of "abc": RFC 1321, appendix A.5.
                results.Add(await download.SaveAsync(new ImageRequest($"{results.Count}", url, "900150983cd24fb0d6963f7d28e17f72"), CancellationToken.None));
            }
            return [.. results];
        }
        finally
        {
            HttpClient.DefaultProxy = before;
        }
    }
}
