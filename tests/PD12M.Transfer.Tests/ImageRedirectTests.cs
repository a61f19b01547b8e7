namespace PD12M.Transfer.Tests;

public sealed class ImageRedirectTests
{
    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_redirect_on_the_same_host_is_followed(int status)
    {
        using TransferFixture fixture = new(async request =>
        {
            if (request.Path != TransferFixture.ObjectPath)
            {
                await request.SendHeadersAsync(TransferFixture.Bytes.Length);
                await request.SendAsync(TransferFixture.Bytes);
                return true;
            }
            await RedirectAsync(request, status, "/elsewhere?token=secret");
            return true;
        });

        Assert.Null((await fixture.SaveAsync()).Problem);
        Assert.Equal(1, fixture.Store.CountOf("elsewhere?token=secret"));
    }

    [Theory]
    [InlineData("http://evil.example/x", "'evil.example' is redirected to")]
    [InlineData("http://localhost:1/x", "'localhost' is redirected to")]
    [InlineData("http://169.254.169.254/latest/meta-data", "'169.254.169.254' is redirected to")]
    [InlineData("http://user:word@127.0.0.1/x", "no plain http or https")]
    [InlineData("file:///etc/passwd", "no plain http or https")]
    [InlineData("http://127.0.0.1:1/x", "'127.0.0.1' is redirected to (port 1)")]
    [InlineData("//a:99999/", "no plain http or https")]
    [InlineData("//%5B", "no plain http or https")]
    [InlineData("//:0:0", "no plain http or https")]
    [InlineData("//a%20b/", "no plain http or https")]
    [InlineData("https:", "no plain http or https")]
    public async Task A_redirect_elsewhere_or_to_nothing_is_refused(string location, string reason)
    {
        using TransferFixture fixture = new(async request =>
        {
            await RedirectAsync(request, 302, location);
            return true;
        });

        SaveResult result = await fixture.SaveAsync();

        fixture.AssertNothingSaved(ImageFault.HostNotAllowed, result);
        Assert.Contains(reason, result.Problem!.Message, StringComparison.Ordinal);
        Assert.Equal(1, fixture.RequestCount);
    }

    [Fact]
    public async Task A_redirect_to_a_named_host_is_followed()
    {
        using LoopbackStore other = LoopbackStore.Start(new Dictionary<string, byte[]> { ["x"] = TransferFixture.Bytes });
        using TransferFixture fixture = new(async request =>
        {
            await RedirectAsync(request, 302, $"http://localhost:{other.Endpoint.Port}/x");
            return true;
        });
        using ImageStore store = new(TransferFixture.OptionsFor(fixture.Store.Endpoint) with { AllowHost = ["localhost"] });

        Assert.Null((await new ImageDownload(store, fixture.Destination).SaveAsync(TransferFixture.Request, CancellationToken.None)).Problem);
    }

    [Fact]
    public async Task Redirects_in_a_circle_end()
    {
        using TransferFixture fixture = new(async request =>
        {
            await RedirectAsync(request, 302, "/" + request.Path);
            return true;
        });

        fixture.AssertNothingSaved(ImageFault.StoreError, await fixture.SaveAsync());
        Assert.Equal(6, fixture.RequestCount);
    }

    private static Task RedirectAsync(StoreRequest request, int status, string location) =>
        request.SendAsync($"HTTP/1.1 {status} Elsewhere\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n");
}
