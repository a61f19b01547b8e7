using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace PD12M.Testing;

/// <summary>
/// A loopback object store: serves a folder as S3 does - path style (/bucket/key) and virtual host style
/// (bucket.s3.anything as Host) - and misbehaves on command.
/// </summary>
public sealed class ObjectServer : IAsyncDisposable
{
    private readonly Socket _listener;
    private readonly ObjectService _service;
    private readonly ObjectServerOptions _options;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<Connection, Task> _connections = new();
    private readonly Task _accepting;
    private int _isDisposed;

    private ObjectServer(string folder, ObjectServerOptions options)
    {
        _options = options;
        _service = new ObjectService(folder, options);
        Statistics = new ObjectServerStatistics(options);
        _listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            _listener.Bind(new IPEndPoint(IPAddress.Loopback, options.Port));
            _listener.Listen(512);
        }
        catch
        {
            _listener.Dispose();
            throw;
        }

        Endpoint = new Uri($"http://{_listener.LocalEndPoint}/");
        _accepting = AcceptAsync();
    }

    /// <summary>http://127.0.0.1:port/</summary>
    public Uri Endpoint { get; }

    /// <summary>The rules by which the server misbehaves; none at the start, changeable while it runs.</summary>
    public FaultPlan Faults { get; } = new();

    /// <summary>What the server has seen and sent.</summary>
    public ObjectServerStatistics Statistics { get; }

    /// <summary>Starts to serve a folder; the server answers when this returns.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="SocketException">The port is taken.</exception>
    public static ObjectServer Start(string folder, ObjectServerOptions? options = null) => Directory.Exists(folder)
        ? new ObjectServer(folder, options ?? new ObjectServerOptions())
        : throw new DirectoryNotFoundException($"There is no folder '{folder}' to serve.");

    /// <summary>The address of an object, path style; with several buckets the key begins with the bucket's name.</summary>
    public Uri AddressOf(string key)
    {
        string path = string.Join('/', key.Split('/').Select(Uri.EscapeDataString));
        return new Uri(Endpoint, _options.Bucket is null ? path : $"{_options.Bucket}/{path}");
    }

    /// <summary>Stops accepting, closes every connection and waits for their ends.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
        {
            return;
        }

        await _stopping.CancelAsync();
        _listener.Dispose();
        await _accepting;
        foreach (Connection connection in _connections.Keys)
        {
            connection.Dispose();
        }

        await Task.WhenAll(_connections.Values);
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            Socket socket;
            try
            {
                socket = await _listener.AcceptAsync();
            }
            catch (Exception e) when (_stopping.IsCancellationRequested && e is SocketException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException)
            {
                // A client that gave up in the queue, or too many open files: no reason to stop, nor to spin.
                await Task.Delay(10);
                continue;
            }

            Statistics.AddConnection();
            Connection connection = new(socket, _service, Faults, Statistics, _stopping.Token);
            Task running = connection.RunAsync();
            _connections[connection] = running;

            // A connection that failed of a fault in this server stays, for DisposeAsync to throw.
            _ = running.ContinueWith(
                _ => _connections.TryRemove(connection, out Task? _),
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously | TaskContinuationOptions.OnlyOnRanToCompletion,
                TaskScheduler.Default);
        }
    }
}
