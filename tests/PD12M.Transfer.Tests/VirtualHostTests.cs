using System.Net;
using System.Text;

namespace PD12M.Transfer.Tests;

public sealed class VirtualHostTests
{
    // The S3 client shares connections, and the proxy that they go through, between stores of the same limit.
    private static int s_throttleLimit = 1000;

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
            using ImageStore store = new(null, throttleLimit: Interlocked.Increment(ref s_throttleLimit));
            Assert.True(ImageAddress.TryParse(url, out ImageAddress? address, out _));

            using ImageObject image = await store.GetAsync(address, CancellationToken.None);

            Assert.Equal(3, image.Length);
            Assert.Equal(1, proxy.CountOf(url));
        }
        finally
        {
            HttpClient.DefaultProxy = before;
        }
    }
}
