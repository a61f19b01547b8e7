using System.Net;
using System.Net.Sockets;
using System.Text;

namespace PD12M.Testing;

/// <summary>A folder of its own, served; both are gone after the test.</summary>
public sealed class ServedFolder : IAsyncDisposable
{
    private readonly DirectoryInfo _parent = Directory.CreateTempSubdirectory("pd12m-object-server-");

    public ServedFolder(ObjectServerOptions? options = null)
    {
        Folder = Path.Combine(_parent.FullName, "served");
        Directory.CreateDirectory(Folder);
        Server = ObjectServer.Start(Folder, options);
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
    }

    public string Folder { get; }

    /// <summary>Beside the served folder, so not to be served.</summary>
    public string Outside => _parent.FullName;

    public ObjectServer Server { get; }

    public HttpClient Client { get; }

    public Uri Write(string key, string text)
    {
        string path = Path.Combine(Folder, key);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return Server.AddressOf(key);
    }

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, Uri address, params (string Name, string Value)[] headers)
    {
        using HttpRequestMessage request = new(method, address);
        foreach ((string name, string value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await Client.SendAsync(request);
    }

    public Task<HttpResponseMessage> GetAsync(Uri address, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Get, address, headers);

    /// <summary>Sends bytes as they are and returns all that comes until the server closes.</summary>
    public async Task<string> ExchangeAsync(string request)
    {
        using TcpClient client = await ConnectAsync();
        await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(request));
        using StreamReader reader = new(client.GetStream(), Encoding.Latin1);
        return await reader.ReadToEndAsync();
    }

    public async Task<TcpClient> ConnectAsync()
    {
        TcpClient client = new();
        await client.ConnectAsync(IPAddress.Loopback, Server.Endpoint.Port);
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Server.DisposeAsync();
        _parent.Delete(recursive: true);
    }
}
