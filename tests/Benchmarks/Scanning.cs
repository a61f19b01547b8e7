using System.Diagnostics;
using PD12M.Dataset;

namespace PD12M.Benchmarks;

/// <summary>The engine's own speed: records out of files, without a shell.</summary>
internal static class Scanning
{
    public static void Run(string folder)
    {
        IReadOnlyList<string> files = MetadataFile.InFolder(Path.Combine(folder, "metadata"));
        for (int round = 0; round < 3; round++)
        {
            Measure("records, no property read", files, static _ => 0);
            Measure("records, every property read", files, ReadAll);
        }
    }

    private static void Measure(string name, IReadOnlyList<string> files, Func<Record, long> use)
    {
        long rows = 0;
        long sum = 0;
        long allocated = GC.GetTotalAllocatedBytes();
        TimeSpan cpu = Process.GetCurrentProcess().TotalProcessorTime;
        var watch = Stopwatch.StartNew();
        var scan = new MetadataScan(RecordSelection.Everything, 0, long.MaxValue, CancellationToken.None) { RunsAtOnce = Environment.ProcessorCount };
        foreach (Record[] batch in scan.Read(files))
        {
            foreach (Record record in batch)
            {
                sum += use(record);
            }
            rows += batch.Length;
        }
        double seconds = watch.Elapsed.TotalSeconds;
        double cpuSeconds = (Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalSeconds;
        Console.WriteLine($"{name}: {rows / seconds / 1e6:N2} M rows/s, {rows / cpuSeconds / 1e6:N2} M rows per CPU second, {(GC.GetTotalAllocatedBytes() - allocated) / rows} bytes allocated a row ({sum})");
    }

    private static long ReadAll(Record record) =>
        record.Id!.Length + record.Url!.Length + record.Caption!.Length + record.Hash!.Length + record.MimeType!.Length + record.License!.Length + record.Source!.Length
        + record.Width!.Value + record.Height!.Value;
}
