using System.Diagnostics;
using System.Text.Json;

namespace PD12M.Engine.Tests.Peers;

/// <summary>Other implementations of the same formats, run by Node from this folder's packages.</summary>
internal static class Peer
{
    private static readonly string s_folder = Path.Combine(RepositoryFolder.Root, "tests", "PD12M.Engine.Tests", "Peers");

    /// <summary>Why the peers cannot be asked, or null if they can.</summary>
    public static string? Missing { get; } = FindMissing();

    /// <summary>Runs a script of the folder and reads the JSON that it prints.</summary>
    public static JsonElement Run(string script, params string[] arguments)
    {
        (int exitCode, string output, string error) = Start([Path.Combine(s_folder, script), .. arguments]);
        Assert.True(exitCode == 0, error);
        using JsonDocument document = JsonDocument.Parse(output);
        return document.RootElement.Clone();
    }

    private static (int ExitCode, string Output, string Error) Start(IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("node", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.GetAwaiter().GetResult());
    }

    private static string? FindMissing()
    {
        if (!Directory.Exists(Path.Combine(s_folder, "node_modules")))
        {
            return "The peers' packages are not installed: run 'npm install' in tests/PD12M.Engine.Tests/Peers.";
        }

        try
        {
            return Start(["--version"]).ExitCode == 0 ? null : "Node does not run.";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "Node is not on PATH.";
        }
    }
}
