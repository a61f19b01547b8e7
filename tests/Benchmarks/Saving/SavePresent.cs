using System.Diagnostics;
using System.Globalization;
using PD12M.Transfer;
using PD12M.Transfer.Runs;

namespace PD12M.Benchmarks;

/// <summary>Images that are there already: how fast a run passes over them, and what memory it keeps over millions.</summary>
internal static class SavePresent
{
    private const int Workers = 256;
    private const int Passes = 5;
    private const string Hash = "d41d8cd98f00b204e9800998ecf8427e";

    public static void Run(int count)
    {
        string root = SaveData.MakeRoot("present");
        try
        {
            string destination = Path.Combine(root, "saved");
            using (DestinationFolder folder = DestinationFolder.Open(destination))
            {
                for (int i = 0; i < count; i++)
                {
                    string path = folder.PathOf(Path.Combine(IdOf(i)[..3], IdOf(i) + ".jpeg"));
                    folder.PrepareFolderOf(path);
                    File.WriteAllBytes(path, []);
                }
            }
            foreach (string told in (string[])["quietly", "told"])
            {
                using Process process = Process.Start(Environment.ProcessPath!, ["present", destination, told, count.ToString(CultureInfo.InvariantCulture)]);
                process.WaitForExit();
            }
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    /// <summary>Passes over all images several times in one run.</summary>
    public static async Task WorkAsync(string destination, bool isTold, int count)
    {
        using ImageStore store = new(new StoreOptions { EndpointUrl = new Uri("http://127.0.0.1:9/") });
        using DestinationFolder folder = DestinationFolder.Open(destination);
        using RunLimits limits = new(destination, TimeSpan.FromHours(1), null, null);
        using FailureFile? failures = isTold ? FailureFile.Open(destination + ".failed.csv") : null;
        using RunLog? log = isTold ? RunReport.OpenLog(destination + ".jsonl", 100 << 20, destination) : null;
        using SaveRun run = new(new ImageDownload(store, folder) { BeforeFetch = limits.DemandSpace }, null, new RunReport(destination, log, failures), limits);
        Console.WriteLine(isTold ? "With log and list of failures:" : "Without log:");
        for (int pass = 1; pass <= Passes; pass++)
        {
            Stopwatch watch = Stopwatch.StartNew();
            await Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = Workers }, async (i, token) =>
            {
                string id = IdOf(i);
                await run.SaveAsync(new SaveItem(new ImageRequest(id, $"s3://pd12m/images/{id}.jpeg", Hash)), token);
            });
            double seconds = watch.Elapsed.TotalSeconds;
            using Process process = Process.GetCurrentProcess();
            Console.WriteLine(
                $"    {(long)pass * count,10:N0} items: {count / seconds,8:N0} a second; live {GC.GetTotalMemory(forceFullCollection: true) / 1e6:N1} MB, working set at most {process.PeakWorkingSet64 / 1e6:N0} MB");
        }
        run.End(hasInputEnded: true);
    }

    private static string IdOf(int i) => $"{i * 2654435761u:x8}-{i:000000000}";
}
