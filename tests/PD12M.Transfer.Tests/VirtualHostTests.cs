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
        IWebProxy before = HttpClient.DefaultProxy;
        HttpClient.DefaultProxy = new AmazonOnlyProxy(proxy.Endpoint);
        try
        {
            using ImageStore store = new(new StoreOptions());
            using DestinationFolder destination = DestinationFolder.Open(_root);

            // MD5 of "abc": RFC 1321, appendix A.5.
            SaveResult result = await new ImageDownload(store, destination).SaveAsync(
                new ImageRequest("1", url, "900150983cd24fb0d6963f7d28e17f72"), CancellationToken.None);

            Assert.Null(result.Problem);
            Assert.Equal(1, proxy.CountOf(url));
        }
        finally
        {
            HttpClient.DefaultProxy = before;
        }
    }
}
