using System.Net;
using System.Net.Sockets;

namespace PD12M.Transfer.Tests;

/// <summary>In processes of their own: a proxy is read from the environment once in each.</summary>
public sealed class ProxyTests : IDisposable
{
    private readonly string _root = TemporaryFolder.Create();

    public void Dispose() => TemporaryFolder.Delete(_root);

    [LinuxFact]
    public async Task Http_goes_through_the_systems_proxy_which_looks_the_name_up()
    {
        Uri address = new($"http://store.invalid/{TransferFixture.ObjectPath}");
        using LoopbackStore proxy = LoopbackStore.Start(new Dictionary<string, byte[]> { [address.AbsoluteUri] = TransferFixture.Bytes });

        string problem = await OwnProcess.SaveAsync(_root, new Uri("http://store.invalid/"), Environment("http_proxy", proxy));

        Assert.Equal("", problem);
        Assert.Equal(1, proxy.CountOf(address.AbsoluteUri));
    }

    [LinuxFact]
    public async Task Https_goes_through_a_tunnel_and_its_certificate_is_checked_at_the_end_of_it()
    {
        using TestAuthority authority = new();
        using LoopbackStore store = LoopbackStore.Start(
            new Dictionary<string, byte[]> { [TransferFixture.ObjectPath] = TransferFixture.Bytes }, certificate: authority.Issue("store.invalid"));
        using LoopbackStore proxy = LoopbackStore.Start(new Dictionary<string, byte[]>(), request => TunnelAsync(request, store.Port));
        Dictionary<string, string> environment = Environment("https_proxy", proxy);
        environment["SSL_CERT_FILE"] = Path.Combine(_root, "trusted.pem");
        await File.WriteAllTextAsync(environment["SSL_CERT_FILE"], authority.Pem);

        Assert.Equal("", await OwnProcess.SaveAsync(_root, new Uri("https://store.invalid/"), environment));
        Assert.Equal(1, proxy.CountOf("store.invalid:443"));

        string problem = await OwnProcess.SaveAsync(TemporaryFolderBelow("other"), new Uri("https://other.invalid/"), environment);
        Assert.Contains(nameof(ImageFault.ConnectionNotTrusted), problem, StringComparison.Ordinal);
        Assert.Equal(1, store.CountOf(TransferFixture.ObjectPath));
    }

    [LinuxFact]
    public async Task What_no_proxy_names_is_asked_directly()
    {
        using LoopbackStore proxy = LoopbackStore.Start(new Dictionary<string, byte[]>());
        using LoopbackStore store = LoopbackStore.Start(new Dictionary<string, byte[]> { [TransferFixture.ObjectPath] = TransferFixture.Bytes });
        Dictionary<string, string> environment = Environment("http_proxy", proxy);
        environment["no_proxy"] = "example.org,127.0.0.1";

        Assert.Equal("", await OwnProcess.SaveAsync(_root, store.Endpoint, environment));
        Assert.Equal(0, proxy.Connections);
    }

    private static Dictionary<string, string> Environment(string name, LoopbackStore proxy) => new()
    {
        [name] = proxy.Endpoint.AbsoluteUri,
        ["no_proxy"] = "",
        ["NO_PROXY"] = "",
    };

    /// <summary>What a proxy does with CONNECT (RFC 9110, section 9.3.6); every name stands for one port of this machine.</summary>
    private static async Task<bool> TunnelAsync(StoreRequest request, int port)
    {
        using Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, port);
        await request.SendAsync("HTTP/1.1 200 OK\r\n\r\n");
        using NetworkStream there = new(socket);
        await Task.WhenAny(request.Stream.CopyToAsync(there, request.Stopping), there.CopyToAsync(request.Stream, request.Stopping));
        request.Socket.Close();
        return true;
    }

    private string TemporaryFolderBelow(string name) => Directory.CreateDirectory(Path.Combine(_root, name)).FullName;
}
