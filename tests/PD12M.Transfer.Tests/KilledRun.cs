using PD12M.Transfer.Runs;

namespace PD12M.Transfer.Tests;

/// <summary>A run that is there to be killed: all images of a list, with captions, log and list of failures.</summary>
internal static class KilledRun
{
    private const int Transfers = 8;

    public static string LogOf(string list) => list + ".jsonl";

    public static string FailuresOf(string list) => list + ".failed.csv";

    /// <param name="root">The destination.</param>
    /// <param name="store">The store's address.</param>
    /// <param name="list">A file with a line for each image: id, address, hash, caption, separated by tabs.</param>
    /// <returns>The exit code: 0 when nothing failed.</returns>
    public static async Task<int> SaveAsync(string root, Uri store, string list)
    {
        using ImageStore images = new(new StoreOptions { EndpointUrl = store, ThrottleLimit = Transfers });
        using DestinationFolder destination = DestinationFolder.Open(root);
        using RunLimits limits = new(root, TimeSpan.FromHours(1), null, 1);
        using FailureFile failures = FailureFile.Open(FailuresOf(list));
        using RunLog log = RunReport.OpenLog(LogOf(list), 256 << 10, root);
        using SaveRun run = new(
            new ImageDownload(images, destination) { BeforeFetch = limits.DemandSpace },
            new SidecarWriter(destination, [ImageSidecar.Caption], overwrite: false),
            new RunReport(root, log, failures),
            limits);
        await Parallel.ForEachAsync(File.ReadLines(list), new ParallelOptions { MaxDegreeOfParallelism = Transfers }, async (line, token) =>
        {
            string[] fields = line.Split('\t');
            await run.SaveAsync(new SaveItem(new ImageRequest(fields[0], fields[1], fields[2]), null, fields[3]), token);
        });
        return run.End(hasInputEnded: true) is { Failed: 0, EndReason: SaveEndReason.Completed } ? 0 : 1;
    }
}
