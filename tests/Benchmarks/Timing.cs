using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PD12M.Benchmarks;

/// <summary>What the same work took, round after round, in a process that did nothing else.</summary>
/// <param name="Seconds">Each round's time.</param>
/// <param name="CpuSeconds">Each round's processor time, that of all threads together.</param>
/// <param name="Result">A number that the work comes to, the same for all programs that did it.</param>
/// <param name="PeakBytes">The process's largest working set.</param>
internal sealed record Timing(double[] Seconds, double[] CpuSeconds, double Result, long PeakBytes)
{
    // On one core it takes this long until the runtime has compiled all hot code for good.
    private static readonly TimeSpan s_warmUp = TimeSpan.FromSeconds(5);

    [JsonIgnore]
    public double MedianSeconds => Median(Seconds);

    [JsonIgnore]
    public double MedianCpuSeconds => Median(CpuSeconds);

    /// <summary>Does the work, for some seconds unmeasured before the rounds that count, and prints the timing as JSON.</summary>
    public static async Task PrintAsync(int rounds, Func<Task<long>> work)
    {
        var seconds = new double[rounds];
        var cpuSeconds = new double[rounds];
        long result = 0;
        using var process = Process.GetCurrentProcess();
        var warmUp = Stopwatch.StartNew();
        while (warmUp.Elapsed < s_warmUp)
        {
            await work();
        }
        for (int round = 0; round < rounds; round++)
        {
            process.Refresh();
            TimeSpan cpu = process.TotalProcessorTime;
            var watch = Stopwatch.StartNew();
            result = await work();
            TimeSpan elapsed = watch.Elapsed;
            process.Refresh();
            seconds[round] = elapsed.TotalSeconds;
            cpuSeconds[round] = (process.TotalProcessorTime - cpu).TotalSeconds;
        }
        Console.WriteLine(JsonSerializer.Serialize(new Timing(seconds, cpuSeconds, result, process.PeakWorkingSet64), JsonSerializerOptions.Web));
    }

    public static Timing Parse(string json) => JsonSerializer.Deserialize<Timing>(json, JsonSerializerOptions.Web)!;

    private static double Median(double[] values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
