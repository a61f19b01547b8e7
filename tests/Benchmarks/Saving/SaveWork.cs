using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using PD12M.Transfer;

namespace PD12M.Benchmarks;

/// <summary>Saves all objects of a list in this process, and says what it took.</summary>
internal static class SaveWork
{
    /// <summary>By the module's own transfers.</summary>
    public static async Task EngineAsync(Uri endpoint, string destination, string list, int limit)
    {
        using ImageStore store = new(new StoreOptions
        {
            EndpointUrl = endpoint,
            ThrottleLimit = limit,
            Notify = notice => Console.Error.WriteLine(notice.Text),
        });
        using DestinationFolder folder = DestinationFolder.Open(destination);
        ImageDownload download = new(store, folder);
        await MeasureAsync(list, store.Options.MaximumConnections, async (name, hash) =>
        {
            // The id's first characters name the folder: they have to differ as those of the data set's do.
            ImageRequest request = new($"{hash[..8]}-{name}", $"s3://pd12m/images/{name}.jpeg", hash);
            SaveResult result = await download.SaveAsync(request, CancellationToken.None);
            return result.Problem?.Message;
        });
    }

    /// <summary>By a plain loop: HttpClient, the platform's MD5, a file.</summary>
    public static async Task LoopAsync(Uri endpoint, string destination, string list, int limit)
    {
        using HttpClient client = new(new SocketsHttpHandler { MaxConnectionsPerServer = limit, AutomaticDecompression = DecompressionMethods.None });
        await MeasureAsync(list, limit, async (name, hash) =>
        {
            using HttpResponseMessage response = await client.GetAsync(new Uri(endpoint, $"pd12m/images/{name}.jpeg"), HttpCompletionOption.ResponseHeadersRead);
            response.EnsureSuccessStatusCode();
            using Stream body = await response.Content.ReadAsStreamAsync();
            string path = Path.Combine(destination, name);
            using IncrementalHash md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
            byte[] buffer = new byte[81_920];
            using (FileStream file = new(path + ".part", FileMode.CreateNew, FileAccess.Write, FileShare.None, 1))
            {
                int count;
                while ((count = await body.ReadAsync(buffer)) > 0)
                {
                    md5.AppendData(buffer, 0, count);
                    file.Write(buffer, 0, count);
                }
            }
            if (Convert.ToHexStringLower(md5.GetHashAndReset()) != hash)
            {
                return $"{name} has another hash.";
            }
            File.Move(path + ".part", path + ".jpeg");
            return null;
        });
    }

    private static async Task MeasureAsync(string list, int workers, Func<string, string, Task<string?>> save)
    {
        string[] lines = await File.ReadAllLinesAsync(list);
        int next = -1;
        int failed = 0;
        int halfway = 0;
        Stopwatch watch = Stopwatch.StartNew();
        double half = 0;
        await Task.WhenAll(Enumerable.Range(0, workers).Select(_ => Task.Run(async () =>
        {
            int i;
            while ((i = Interlocked.Increment(ref next)) < lines.Length)
            {
                string[] parts = lines[i].Split(' ');
                if (await save(parts[0], parts[1]) is { } problem && Interlocked.Increment(ref failed) == 1)
                {
                    Console.Error.WriteLine(problem);
                }
                if (Interlocked.Increment(ref halfway) == lines.Length / 2)
                {
                    half = watch.Elapsed.TotalSeconds;
                }
            }
        })));
        double seconds = watch.Elapsed.TotalSeconds;
        using Process process = Process.GetCurrentProcess();
        Console.WriteLine(FormattableString.Invariant(
            $"{seconds} {process.TotalProcessorTime.TotalSeconds} {failed} {(lines.Length - (lines.Length / 2)) / (seconds - half)} {GC.GetTotalAllocatedBytes() / lines.Length}"));
    }
}
