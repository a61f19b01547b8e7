using System.Diagnostics;
using System.Net.Http.Headers;

namespace PD12M.Benchmarks;

/// <summary>What ranges side by side would bring for very large objects: bare requests, against the engine's one after the other.</summary>
internal static class SaveHuge
{
    private const int Ranges = 8;

    private static readonly (int Count, int Length)[] s_kinds = [(1, 1_000_000_000), (20, 100_000_000)];

    public static void Run()
    {
        foreach ((int count, int length) in s_kinds)
        {
            using SaveData data = SaveData.Create(count, length);
            using NginxServer? nginx = NginxServer.Start(data);
            if (nginx is not null)
            {
                Compare("nginx", nginx.Endpoint, data);
            }
            using ChildServer narrow = ChildServer.Start(data.Served, "narrow");
            Compare("50 ms and 50 MB/s a connection", narrow.Endpoint, data);
        }
    }

    private static void Compare(string server, Uri endpoint, SaveData data)
    {
        data.Clear();
        SaveTiming engine = SavePeers.Work("engine", endpoint, data, 0, data.Count / 10);
        data.Clear();
        double[] bare = [.. ((int[])[1, Ranges]).Select(ranges => BareAsync(endpoint, data, ranges).GetAwaiter().GetResult())];
        double bytes = (double)data.Count * data.Length / 1e6;
        Console.WriteLine(
            $"{data.Count} of {data.Length / 1e6:N0} MB, {server}: engine {bytes / engine.Seconds:N0} MB/s ({engine.CpuSeconds:N2} CPU-s); bare requests, no hash, no file, {bytes / bare[0]:N0} MB/s whole, {bytes / bare[1]:N0} MB/s in {Ranges} ranges an object");
    }

    /// <summary>All objects at once, each in so many ranges, their bytes dropped.</summary>
    private static async Task<double> BareAsync(Uri endpoint, SaveData data, int ranges)
    {
        using HttpClient client = new();
        Stopwatch watch = Stopwatch.StartNew();
        await Task.WhenAll(data.Objects().SelectMany(item => Enumerable.Range(0, ranges).Select(i => Task.Run(async () =>
        {
            using HttpRequestMessage request = new(HttpMethod.Get, new Uri(endpoint, $"pd12m/images/{item.Name}.jpeg"));
            long part = data.Length / ranges;
            request.Headers.Range = new RangeHeaderValue(i * part, i == ranges - 1 ? data.Length - 1 : ((i + 1) * part) - 1);
            using HttpResponseMessage response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            response.EnsureSuccessStatusCode();
            using Stream body = await response.Content.ReadAsStreamAsync();
            byte[] buffer = new byte[128 * 1024];
            while (await body.ReadAsync(buffer) > 0)
            {
            }
        }))));
        return watch.Elapsed.TotalSeconds;
    }
}
