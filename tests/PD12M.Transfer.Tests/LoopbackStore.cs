using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace PD12M.Transfer.Tests;

/// <summary>One request that the store has read: the object's path and how often it has been asked for, this time included.</summary>
internal sealed record StoreRequest(string Path, int Count, NetworkStream Stream, CancellationToken Stopping)
{
    /// <summary>The request line and the headers, as sent.</summary>
    public required string Head { get; init; }

    public Task SendAsync(string text) => SendAsync(Encoding.ASCII.GetBytes(text));

    public async Task SendAsync(byte[] bytes)
    {
        await Stream.WriteAsync(bytes, Stopping);
        await Stream.FlushAsync(Stopping);
    }

    public Task SendHeadersAsync(int length, string more = "") =>
        SendAsync($"HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\nContent-Length: {length}\r\n{more}\r\n");

    public Task SendErrorAsync(string status, string code) =>
        SendErrorBodyAsync(status, $"<?xml version=\"1.0\"?><Error><Code>{code}</Code><Message>{code}</Message></Error>");

    public Task SendErrorBodyAsync(string status, string body) =>
        SendAsync($"HTTP/1.1 {status}\r\nContent-Type: application/xml\r\nContent-Length: {body.Length}\r\n\r\n{body}");

    /// <summary>Resets the connection instead of closing it in order.</summary>
    public void Reset()
    {
        Stream.Socket.LingerState = new LingerOption(true, 0);
        Stream.Socket.Close();
    }
}

/// <summary>A web server on the loopback address that gives objects by path, or whatever <see cref="Answer"/> makes of a request.</summary>
internal sealed class LoopbackStore : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<string, int> _counts = new();
    private readonly IReadOnlyDictionary<string, byte[]> _objects;

    private LoopbackStore(IReadOnlyDictionary<string, byte[]> objects) => _objects = objects;

    public Uri Endpoint => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>Answers a request specially; false leaves it to the store.</summary>
    public Func<StoreRequest, Task<bool>>? Answer { get; init; }

    public int CountOf(string path) => _counts.GetValueOrDefault(path);

    public static LoopbackStore Start(IReadOnlyDictionary<string, byte[]> objects, Func<StoreRequest, Task<bool>>? answer = null)
    {
        LoopbackStore store = new(objects) { Answer = answer };
        store._listener.Start();
        _ = store.AcceptAsync();
        return store;
    }

    public void Dispose()
    {
        _stopping.Cancel();
        _listener.Stop();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync(_stopping.Token);
                _ = ServeAsync(client);
            }
        }
        catch (OperationCanceledException)
        {
            // The test has ended.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            NetworkStream stream = client.GetStream();
            try
            {
                while (await ReadHeadAsync(stream) is string head)
                {
                    string path = Uri.UnescapeDataString(head.Split(' ')[1].TrimStart('/'));
                    int count = _counts.AddOrUpdate(path, 1, (_, before) => before + 1);
                    StoreRequest request = new(path, count, stream, _stopping.Token) { Head = head };
                    if (Answer is null || !await Answer(request))
                    {
                        await AnswerPlainlyAsync(request);
                    }
                }
            }
            catch (Exception exception) when (exception is IOException or OperationCanceledException or ObjectDisposedException)
            {
                // The client went away, the answer closed the connection, or the test has ended.
            }
        }
    }

    private async Task AnswerPlainlyAsync(StoreRequest request)
    {
        if (_objects.TryGetValue(request.Path, out byte[]? bytes))
        {
            await request.SendHeadersAsync(bytes.Length);
            await request.SendAsync(bytes);
        }
        else
        {
            await request.SendErrorAsync("404 Not Found", "NoSuchKey");
        }
    }

    private async Task<string?> ReadHeadAsync(NetworkStream stream)
    {
        StringBuilder head = new();
        byte[] one = new byte[1];
        while (await stream.ReadAsync(one, _stopping.Token) == 1)
        {
            head.Append((char)one[0]);
            if (one[0] == '\n' && head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
            {
                return head.ToString();
            }
        }
        return null;
    }
}
