using System.Diagnostics;
using System.Globalization;
using System.Reflection;

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
        using NginxServer? nginx = NginxServer.Start(data);
        if (nginx is null)
        {
            Console.WriteLine("nginx is not on PATH (Debian: apt-get install nginx-light): the tests' object server stands in, and is the brake.");
        }
        using ChildServer? other = nginx is null ? ChildServer.Start(data.Served, "fast") : null;
        Uri endpoint = nginx?.Endpoint ?? other!.Endpoint;
        Dictionary<string, Func<SaveTiming?>> programs = new()
        {
            ["engine, verified"] = () => Work("engine", endpoint, data, 0, data.Count),
            [$"engine at {AtOnce}, verified"] = () => Work("engine", endpoint, data, AtOnce, data.Count),
            [$"Save-PD12MImage at {AtOnce}"] = () => Pipeline(endpoint, data),
            ["HttpClient loop, verified"] = () => Work("loop", endpoint, data, AtOnce, data.Count),
            ["curl --parallel"] = () => Curl(endpoint, data),
            ["rclone http"] = () => Rclone(nginx, data, $":http: --http-url {endpoint}pd12m/images/"),
            ["rclone s3, verified"] = () => Rclone(nginx, data, $":s3:pd12m/images --s3-provider Other --s3-list-version 2 --s3-force-path-style --s3-endpoint {endpoint}"),
        };
        Console.WriteLine($"{data.Count:N0} objects of {data.Length:N0} bytes, medians of {Rounds} rounds; engine, cmdlet and loop without the process's start and three runs before, the others with their start:");
        Dictionary<string, List<SaveTiming>> timings = programs.Keys.ToDictionary(name => name, _ => new List<SaveTiming>());
        for (int round = 0; round < Rounds; round++)
        {
            foreach ((string name, Func<SaveTiming?> program) in programs)
            {
                data.Clear();
                if (program() is { } timing)
                {
                    timings[name].Add(timing);
                    Console.WriteLine(FormattableString.Invariant($"    round {round + 1}: {name} {timing.Seconds:N2} s, {timing.CpuSeconds:N2} CPU-s"));
                }
            }
        }
        data.Clear();
        foreach ((string name, List<SaveTiming> rounds) in timings)
        {
            if (rounds.Count == 0)
            {
                Console.WriteLine($"    {name,-28} left out: not on PATH");
                continue;
            }
            double perSecond = data.Count / Median(rounds, t => t.Seconds);
            Console.WriteLine(
                $"    {name,-28} {perSecond,7:N0} objects/s, {perSecond * data.Length / 1e6,6:N0} MB/s, {Median(rounds, t => t.CpuSeconds) / data.Count * 1000:N3} CPU-s per 1,000, "
                + $"{Median(rounds, t => t.Allocated):N0} bytes allocated an object, {rounds.Max(t => t.Failed)} failed");
        }
    }

    /// <summary>Saves everything in a process of its own.</summary>
    /// <param name="what">engine, durable or loop.</param>
    /// <param name="endpoint">The server.</param>
    /// <param name="data">The objects.</param>
    /// <param name="limit">How many transfers at once; 0 lets the engine find it.</param>
    /// <param name="warmUp">With how many objects it is warmed up, three times.</param>
    public static SaveTiming Work(string what, Uri endpoint, SaveData data, int limit, int warmUp) =>
        Timed(Environment.ProcessPath!, [what, endpoint.AbsoluteUri, data.Destination, data.List, limit.ToString(CultureInfo.InvariantCulture), warmUp.ToString(CultureInfo.InvariantCulture)]);

    public static double Median(IEnumerable<SaveTiming> timings, Func<SaveTiming, double> value)
    {
        double[] sorted = [.. timings.Select(value).Order()];
        return sorted[sorted.Length / 2];
    }

    public static bool IsOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Any(folder => File.Exists(Path.Combine(folder, program)));

    private static SaveTiming? Pipeline(Uri endpoint, SaveData data)
    {
        string module = typeof(SavePeers).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "Module").Value!;
        string script = Path.Combine(AppContext.BaseDirectory, "shell.ps1");
        return !IsOnPath("pwsh") ? null : Timed(
            "pwsh",
            ["-NoProfile", "-File", script, "-Module", module, "-Endpoint", endpoint.AbsoluteUri, "-Destination", data.Destination, "-List", data.List, "-ThrottleLimit", $"{AtOnce}"]);
    }

    private static SaveTiming Timed(string program, IEnumerable<string> arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        double[] numbers = [.. process.StandardOutput.ReadToEnd().Split(' ').Select(text => double.Parse(text, CultureInfo.InvariantCulture))];
        process.WaitForExit();
        return new SaveTiming(numbers[0], numbers[1], (int)numbers[2], numbers[3], (long)numbers[4]);
    }

    private static SaveTiming? Curl(Uri endpoint, SaveData data)
    {
        if (!IsOnPath("curl"))
        {
            return null;
        }
        string configuration = data.List + ".curl";
        File.WriteAllLines(configuration, data.Objects().SelectMany(
            item => (string[])[$"url = {endpoint}pd12m/images/{item.Name}.jpeg", $"output = {data.Destination}/{item.Name}.jpeg"]));
        return Shell($"curl --silent --no-progress-meter --parallel --parallel-max {AtOnce} --config '{configuration}' 2>&1", data);
    }

    private static SaveTiming? Rclone(NginxServer? nginx, SaveData data, string source) => nginx is null || !IsOnPath("rclone") ? null
        : Shell($"rclone copy {source} '{data.Destination}' --transfers {AtOnce} --checkers 8 --config /dev/null 2>&1", data);

    // "times" of the shell is the one way to a child's processor time that all Unix systems have (POSIX, special built-ins).
    private static SaveTiming Shell(string command, SaveData data)
    {
        ProcessStartInfo start = new("sh", ["-c", command + "; times"]) { RedirectStandardOutput = true };
        // Settings for Amazon S3's own certificates and accounts keep rclone from a plain endpoint.
        start.Environment.Remove("AWS_CA_BUNDLE");
        Stopwatch watch = Stopwatch.StartNew();
        using Process process = Process.Start(start)!;
        string[] last = process.StandardOutput.ReadToEnd().TrimEnd().Split('\n')[^1].Split(' ');
        process.WaitForExit();
        double seconds = watch.Elapsed.TotalSeconds;
        int missing = data.Count - Directory.EnumerateFiles(data.Destination, "*.jpeg").Count();
        return new SaveTiming(seconds, last.Sum(SecondsOf), missing, 0, 0);
    }

    // 0m1.23s
    private static double SecondsOf(string text)
    {
        string[] parts = text.TrimEnd('s').Split('m');
        return (60 * double.Parse(parts[0], CultureInfo.InvariantCulture)) + double.Parse(parts[1], CultureInfo.InvariantCulture);
    }
}
