using System.Diagnostics;
using System.Globalization;

namespace PD12M.Benchmarks;

/// <summary>What one program took for all objects.</summary>
internal sealed record SaveTiming(double Seconds, double CpuSeconds, int Failed, double SecondHalf, long Allocated);

/// <summary>The engine against other programs that save the same objects from the same server.</summary>
internal static class SavePeers
{
    private const int Rounds = 3;
    private const int AtOnce = 64;

    public static void Run(SaveData data)
    {
        using ChildServer? nginx = ChildServer.StartNginx(data.Served);
        if (nginx is null)
        {
            Console.WriteLine("nginx is not on PATH (Debian: apt-get install nginx-light): the tests' object server stands in, and is the brake.");
        }
        using ChildServer? other = nginx is null ? ChildServer.Start(data.Served, "fast") : null;
        Uri endpoint = (nginx ?? other)!.Endpoint;
        Dictionary<string, Func<SaveTiming?>> programs = new()
        {
            ["engine, verified"] = () => Work("engine", endpoint, data, 0),
            [$"engine at {AtOnce}, verified"] = () => Work("engine", endpoint, data, AtOnce),
            ["HttpClient loop, verified"] = () => Work("loop", endpoint, data, AtOnce),
            ["curl --parallel"] = () => Curl(endpoint, data),
            ["rclone http"] = () => nginx is null ? null : Rclone(endpoint, data),
        };
        Dictionary<string, List<SaveTiming>> timings = programs.Keys.ToDictionary(name => name, _ => new List<SaveTiming>());
        for (int round = 0; round <= Rounds; round++)
        {
            foreach ((string name, Func<SaveTiming?> program) in programs)
            {
                data.Clear();
                if (program() is { } timing && round > 0)
                {
                    timings[name].Add(timing);
                }
            }
        }
        Console.WriteLine($"{data.Count:N0} objects of 100 KB, medians of {Rounds} rounds:");
        foreach ((string name, List<SaveTiming> rounds) in timings)
        {
            Console.WriteLine(rounds.Count == 0
                ? $"    {name,-28} left out: not on PATH"
                : $"    {name,-28} {data.Count / Median(rounds, t => t.Seconds),7:N0} objects/s, {Median(rounds, t => t.CpuSeconds) / data.Count * 1000:N3} CPU-s per 1,000, {Median(rounds, t => t.Allocated):N0} bytes allocated an object, {rounds.Max(t => t.Failed)} failed");
        }
    }

    /// <summary>Saves everything in a process of its own.</summary>
    public static SaveTiming Work(string what, Uri endpoint, SaveData data, int limit)
    {
        using Process process = Process.Start(new ProcessStartInfo(
            Environment.ProcessPath!, [what, endpoint.AbsoluteUri, data.Destination, data.List, limit.ToString(CultureInfo.InvariantCulture)])
        { RedirectStandardOutput = true })!;
        double[] numbers = [.. process.StandardOutput.ReadToEnd().Split(' ').Select(text => double.Parse(text, CultureInfo.InvariantCulture))];
        process.WaitForExit();
        return new SaveTiming(numbers[0], numbers[1], (int)numbers[2], numbers[3], (long)numbers[4]);
    }

    public static double Median(IEnumerable<SaveTiming> timings, Func<SaveTiming, double> value)
    {
        double[] sorted = [.. timings.Select(value).Order()];
        return sorted[sorted.Length / 2];
    }

    public static bool IsOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Any(folder => File.Exists(Path.Combine(folder, program)));

    private static SaveTiming? Curl(Uri endpoint, SaveData data)
    {
        if (!IsOnPath("curl"))
        {
            return null;
        }
        string configuration = data.List + ".curl";
        File.WriteAllLines(configuration, File.ReadLines(data.List).Select(line => line.Split(' ')[0]).SelectMany(
            name => (string[])[$"url = {endpoint}pd12m/images/{name}.jpeg", $"output = {data.Destination}/{name}.jpeg"]));
        return Shell($"curl --silent --parallel --parallel-max {AtOnce} --config '{configuration}'");
    }

    private static SaveTiming? Rclone(Uri endpoint, SaveData data) => !IsOnPath("rclone") ? null
        : Shell($"rclone copy :http: '{data.Destination}' --http-url {endpoint}pd12m/images/ --transfers {AtOnce} --checkers 8 --config /dev/null");

    // "times" of the shell is the one way to a child's processor time that all Unix systems have (POSIX, special built-ins).
    private static SaveTiming Shell(string command)
    {
        Stopwatch watch = Stopwatch.StartNew();
        using Process process = Process.Start(new ProcessStartInfo("sh", ["-c", command + "; times"]) { RedirectStandardOutput = true })!;
        string[] last = process.StandardOutput.ReadToEnd().TrimEnd().Split('\n')[^1].Split(' ');
        process.WaitForExit();
        return new SaveTiming(watch.Elapsed.TotalSeconds, last.Sum(SecondsOf), 0, 0, 0);
    }

    // 0m1.23s
    private static double SecondsOf(string text)
    {
        string[] parts = text.TrimEnd('s').Split('m');
        return (60 * double.Parse(parts[0], CultureInfo.InvariantCulture)) + double.Parse(parts[1], CultureInfo.InvariantCulture);
    }
}
