using System.Diagnostics;

namespace PD12M.Transfer.Tests;

public sealed class RebindingTests : IDisposable
{
    private readonly string _root = TemporaryFolder.Create();

    public void Dispose() => TemporaryFolder.Delete(_root);

    [MountFact]
    public async Task A_name_that_leads_into_the_own_network_once_it_was_checked_is_not_connected_to()
    {
        string names = Path.Combine(_root, "resolv.conf");
        await File.WriteAllTextAsync(names, $"nameserver {Rebinding.NameServer}\n");
        ProcessStartInfo start = new("unshare", ["--mount", "sh", "-c", "mount --bind \"$1\" /etc/resolv.conf && exec dotnet \"$2\" \"$3\"",
            "sh", names, typeof(Program).Assembly.Location, Path.Combine(_root, "images")])
        { RedirectStandardError = true };

        using Process run = Process.Start(start)!;
        string told = await run.StandardError.ReadToEndAsync();
        await run.WaitForExitAsync();

        Assert.StartsWith($"0 connections, ImageProblem {{ Fault = {ImageFault.HostNotAllowed}, ", told, StringComparison.Ordinal);
        Assert.Contains("images.rebinding.test is in this machine's own network", told, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_root, "images", "0a1")) && Directory.EnumerateFiles(Path.Combine(_root, "images", "0a1")).Any());
    }
}

/// <summary>A fact that needs to put a file over /etc/resolv.conf for one process, skipped where that is not permitted.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class MountFactAttribute : FactAttribute
{
    private static readonly Lazy<string?> s_obstacle = new(() =>
    {
        try
        {
            using Process? process = OperatingSystem.IsLinux()
                ? Process.Start(new ProcessStartInfo("unshare", ["--mount", "mount", "--bind", "/dev/null", "/etc/resolv.conf"]) { RedirectStandardError = true })
                : null;
            process?.WaitForExit();
            return process?.ExitCode == 0 ? null : "/etc/resolv.conf cannot be replaced for a process here (Linux and the right to mount are needed).";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "unshare is not on PATH.";
        }
    });

    public MountFactAttribute() => Skip = Obstacle;

    /// <summary>Why the file cannot be replaced; null if it can.</summary>
    public static string? Obstacle => s_obstacle.Value;
}
