using System.Diagnostics;

namespace PD12M.Transfer.Tests;

/// <summary>A file system of 200 KB, mounted for one test.</summary>
internal sealed class SmallVolume : IDisposable
{
    private SmallVolume(string root) => Root = root;

    public string Root { get; }

    public static SmallVolume? TryMount()
    {
        string root = TemporaryFolder.Create();
        if (Run("mount", "-t", "tmpfs", "-o", "size=200k", "pd12m-test", root))
        {
            return new SmallVolume(root);
        }
        TemporaryFolder.Delete(root);
        return null;
    }

    public void Dispose()
    {
        Run("umount", Root);
        TemporaryFolder.Delete(Root);
    }

    private static bool Run(string program, params string[] arguments)
    {
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}

/// <summary>A fact that needs to mount a file system, skipped where that is not permitted.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SmallVolumeFactAttribute : FactAttribute
{
    private static readonly Lazy<string?> s_obstacle = new(() =>
    {
        using SmallVolume? volume = SmallVolume.TryMount();
        return volume is null ? "A small tmpfs cannot be mounted here (Linux and the right to mount are needed)." : null;
    });

    public SmallVolumeFactAttribute() => Skip = Obstacle;

    /// <summary>Why no volume can be mounted; null if one can.</summary>
    public static string? Obstacle => s_obstacle.Value;
}
