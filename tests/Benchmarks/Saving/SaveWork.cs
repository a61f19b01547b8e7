using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using PD12M.Transfer;

namespace PD12M.Benchmarks;

/// <summary>Saves all objects of a list in this process, and says what it took once earlier runs had warmed it up.</summary>
internal static class SaveWork
{
    // Methods are compiled a second and a third time, when 100 ms have brought no new ones; in a shell that takes as many runs.
    private const int WarmUps = 3;

    private static readonly TimeSpan s_compilation = TimeSpan.FromMilliseconds(500);

    /// <summary>By the module's own transfers.</summary>
    public static Task EngineAsync(Uri endpoint, string destination, string list, int limit, int warmUp, bool durable) => MeasureAsync(destination, list, warmUp, async (folder, objects) =>
    {
        using ImageStore store = new(new StoreOptions
        {
            EndpointUrl = endpoint,
            ThrottleLimit = limit,
            Notify = notice => Console.Error.WriteLine(notice.Text),
        });
        using DestinationFolder target = DestinationFolder.Open(folder);
        target.Durable = durable;
        ImageDownload download = new(store, target);
        return await SaveAsync(objects, store.Options.MaximumConnections, async (name, hash) =>
        {
            // The id's first characters name the folder: they have to differ as those of the data set's do.
            ImageRequest request = new($"{hash[..8]}-{name}", $"s3://pd12m/images/{name}.jpeg", hash);
            SaveResult result = await download.SaveAsync(request, CancellationToken.None);
            return result.Problem?.Message;
        });
    });

    /// <summary>By a plain loop: HttpClient, the platform's MD5, a file.</summary>
    public static Task LoopAsync(Uri endpoint, string destination, string list, int limit, int warmUp) => MeasureAsync(destination, list, warmUp, async (folder, objects) =>
    {
        using HttpClient client = new(new SocketsHttpHandler { MaxConnectionsPerServer = limit, AutomaticDecompression = DecompressionMethods.None });
        return await SaveAsync(objects, limit, async (name, hash) =>
        {
            using HttpResponseMessage response = await client.GetAsync(new Uri(endpoint, $"pd12m/images/{name}.jpeg"), HttpCompletionOption.ResponseHeadersRead);
            response.EnsureSuccessStatusCode();
            using Stream body = await response.Content.ReadAsStreamAsync();
            string path = Path.Combine(folder, name);
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
    });

    private static async Task MeasureAsync(string destination, string list, int warmUp, Func<string, (string Name, string Hash)[], Task<(int Failed, double SecondHalf)>> saveAll)
    {
        (string Name, string Hash)[] objects = [.. (await File.ReadAllLinesAsync(list)).Select(line => line.Split(' ')).Select(parts => (parts[0], parts[1]))];
        string first = destination + ".first";
        for (int i = 0; i < WarmUps; i++)
        {
            await saveAll(Directory.CreateDirectory(first).FullName, [.. objects.Take(warmUp)]);
            Directory.Delete(first, recursive: true);
            await Task.Delay(s_compilation);
        }

        using Process process = Process.GetCurrentProcess();
        TimeSpan cpu = process.TotalProcessorTime;
        long allocated = GC.GetTotalAllocatedBytes();
        Stopwatch watch = Stopwatch.StartNew();
        (int failed, double secondHalf) = await saveAll(destination, objects);
        double seconds = watch.Elapsed.TotalSeconds;
        process.Refresh();
        Console.WriteLine(FormattableString.Invariant(
            $"{seconds} {(process.TotalProcessorTime - cpu).TotalSeconds} {failed} {secondHalf} {(GC.GetTotalAllocatedBytes() - allocated) / objects.Length}"));
    }

    private static async Task<(int Failed, double SecondHalf)> SaveAsync((string Name, string Hash)[] objects, int workers, Func<string, string, Task<string?>> save)
    {
        int next = -1;
        int failed = 0;
        int done = 0;
        double half = 0;
        Stopwatch watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, workers).Select(_ => Task.Run(async () =>
        {
            int i;
            while ((i = Interlocked.Increment(ref next)) < objects.Length)
            {
                if (await save(objects[i].Name, objects[i].Hash) is { } problem && Interlocked.Increment(ref failed) == 1)
                {
                    Console.Error.WriteLine(problem);
                }
                if (Interlocked.Increment(ref done) == objects.Length / 2)
                {
                    half = watch.Elapsed.TotalSeconds;
                }
            }
        })));
        return (failed, (objects.Length - (objects.Length / 2)) / (watch.Elapsed.TotalSeconds - half));
    }
}
