namespace PD12M.Benchmarks;

/// <summary>Whether the concurrency that finds itself comes near the best fixed one, and what faults cost.</summary>
internal static class SaveConcurrency
{
    // So many that the throttled server is busy for ten seconds.
    private const int Throttled = 2000;
    private const int MostWarmUp = 2000;
    private const int Rounds = 3;

    // Fixed numbers that are far from each server's best would only take long.
    private static readonly (string Nature, int[] Fixed)[] s_servers =
        [("fast", [8, 16, 32, 64, 128]), ("latency", [64, 128, 192, 256]), ("throttled", [8, 32, 128])];

    public static void Run(SaveData data)
    {
        foreach ((string nature, int[] fixedLimits) in s_servers)
        {
            SaveData part = nature == "throttled" ? data.First(Throttled) : data;
            using ChildServer server = ChildServer.Start(data.Served, nature);
            Dictionary<int, SaveTiming> timings = [];
            foreach (int limit in (int[])[.. fixedLimits, 0])
            {
                part.Clear();
                timings[limit] = SavePeers.Work("engine", server.Endpoint, part, limit, Math.Min(part.Count / 10, MostWarmUp));
            }
            double best = fixedLimits.Max(limit => timings[limit].SecondHalf);
            Console.WriteLine($"{nature}: {string.Join(", ", fixedLimits.Select(limit => $"{limit}: {timings[limit].SecondHalf:N0}"))} objects/s in the second half; "
                + $"automatic {timings[0].SecondHalf:N0}, {timings[0].SecondHalf / best:P0} of the best (to reach: 90 %); over all {part.Count / timings[0].Seconds:N0}; {timings.Values.Sum(t => t.Failed)} failed");
        }
    }

    public static void Faults(SaveData data)
    {
        string[] natures = ["fast", "faulty"];
        using ChildServer fast = ChildServer.Start(data.Served, natures[0]);
        using ChildServer faulty = ChildServer.Start(data.Served, natures[1]);
        Uri[] endpoints = [fast.Endpoint, faulty.Endpoint];
        List<SaveTiming>[] timings = [[], []];
        // The first round brings the memory that the objects are saved in, and does not count.
        for (int round = 0; round <= Rounds; round++)
        {
            for (int i = 0; i < endpoints.Length; i++)
            {
                data.Clear();
                SaveTiming timing = SavePeers.Work("engine", endpoints[i], data, 0, Math.Min(data.Count / 10, MostWarmUp));
                Console.WriteLine(FormattableString.Invariant($"    round {round}: {natures[i]} {data.Count / timing.Seconds:N0} objects/s, {timing.SecondHalf:N0} in the second half"));
                if (round > 0)
                {
                    timings[i].Add(timing);
                }
            }
        }
        double[] seconds = [.. timings.Select(rounds => SavePeers.Median(rounds, timing => timing.Seconds))];
        Console.WriteLine(
            $"{data.Count:N0} objects of {data.Length:N0} bytes; 5 % answered 503, 2 % reset, 1 % truncated, 1 % corrupted: {timings[1].Sum(timing => timing.Failed)} failed, "
            + $"{seconds[0] / seconds[1]:P0} of the undisturbed rate (to reach: 80 %), medians of {Rounds} rounds");
    }
}
