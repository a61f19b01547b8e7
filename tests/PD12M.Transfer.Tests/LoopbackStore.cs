using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace PD12M.Transfer.Tests;

/// <summary>One request that the store has read: the object's path and how often it has been asked for, this time included.</summary>
internal sealed record StoreRequest(string Path, int Count, Socket Socket, Stream Stream, CancellationToken Stopping)
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
        Socket.LingerState = new LingerOption(true, 0);
        Socket.Close();
    }
}

/// <summary>
/// A web server on the loopback address that gives objects by path, or whatever <see cref="Answer"/> makes of a request;
/// with a certificate by https.
/// </summary>
internal sealed class LoopbackStore : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<string, int> _counts = new();
    private readonly IReadOnlyDictionary<string, byte[]> _objects;
    private int _connections;

    private LoopbackStore(IReadOnlyDictionary<string, byte[]> objects) => _objects = objects;

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public Uri Endpoint => new($"{(Certificate is null ? "http" : "https")}://127.0.0.1:{Port}");

    /// <summary>What the server shows of itself; null for http.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>How many connections came about, at the level of TCP.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Answers a request specially; false leaves it to the store.</summary>
    public Func<StoreRequest, Task<bool>>? Answer { get; init; }

    public int CountOf(string path) => _counts.GetValueOrDefault(path);

    public static LoopbackStore Start(
        IReadOnlyDictionary<string, byte[]> objects, Func<StoreRequest, Task<bool>>? answer = null, X509Certificate2? certificate = null)
    {
        LoopbackStore store = new(objects) { Answer = answer, Certificate = certificate };
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
                Interlocked.Increment(ref _connections);
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
            try
            {
                using Stream stream = await OpenAsync(client);
                while (await ReadHeadAsync(stream) is string head)
                {
                    string path = Uri.UnescapeDataString(head.Split(' ')[1].TrimStart('/'));
                    int count = _counts.AddOrUpdate(path, 1, (_, before) => before + 1);
                    StoreRequest request = new(path, count, client.Client, stream, _stopping.Token) { Head = head };
                    if (Answer is null || !await Answer(request))
                    {
                        await AnswerPlainlyAsync(request);
                    }
                }
            }
            catch (Exception exception) when (exception is IOException or OperationCanceledException or ObjectDisposedException or AuthenticationException)
            {
                // The client went away or does not trust this server, the answer closed the connection, or the test has ended.
            }
        }
    }

    private async Task<Stream> OpenAsync(TcpClient client)
    {
        if (Certificate is null)
        {
            return client.GetStream();
        }
        SslStream stream = new(client.GetStream());
        await stream.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = Certificate }, _stopping.Token);
        return stream;
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

    private async Task<string?> ReadHeadAsync(Stream stream)
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
