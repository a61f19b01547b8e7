using System.Diagnostics;

namespace PD12M.Benchmarks;

/// <summary>What Import-Module costs in a fresh shell, against the shell alone and against an empty module.</summary>
internal static class Importing
{
    private const int Rounds = 15;

    /// <summary>Measures and prints.</summary>
    /// <param name="folder">For the empty module.</param>
    /// <param name="module">The module's manifest.</param>
    public static void Run(string folder, string module)
    {
        if (!CoreLimit.IsOnPath("pwsh"))
        {
            Console.WriteLine("The import is left out: there is no pwsh on PATH.");
            return;
        }
        string empty = Path.Combine(Directory.CreateDirectory(Path.Combine(folder, "Empty")).FullName, "Empty.psd1");
        File.WriteAllText(empty, "@{ RootModule = 'Empty.psm1'; ModuleVersion = '1.0.0' }");
        File.WriteAllText(Path.ChangeExtension(empty, "psm1"), "");
        string[] commands = ["exit", $"Import-Module '{empty}'", $"Import-Module '{module}'"];
        List<double>[] milliseconds = [.. commands.Select(_ => new List<double>())];
        for (int round = -1; round < Rounds; round++)
        {
            // In turn, so that what else the machine does falls on all alike.
            for (int i = 0; i < commands.Length; i++)
            {
                double time = Time(commands[i]);
                if (round >= 0)
                {
                    milliseconds[i].Add(time);
                }
            }
        }
        double[] medians = [.. milliseconds.Select(times => times.Order().ElementAt(Rounds / 2))];
        Console.WriteLine(
            $"A fresh pwsh, medians of {Rounds}: {medians[0]:N0} ms; with an empty module {medians[1] - medians[0]:N0} ms more, with PD12M {medians[2] - medians[0]:N0} ms more (to reach: 150)");
    }

    private static double Time(string command)
    {
        var watch = Stopwatch.StartNew();
        using Process shell = Process.Start("pwsh", ["-NoProfile", "-NonInteractive", "-Command", command]);
        shell.WaitForExit();
        return shell.ExitCode == 0 ? watch.Elapsed.TotalMilliseconds : throw new InvalidOperationException($"pwsh ended with {shell.ExitCode} at: {command}");
    }
}
