using System.Diagnostics;
using System.Text.RegularExpressions;

namespace PD12M.Tests.Unattended;

/// <summary>The lines for cron of docs/guides/unattended.md, as they stand there; its other commands run with those of all guides.</summary>
public sealed partial class UnattendedGuideTests
{
    private static readonly string s_guide = File.ReadAllText(Path.Combine(UnattendedFixture.Scripts, "..", "unattended.md"));

    [SignalFact]
    public void The_lines_for_cron_run_in_its_shell()
    {
        using var fixture = new UnattendedFixture();
        string[] lines = [.. Blocks("cron").SelectMany(block => block.Split('\n', StringSplitOptions.RemoveEmptyEntries))];
        Assert.Equal(2, lines.Length);
        foreach (string line in lines)
        {
            Match entry = CronLine().Match(line);
            Assert.True(entry.Success, line);
            // Files and the bucket lie elsewhere here, the module is not installed; all else is as in the guide.
            string command = entry.Groups[1].Value
                .Replace("pwsh ", $"'{string.Join("' '", ShellProcess.Program)}' ", StringComparison.Ordinal)
                .Replace("/opt/pd12m", UnattendedFixture.Scripts, StringComparison.Ordinal)
                .Replace("/data/pd12m/metadata", fixture.Metadata, StringComparison.Ordinal)
                .Replace("/data/images", fixture.Images, StringComparison.Ordinal);
            command += $" -Module '{Shell.ManifestPath}'" + (command.Contains("save-images", StringComparison.Ordinal) ? $" -EndpointUrl {fixture.Server.Endpoint}" : "");
            using Process shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", command]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            string output = shell.StandardOutput.ReadToEnd();
            shell.WaitForExit();
            Assert.True(shell.ExitCode == 0, $"{command}: {shell.ExitCode}, {output}");
        }
        Assert.Equal(UnattendedFixture.Count, fixture.Saved);
    }

    private static string[] Blocks(string language) => [.. Block().Matches(s_guide).Where(block => block.Groups[1].Value == language).Select(block => block.Groups[2].Value)];

    [GeneratedRegex(@"^```(\w*)\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"^(?:[\d*]+ +){5}pd12m +(\S.*)$")]
    private static partial Regex CronLine();
}
