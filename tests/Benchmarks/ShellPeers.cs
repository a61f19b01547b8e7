namespace PD12M.Benchmarks;

/// <summary>What the module costs in the real shell, against a trivial cmdlet that emits as many new objects.</summary>
internal static class ShellPeers
{
    private const int Rounds = 5;

    /// <summary>Measures and prints everything, on one processor and on two.</summary>
    /// <param name="metadata">A million rows.</param>
    /// <param name="module">The module's manifest.</param>
    public static void Run(string metadata, string module)
    {
        if (!CoreLimit.IsOnPath("pwsh"))
        {
            Console.WriteLine("The real shell is left out: there is no pwsh on PATH.");
            return;
        }
        Console.WriteLine($"In pwsh, 1,000,000 objects, median of {Rounds} rounds (best):");
        // On one core the decoding adds to the shell's own work; the aims are for two.
        for (int cores = 1; cores <= Math.Min(2, Environment.ProcessorCount); cores++)
        {
            Compare("Out-Null", "Null", "1.2");
            Compare("Where-Object Width -ge 1024", "Where", "1.1");

            void Compare(string what, string work, string toReach)
            {
                Timing records = Time($"Records{work}");
                Console.WriteLine($"    {cores} core(s), {what}: Get-PD12MRecord {Seconds(records)}, peak {records.PeakBytes / 1e6:N0} MB (to reach: 200)");
                Against("four new strings and two numbers each", Time($"Rows{work}"));
                Against("two numbers each", Time($"Objects{work}"));

                void Against(string objects, Timing peer) => Console.WriteLine(
                    $"        a trivial cmdlet, {objects}: {Seconds(peer)}, peak {peer.PeakBytes / 1e6:N0} MB; "
                    + $"{records.MedianSeconds / peer.MedianSeconds:N2} times{(cores == 1 ? "" : $" (to reach: {toReach})")}, {records.MedianCpuSeconds / peer.MedianCpuSeconds:N2} by CPU time");
            }

            Timing Time(string work) => CoreLimit.Time(
                cores, "pwsh", "-NoProfile", "-NonInteractive", "-File", Path.Combine(PeerPrograms.SourceFolder, "shell.ps1"), "-Work", work, "-Module", module, "-Folder", metadata, "-Rounds", $"{Rounds}");
        }
    }

    private static string Seconds(Timing timing) => $"{timing.MedianSeconds:N2} s ({timing.Seconds.Min():N2})";
}
