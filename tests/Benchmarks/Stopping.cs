using System.Diagnostics;
using System.Management.Automation;
using PD12M.Samples;
using PD12M.Testing;

namespace PD12M.Benchmarks;

/// <summary>How soon a running Save-PD12MImage ends when it is stopped, and what it leaves.</summary>
internal static class Stopping
{
    public static async Task RunAsync(string folder)
    {
        string sample = Path.Combine(folder, "sample");
        string images = Path.Combine(folder, "stopped");
        SampleDataSet.Write(sample, 500, new SampleOptions { Overwrite = true });
        foreach ((string name, Fault fault) in ((string, Fault)[])[
            ("slow transfers", new Fault(FaultKind.BytesPerSecond) { Rate = 1000 }),
            ("silent ones", new Fault(FaultKind.Stall) { AfterBytes = 1000 })])
        {
            await using ObjectServer bucket = ObjectServer.Start(sample);
            bucket.Faults.Add(fault);
            using PowerShell shell = ModuleShell.Create();
            shell.AddCommand("Get-PD12MRecord").AddParameter("Path", Path.Combine(sample, "metadata"))
                .AddCommand("Save-PD12MImage").AddParameter("Destination", images).AddParameter("EndpointUrl", bucket.Endpoint).AddParameter("ThrottleLimit", 32).AddParameter("Force");
            shell.BeginInvoke();
            SpinWait.SpinUntil(() => bucket.Statistics.ConcurrentRequests >= 32, TimeSpan.FromSeconds(30));
            var watch = Stopwatch.StartNew();
            shell.Stop();
            double seconds = watch.Elapsed.TotalSeconds;
            int left = Directory.GetFiles(images, "*.part", SearchOption.AllDirectories).Length;
            Console.WriteLine($"Stopped amid 32 {name}: {seconds:N2} s (to reach: 2), {left} temporary files left");
        }
        Directory.Delete(images, recursive: true);
    }
}
