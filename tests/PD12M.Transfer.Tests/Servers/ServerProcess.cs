using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace PD12M.Transfer.Tests.Servers;

/// <summary>A server started by a script of this folder; it ends with this object, and with this process at the latest.</summary>
internal sealed class ServerProcess : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    private readonly string _folder = TemporaryFolder.Create();
    private readonly Process _process;

    private ServerProcess(string script, int[] ports, string[] arguments)
    {
        string path = Path.Combine(Folder, script);
        _process = Process.Start(new ProcessStartInfo("bash", [path, _folder, .. ports.Select(port => $"{port}"), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Endpoint = new Uri($"http://127.0.0.1:{ports[^1]}/");
    }

    /// <summary>Where the scripts and what npm installs lie.</summary>
    public static string Folder { get; } = Path.Combine(RepositoryRoot, "tests", "PD12M.Transfer.Tests", "Servers");

    public Uri Endpoint { get; }

    /// <summary>Starts a server, a second time if it does not come about: another process may have taken a port.</summary>
    /// <param name="script">The script; it prints "ready" and ends when its input does.</param>
    /// <param name="ports">How many ports it takes, the server's own last.</param>
    /// <param name="arguments">What it takes behind its folder and the ports.</param>
    public static async Task<ServerProcess> StartAsync(string script, int ports, params string[] arguments)
    {
        try
        {
            return await TryStartAsync(script, ports, arguments);
        }
        catch (InvalidOperationException)
        {
            return await TryStartAsync(script, ports, arguments);
        }
    }

    /// <summary>Whether a program is on PATH.</summary>
    public static bool IsOnPath(string program) =>
        Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(10_000))
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }
        _process.Dispose();
        TemporaryFolder.Delete(_folder);
    }

    private static async Task<ServerProcess> TryStartAsync(string script, int ports, string[] arguments)
    {
        ServerProcess server = new(script, FreePorts(ports), arguments);
        Task<string> errors = server._process.StandardError.ReadToEndAsync();
        using CancellationTokenSource patience = new(s_patience);
        try
        {
            string? line;
            do
            {
                line = await server._process.StandardOutput.ReadLineAsync(patience.Token);
            }
            while (line is not (null or "ready"));
            return line is not null ? server : throw new InvalidOperationException($"{script} failed: {await errors}");
        }
        catch (Exception exception) when (exception is InvalidOperationException or OperationCanceledException)
        {
            server.Dispose();
            throw new InvalidOperationException($"{script} did not come about.", exception);
        }
    }

    private static int[] FreePorts(int count)
    {
        Socket[] sockets = [.. Enumerable.Range(0, count).Select(_ => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp))];
        foreach (Socket socket in sockets)
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        }
        int[] ports = [.. sockets.Select(socket => ((IPEndPoint)socket.LocalEndPoint!).Port)];
        Array.ForEach(sockets, socket => socket.Dispose());
        return ports;
    }

    private static string RepositoryRoot
    {
        get
        {
            DirectoryInfo folder = new(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(folder.FullName, "PD12M.sln")))
            {
                folder = folder.Parent!;
            }
            return folder.FullName;
        }
    }
}
