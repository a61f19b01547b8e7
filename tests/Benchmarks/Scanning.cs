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
        Lookups(files);
    }

    /// <summary>What it costs to learn that hardly a record is wanted.</summary>
    public static void Lookups(IReadOnlyList<string> files)
    {
        string id = new MetadataScan(RecordSelection.Of(["id"]), 0, 1, CancellationToken.None).Read([files[^1]]).First()[0].Id!;
        for (int round = 0; round < 3; round++)
        {
            Look("-Filter { license -eq 'none' }", files, Parse("license -eq 'none'"));
            Look("-Filter { width -eq 1 }", files, Parse("width -eq 1"));
            Look("-Id, in the last file", files, RecordFilter.OfIds([id]));
            Look("-Id, nowhere", files, RecordFilter.OfIds(["80000000-0000-5000-a000-000000000000"]));
        }
    }

    private static RecordFilter Parse(string filter) => RecordFilter.Parse(filter, (VariablePath _, out object? value) =>
    {
        value = null;
        return false;
    });

    private static void Look(string name, IReadOnlyList<string> files, RecordFilter filter)
    {
        const int Times = 10;
        long found = 0;
        long passedOver = 0;
        TimeSpan cpu = Process.GetCurrentProcess().TotalProcessorTime;
        var watch = Stopwatch.StartNew();
        for (int i = 0; i < Times; i++)
        {
            var scan = new MetadataScan(RecordSelection.Everything, 0, long.MaxValue, CancellationToken.None) { Filter = filter, RunsAtOnce = Environment.ProcessorCount };
            found += scan.Read(files).Sum(batch => batch.Length);
            passedOver = scan.Pruning.ExcludedRowGroups;
        }
        double milliseconds = watch.Elapsed.TotalMilliseconds / Times;
        double cpuMilliseconds = (Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalMilliseconds / Times;
        Console.WriteLine($"{name}: {milliseconds:N1} ms, {cpuMilliseconds:N1} CPU ms for {files.Count} files ({found / Times} found, {passedOver} row groups passed over)");
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
