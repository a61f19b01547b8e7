namespace PD12M.Transfer.Tests;

public sealed class HostPolicyTests
{
    [Theory]
    [InlineData("https://pd12m.s3.us-west-2.amazonaws.com/images/1.jpeg")]
    [InlineData("https://s3.us-west-2.amazonaws.com/pd12m/images/1.jpeg")]
    [InlineData("https://pd12m.s3.amazonaws.com/images/1.jpeg")]
    [InlineData("s3://pd12m/images/1.jpeg")]
    [InlineData("https://named.example/b/k")]
    [InlineData("https://NAMED.example:8443/b/k")]
    [InlineData("https://cdn.below.example/b/k")]
    [InlineData("https://a.b.below.example/b/k")]
    public void The_data_sets_own_and_named_hosts_are_allowed(string url) => Assert.True(Allows(url));

    [Theory]
    [InlineData("https://other.s3.us-west-2.amazonaws.com/images/1.jpeg")]
    [InlineData("https://s3.us-west-2.amazonaws.com/other/images/1.jpeg")]
    [InlineData("s3://other/images/1.jpeg")]
    [InlineData("https://pd12m.s3.us-west-2.amazonaws.com.evil.example/pd12m/1.jpeg")]
    [InlineData("https://evil.example/pd12m/images/1.jpeg")]
    [InlineData("https://below.example/b/k")]
    [InlineData("https://evilbelow.example/b/k")]
    [InlineData("https://sub.named.example/b/k")]
    [InlineData("http://169.254.169.254/latest/meta-data")]
    [InlineData("http://localhost/b/k")]
    public void Other_hosts_are_not(string url) => Assert.False(Allows(url));

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.1.2.3")]
    [InlineData("localhost")]
    [InlineData("10.1.2.3")]
    [InlineData("192.168.1.1")]
    [InlineData("169.254.169.254")]
    [InlineData("[::1]")]
    [InlineData("[fe80::1]")]
    [InlineData("[::ffff:10.0.0.1]")]
    public async Task Private_addresses_are_asked_only_when_they_are_named_themselves(string host)
    {
        Assert.False(await new HostPolicy(null, ["*.example.org"]).MayConnectAsync(host, CancellationToken.None));
        Assert.True(await new HostPolicy(null, [host]).MayConnectAsync(host, CancellationToken.None));
        Assert.True(await new HostPolicy(new Uri($"http://{host}:9000/"), []).MayConnectAsync(host, CancellationToken.None));
    }

    [Theory]
    [InlineData("*")]
    [InlineData("*.")]
    [InlineData("")]
    [InlineData("https://host")]
    [InlineData("host:443")]
    [InlineData("host/path")]
    [InlineData("*.10.0.0.1")]
    [InlineData("a.*.example")]
    public void What_is_no_host_is_refused_as_one(string pattern) =>
        Assert.Equal("AllowHost", Assert.Throws<StoreOptionException>(() => new HostPolicy(null, [pattern])).Option);

    [Fact]
    public async Task A_record_that_names_another_host_is_a_problem_without_a_request()
    {
        using TransferFixture fixture = new();
        using ImageStore store = new(new StoreOptions());

        SaveResult result = await new ImageDownload(store, fixture.Destination).SaveAsync(
            TransferFixture.Request with { Url = $"{fixture.Store.Endpoint}{TransferFixture.ObjectPath}" }, CancellationToken.None);

        fixture.AssertNothingSaved(ImageFault.HostNotAllowed, result);
        Assert.Contains("-AllowHost '127.0.0.1'", result.Problem!.Message, StringComparison.Ordinal);
        Assert.Equal(0, fixture.RequestCount);
    }

    private static bool Allows(string url)
    {
        Assert.True(ImageAddress.TryParse(url, out ImageAddress? address, out string? problem), problem);
        return new HostPolicy(null, ["named.example", "*.below.example"]).Allows(address, address.UriAt(address.Service, address.IsPathStyle));
    }
}
