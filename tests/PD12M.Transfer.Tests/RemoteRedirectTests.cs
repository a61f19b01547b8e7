using System.Net;
using PD12M.Testing;

namespace PD12M.Transfer.Tests;

public sealed class RemoteRedirectTests
{
    private const string Moved = "resolve/main/pd12m.000.parquet";

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_redirect_is_followed_once_and_remembered(int status)
    {
        await using MetadataOnServer metadata = new();
        metadata.Server.Faults.Add(new Fault(FaultKind.Redirect) { Key = Moved, Status = status, Location = metadata.Server.AddressOf(MetadataOnServer.Key) });

        string[] records = MetadataOnServer.ReadRemote(metadata.OpenSource(key: Moved));

        Assert.Equal(metadata.ReadLocal(), records);
        Assert.Equal(1, metadata.Statistics.RequestsFor(Moved));
    }

    [Fact]
    public async Task Where_a_redirect_led_has_expired_the_typed_address_is_asked_again()
    {
        await using MetadataOnServer metadata = new();
        metadata.Server.Faults.Add(new Fault(FaultKind.Redirect) { Key = Moved, Location = metadata.Server.AddressOf(MetadataOnServer.Key) });
        metadata.Server.Faults.Add(new Fault(FaultKind.Status) { Key = MetadataOnServer.Key, Status = 403, SkipFirst = 2, Times = 1 });

        string[] records = MetadataOnServer.ReadRemote(metadata.OpenSource(key: Moved));

        Assert.Equal(metadata.ReadLocal(), records);
        Assert.InRange(metadata.Statistics.RequestsFor(Moved), 2, 1 + ReadAhead.MostInFlight + 1);
    }

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://127.0.0.1/a.parquet")]
    [InlineData("http://169.254.169.254/latest/meta-data/iam/security-credentials/")]
    [InlineData("http://[fe80::1]/a.parquet")]
    [InlineData("http://user:word@127.0.0.1/a.parquet")]
    public async Task A_redirect_out_of_the_web_or_to_the_link_is_refused(string location)
    {
        await using MetadataOnServer metadata = new(rows: 100);
        metadata.Server.Faults.Add(new Fault(FaultKind.Redirect) { Location = new Uri(location) });

        RemoteFileException error = Assert.Throws<RemoteFileException>(() => metadata.OpenSource());

        Assert.Equal(RemoteFault.RedirectRefused, error.Fault);
        Assert.DoesNotContain("word", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, metadata.Statistics.Requests);
    }

    [Theory]
    [InlineData("//a:99999/")]
    [InlineData("//%5B")]
    [InlineData("https:")]
    public void A_redirect_to_what_is_no_address_is_refused(string location)
    {
        using LoopbackStore store = LoopbackStore.Start(new Dictionary<string, byte[]>(), async request =>
        {
            await request.SendAsync($"HTTP/1.1 302 Found\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n");
            return true;
        });

        RemoteFileException error = Assert.Throws<RemoteFileException>(() => MetadataOnServer.Open($"{store.Endpoint}a.parquet"));

        Assert.Equal(RemoteFault.RedirectRefused, error.Fault);
    }

    [Fact]
    public async Task Redirects_in_a_circle_come_to_an_end()
    {
        await using MetadataOnServer metadata = new(rows: 100);
        metadata.Server.Faults.Add(new Fault(FaultKind.Redirect) { Location = metadata.Server.AddressOf(MetadataOnServer.Key) });

        RemoteFileException error = Assert.Throws<RemoteFileException>(() => metadata.OpenSource());

        Assert.Equal(RemoteFault.RedirectRefused, error.Fault);
        Assert.Equal(6, metadata.Statistics.Requests);
    }

    [Theory]
    [InlineData("https://93.184.216.34/a", "https://1.1.1.1/b", true)]
    [InlineData("http://93.184.216.34/a", "https://1.1.1.1/b", true)]
    [InlineData("https://93.184.216.34/a", "http://1.1.1.1/b", false)]
    [InlineData("https://93.184.216.34/a", "https://10.0.0.1/b", false)]
    [InlineData("https://93.184.216.34/a", "https://localhost/b", false)]
    [InlineData("https://93.184.216.34/a", "https://[::1]/b", false)]
    [InlineData("https://93.184.216.34/a", "https://[::ffff:127.0.0.1]/b", false)]
    [InlineData("https://93.184.216.34/a", "/b", true)]
    [InlineData("http://10.0.0.1/a", "http://192.168.1.1/b", true)]
    [InlineData("http://10.0.0.1/a", "http://169.254.169.254/b", false)]
    [InlineData("http://169.254.10.10/a", "http://169.254.10.10:81/b", true)]
    public async Task A_redirect_leads_into_the_own_network_only_from_there(string from, string to, bool isFollowed)
    {
        Assert.True(RemoteAddress.TryParse(from, out RemoteAddress? address, out _));
        Task<Uri> following = RemoteRedirect.FollowAsync(address, address.Uri, new Uri(to, to.StartsWith('/') ? UriKind.Relative : UriKind.Absolute));

        if (isFollowed)
        {
            Assert.EndsWith("/b", (await following).AbsoluteUri, StringComparison.Ordinal);
        }
        else
        {
            Assert.Equal(RemoteFault.RedirectRefused, (await Assert.ThrowsAsync<RemoteFileException>(() => following)).Fault);
        }
    }

    [Theory]
    [InlineData("8.8.8.8", NetworkZone.Public)]
    [InlineData("172.32.0.1", NetworkZone.Public)]
    [InlineData("2606:4700::1111", NetworkZone.Public)]
    [InlineData("0.0.0.0", NetworkZone.Private)]
    [InlineData("127.1.2.3", NetworkZone.Private)]
    [InlineData("172.31.255.255", NetworkZone.Private)]
    [InlineData("100.64.0.1", NetworkZone.Private)]
    [InlineData("fd00::1", NetworkZone.Private)]
    [InlineData("::", NetworkZone.Private)]
    [InlineData("169.254.0.1", NetworkZone.LinkLocal)]
    [InlineData("::ffff:169.254.169.254", NetworkZone.LinkLocal)]
    [InlineData("fe80::1", NetworkZone.LinkLocal)]
    [InlineData("::1", NetworkZone.Private)]
    [InlineData("::127.0.0.1", NetworkZone.Private)]
    [InlineData("64:ff9b::a9fe:a9fe", NetworkZone.LinkLocal)]
    [InlineData("64:ff9b::808:808", NetworkZone.Public)]
    [InlineData("2002:a00:1::1", NetworkZone.Private)]
    [InlineData("2002:808:808::1", NetworkZone.Public)]
    internal void Addresses_have_the_zone_of_their_block(string address, NetworkZone zone) =>
        Assert.Equal(zone, NetworkZones.Of(IPAddress.Parse(address)));

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    public async Task A_connection_leads_no_nearer_than_the_address_may(string host)
    {
        await using MetadataOnServer metadata = new(rows: 100);
        UriBuilder address = new(metadata.Server.AddressOf(MetadataOnServer.Key)) { Host = host };

        HttpRequestException error = await Assert.ThrowsAsync<HttpRequestException>(() => RemoteConnections.UpTo(NetworkZone.Public).GetAsync(address.Uri));

        Assert.IsType<NetworkZoneException>(error.InnerException);
        Assert.Equal(0, metadata.Statistics.Requests);
        using HttpResponseMessage response = await RemoteConnections.UpTo(NetworkZone.Private).GetAsync(address.Uri);
        Assert.True(response.IsSuccessStatusCode);
        Assert.Equal(NetworkZone.Private, await RemoteConnections.ZoneOfAsync(host));
    }
}
