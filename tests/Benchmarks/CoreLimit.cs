using System.Diagnostics;
using System.Globalization;

namespace PD12M.Benchmarks;

/// <summary>Runs programs on a number of the processors that this process may use.</summary>
internal static class CoreLimit
{
    private static readonly bool s_hasTaskset = OperatingSystem.IsLinux() && IsOnPath("taskset");

    /// <summary>How the limit is kept here.</summary>
    public static string Means => s_hasTaskset ? "taskset" : OperatingSystem.IsWindows() ? "process affinity" : "DOTNET_PROCESSOR_COUNT alone: others are not kept to it";

    public static bool IsOnPath(string program)
    {
        string file = OperatingSystem.IsWindows() ? program + ".exe" : program;
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Any(folder => File.Exists(Path.Combine(folder, file)));
    }

    /// <summary>Runs a program that prints a timing as its last line.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static Timing Time(int cores, string program, params IEnumerable<string> arguments)
    {
        string mask = LowestCores(cores).ToString("x", CultureInfo.InvariantCulture);
        ProcessStartInfo start = s_hasTaskset ? new("taskset", [mask, program, .. arguments]) : new(program, arguments);
        start.RedirectStandardOutput = true;
        start.Environment["DOTNET_PROCESSOR_COUNT"] = cores.ToString("x", CultureInfo.InvariantCulture);
        start.Environment["NO_COLOR"] = "1";
        using Process process = Process.Start(start)!;
        if (OperatingSystem.IsWindows())
        {
            process.ProcessorAffinity = (nint)LowestCores(cores);
        }
        string output = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        return process.ExitCode == 0
            ? Timing.Parse(output[(output.LastIndexOf('\n') + 1)..])
            : throw new InvalidOperationException($"'{program}' ended with {process.ExitCode}: {output}");
    }

    private static long LowestCores(int cores)
    {
        long allowed = OperatingSystem.IsLinux() || OperatingSystem.IsWindows() ? Process.GetCurrentProcess().ProcessorAffinity : (1L << Environment.ProcessorCount) - 1;
        long mask = 0;
        for (int i = 0; i < cores; i++)
        {
            mask |= allowed & ~mask & -(allowed & ~mask);
        }
        return mask;
    }
}
