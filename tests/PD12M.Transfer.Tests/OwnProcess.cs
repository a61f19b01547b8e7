using System.Diagnostics;

namespace PD12M.Transfer.Tests;

/// <summary>Saves the fixture's image in a process of its own, which has the environment that a test wants.</summary>
internal static class OwnProcess
{
    /// <summary>Starts to save; the process is killed or waited for by the caller.</summary>
    public static Process Start(string root, Uri endpoint, IReadOnlyDictionary<string, string>? environment = null)
    {
        ProcessStartInfo start = new("dotnet", [typeof(Program).Assembly.Location, root, endpoint.AbsoluteUri]) { RedirectStandardError = true };
        foreach (KeyValuePair<string, string> variable in environment ?? new Dictionary<string, string>())
        {
            start.Environment[variable.Key] = variable.Value;
        }
        return Process.Start(start)!;
    }

    /// <summary>Saves, and gives the problem as the process tells it; empty where there is none.</summary>
    public static async Task<string> SaveAsync(string root, Uri endpoint, IReadOnlyDictionary<string, string>? environment = null)
    {
        using Process run = Start(root, endpoint, environment);
        string problem = (await run.StandardError.ReadToEndAsync()).Trim();
        await run.WaitForExitAsync();
        Assert.Equal(problem.Length == 0 ? 0 : 1, run.ExitCode);
        return problem;
    }
}
