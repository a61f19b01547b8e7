using System.Diagnostics;
using PD12M.Testing;

namespace PD12M.Benchmarks;

/// <summary>The tests' object server with a nature, in a process of its own.</summary>
internal sealed class ChildServer : IDisposable
{
    private readonly Process _process;

    private ChildServer(Process process, Uri endpoint)
    {
        _process = process;
        Endpoint = endpoint;
    }

    public Uri Endpoint { get; }

    /// <summary>Starts the object server.</summary>
    /// <param name="folder">What it serves.</param>
    /// <param name="nature">fast, latency (50 ms), throttled (200 requests a second), faulty, or narrow (50 ms, 50 MB/s a connection).</param>
    public static ChildServer Start(string folder, string nature)
    {
        Process process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["serve", folder, nature])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        return new ChildServer(process, new Uri(process.StandardOutput.ReadLine()!));
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
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static Fault[] FaultsOf(string nature) => nature switch
    {
        "latency" => [new Fault(FaultKind.Latency) { Delay = TimeSpan.FromMilliseconds(50) }],
        "narrow" =>
        [
            new Fault(FaultKind.Latency) { Delay = TimeSpan.FromMilliseconds(50) },
            new Fault(FaultKind.BytesPerSecond) { Rate = 50_000_000 },
        ],
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
