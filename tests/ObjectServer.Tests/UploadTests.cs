using System.Net;
using System.Net.Sockets;

namespace PD12M.Testing;

public class UploadTests
{
    private static readonly ObjectServerOptions s_writable = new() { AllowWrite = true };

    [Fact]
    public async Task PUT_needs_permission_and_the_connection_goes_on()
    {
        await using ServedFolder served = new();
        using StringContent content = new("abc");

        using HttpResponseMessage response = await served.Client.PutAsync(served.Server.AddressOf("a"), content);
        using HttpResponseMessage missing = await served.GetAsync(served.Server.AddressOf("a"));

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        Assert.Equal(1, served.Server.Statistics.ConnectionsOpened);
    }

    [Fact]
    public async Task DELETE_is_not_allowed()
    {
        await using ServedFolder served = new(s_writable);
        Uri address = served.Write("a", "abc");

        using HttpResponseMessage response = await served.SendAsync(HttpMethod.Delete, address);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal("abc", await served.Client.GetStringAsync(address));
    }

    [Fact]
    public async Task PUT_stores_and_replaces_an_object()
    {
        await using ServedFolder served = new(s_writable);
        Uri address = served.Write("new/folder/a", "old");
        using StringContent content = new("abc");

        using HttpResponseMessage response = await served.Client.PutAsync(address, content);

        Assert.Equal("\"900150983cd24fb0d6963f7d28e17f72\"", response.Headers.ETag?.Tag);
        Assert.Equal("abc", await served.Client.GetStringAsync(address));
        Assert.Single(Directory.GetFiles(served.Folder, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_chunked_body_is_stored_without_its_framing()
    {
        await using ServedFolder served = new(s_writable);

        string answer = await served.ExchangeAsync(
            "PUT /pd12m/a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
            + "4;name=value\r\n0123\r\n6\r\n456789\r\n0\r\nTrailer: x\r\n\r\n"
            + "GET /pd12m/a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 200 OK\r\n", answer, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n0123456789", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_existing_object_is_kept_when_only_new_ones_are_wanted()
    {
        await using ServedFolder served = new(s_writable);
        Uri address = served.Write("a", "old");
        using HttpRequestMessage request = new(HttpMethod.Put, address) { Content = new StringContent("new") };
        request.Headers.TryAddWithoutValidation("If-None-Match", "*");

        using HttpResponseMessage response = await served.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.PreconditionFailed, response.StatusCode);
        Assert.Equal("old", await served.Client.GetStringAsync(address));
        Assert.Single(Directory.GetFiles(served.Folder));
    }

    [Fact]
    public async Task An_upload_that_breaks_off_leaves_nothing()
    {
        await using ServedFolder served = new(s_writable);
        using (TcpClient client = await served.ConnectAsync())
        {
            NetworkStream stream = client.GetStream();
            await stream.WriteAsync("PUT /pd12m/a HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n01234"u8.ToArray());
            client.Client.Shutdown(SocketShutdown.Send);
            Assert.Equal(0, await stream.ReadAsync(new byte[1]));
        }

        await served.Server.DisposeAsync();

        Assert.Empty(Directory.GetFiles(served.Folder));
    }

    [Fact]
    public async Task A_body_of_another_MD5_than_promised_is_not_stored()
    {
        await using ServedFolder served = new(s_writable);
        using StringContent content = new("abc");
        content.Headers.ContentMD5 = new byte[16];

        using HttpResponseMessage response = await served.Client.PutAsync(served.Server.AddressOf("a"), content);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("<Code>BadDigest</Code>", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(served.Folder));
    }

    [Theory]
    [InlineData("..%2fa")]
    [InlineData("linked/a")]
    public async Task Nothing_is_stored_outside(string key)
    {
        await using ServedFolder served = new(s_writable);
        Directory.CreateSymbolicLink(Path.Combine(served.Folder, "linked"), served.Outside);

        string answer = await served.ExchangeAsync(
            $"PUT /pd12m/{key} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 3\r\n\r\nabc");

        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(served.Outside));
    }
}
