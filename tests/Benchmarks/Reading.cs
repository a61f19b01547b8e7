using System.Diagnostics;
using System.Management.Automation;

namespace PD12M.Benchmarks;

/// <summary>What Get-PD12MRecord takes in time and memory.</summary>
internal static class Reading
{
    /// <summary>The time from the call to the first record on the pipeline, in a process that has read none before.</summary>
    public static void FirstRecord(string folder)
    {
        using PowerShell shell = ModuleShell.Create();
        shell.AddCommand("Get-PD12MRecord").AddParameter("Path", Path.Combine(folder, "metadata", "pd12m.000.parquet")).AddCommand("Select-Object").AddParameter("First", 1);
        var watch = Stopwatch.StartNew();
        shell.Invoke();
        TimeSpan first = watch.Elapsed;
        Console.WriteLine($"First record of a file of {MetadataGenerator.RowsPerFile:N0} rows: {first.TotalMilliseconds:N0} ms (to reach: 300)");
    }

    /// <summary>The working set while a million rows, and then two, go through Get-PD12MRecord | Measure-Object.</summary>
    public static void MillionRows(string folder)
    {
        string metadata = Path.Combine(folder, "metadata");
        foreach (string[] paths in (string[][])[[metadata], [metadata, metadata]])
        {
            using PowerShell shell = ModuleShell.Create();
            shell.AddCommand("Get-PD12MRecord").AddParameter("Path", paths).AddCommand("Measure-Object");
            using var process = Process.GetCurrentProcess();
            long peak = 0;
            var watch = Stopwatch.StartNew();
            IAsyncResult running = shell.BeginInvoke();
            while (!running.AsyncWaitHandle.WaitOne(20))
            {
                process.Refresh();
                peak = Math.Max(peak, process.WorkingSet64);
            }
            object count = shell.EndInvoke(running)[0].Properties["Count"].Value;
            Console.WriteLine($"Get-PD12MRecord | Measure-Object: {count} rows in {watch.Elapsed.TotalSeconds:N2} s, working set at most {peak / 1e6:N0} MB (to reach: 300)");
        }
    }
}
