using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using PD12M.Testing;

namespace PD12M.Benchmarks;

/// <summary>A server in a process of its own: nginx, or the tests' object server with a nature.</summary>
internal sealed class ChildServer : IDisposable
{
    private readonly Process _process;
    private readonly string? _configuration;

    private ChildServer(Process process, Uri endpoint, string? configuration = null)
    {
        _process = process;
        _configuration = configuration;
        Endpoint = endpoint;
    }

    public Uri Endpoint { get; }

    /// <summary>Starts the object server.</summary>
    /// <param name="folder">What it serves.</param>
    /// <param name="nature">fast, latency (50 ms), throttled (200 requests a second) or faulty.</param>
    public static ChildServer Start(string folder, string nature)
    {
        Process process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["serve", folder, nature])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        return new ChildServer(process, new Uri(process.StandardOutput.ReadLine()!));
    }

    /// <summary>Starts nginx, if it is there.</summary>
    public static ChildServer? StartNginx(string folder)
    {
        if (!SavePeers.IsOnPath("nginx"))
        {
            return null;
        }
        using Socket probe = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        int port = ((IPEndPoint)probe.LocalEndPoint!).Port;
        probe.Close();
        string work = Directory.CreateTempSubdirectory("pd12m-nginx-").FullName;
        string path = Path.Combine(work, "nginx.conf");
        File.WriteAllText(path, $$"""
            worker_processes 1; daemon off; pid {{work}}/pid; error_log {{work}}/error.log;
            events { worker_connections 4096; }
            http {
                access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000; open_file_cache max=12000;
                client_body_temp_path {{work}}/b; proxy_temp_path {{work}}/p; fastcgi_temp_path {{work}}/f; uwsgi_temp_path {{work}}/u; scgi_temp_path {{work}}/s;
                server { listen 127.0.0.1:{{port}}; root {{folder}}; autoindex on; }
            }
            """);
        Process process = Process.Start("nginx", ["-c", path]);
        ChildServer server = new(process, new Uri($"http://127.0.0.1:{port}/"), work);
        using HttpClient client = new();
        for (int attempt = 0; attempt < 50; attempt++)
        {
            try
            {
                client.GetAsync(server.Endpoint).GetAwaiter().GetResult().Dispose();
                return server;
            }
            catch (HttpRequestException)
            {
                Thread.Sleep(100);
            }
        }
        server.Dispose();
        return null;
    }

    /// <summary>Serves until the input ends.</summary>
    public static async Task RunAsync(string folder, string nature)
    {
        await using ObjectServer server = ObjectServer.Start(folder, new ObjectServerOptions { Bucket = null, LogCapacity = 0, CountKeys = false });
        foreach (Fault fault in FaultsOf(nature))
        {
            server.Faults.Add(fault);
        }
        Console.WriteLine(server.Endpoint);
        await Console.In.ReadToEndAsync();
    }

    public void Dispose()
    {
        if (_configuration is null)
        {
            _process.StandardInput.Close();
        }
        else
        {
            _process.Kill(entireProcessTree: true);
            Directory.Delete(_configuration, recursive: true);
        }
        _process.WaitForExit();
        _process.Dispose();
    }

    private static Fault[] FaultsOf(string nature) => nature switch
    {
        "latency" => [new Fault(FaultKind.Latency) { Delay = TimeSpan.FromMilliseconds(50) }],
        "throttled" => [new Fault(FaultKind.Throttle) { Rate = 200 }],
        "faulty" =>
        [
            new Fault(FaultKind.Status) { Probability = 0.05, Seed = 1 },
            new Fault(FaultKind.Reset) { Probability = 0.02, Seed = 2, AfterBytes = 50_000 },
            new Fault(FaultKind.Truncate) { Probability = 0.01, Seed = 3 },
            new Fault(FaultKind.WrongBytes) { Probability = 0.01, Seed = 4 },
        ],
        _ => [],
    };
}
