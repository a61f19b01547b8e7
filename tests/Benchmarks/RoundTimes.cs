using System.Diagnostics;

namespace PD12M.Benchmarks;

/// <summary>What rounds of some work took in this process; works that are to be compared take turns.</summary>
internal sealed class RoundTimes
{
    private readonly List<double> _seconds = [];
    private readonly List<double> _cpuSeconds = [];

    /// <summary>The median of the rounds.</summary>
    public double Seconds => Median(_seconds);

    /// <summary>The median of the rounds, all threads together.</summary>
    public double CpuSeconds => Median(_cpuSeconds);

    /// <summary>Does the work once.</summary>
    /// <param name="round">The round; those below 0 warm up and do not count.</param>
    /// <param name="work">The work.</param>
    public void Take(int round, Action work)
    {
        TimeSpan cpu = Environment.CpuUsage.TotalTime;
        var watch = Stopwatch.StartNew();
        work();
        double seconds = watch.Elapsed.TotalSeconds;
        if (round >= 0)
        {
            _seconds.Add(seconds);
            _cpuSeconds.Add((Environment.CpuUsage.TotalTime - cpu).TotalSeconds);
        }
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
