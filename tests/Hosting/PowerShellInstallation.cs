using System.Diagnostics;
using System.Text.Json;

namespace PD12M.Hosting;

/// <summary>A folder with PowerShell in it, and whether this process can host it.</summary>
public sealed record PowerShellInstallation(string Folder, string Number, string? Obstacle)
{
    public const string Assembly = "System.Management.Automation.dll";

    /// <summary>The folder that PD12M_PSHOME names, else the first one on PATH; null where there is none.</summary>
    public static PowerShellInstallation? Find()
    {
        string? named = Environment.GetEnvironmentVariable("PD12M_PSHOME");
        IEnumerable<string> folders = string.IsNullOrEmpty(named) ? FoldersOnPath() : [named];
        return folders.Where(f => File.Exists(Path.Combine(f, Assembly))).Select(At).FirstOrDefault();
    }

    private static IEnumerable<string> FoldersOnPath()
    {
        string program = OperatingSystem.IsWindows() ? "pwsh.exe" : "pwsh";
        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        foreach (FileInfo file in folders.Select(f => new FileInfo(Path.Combine(f, program))).Where(f => f.Exists))
        {
            yield return (file.ResolveLinkTarget(returnFinalTarget: true) is FileInfo target ? target : file).DirectoryName!;
        }
    }

    private static PowerShellInstallation At(string folder)
    {
        string version = FileVersionInfo.GetVersionInfo(Path.Combine(folder, Assembly)).ProductVersion ?? "of unknown version";
        int plus = version.IndexOf(' ', StringComparison.Ordinal);
        string number = plus < 0 ? version : version[..plus];
        int needed = NeededRuntime(folder);
        string? obstacle = needed > Environment.Version.Major
            ? $"PowerShell {number} in {folder} needs .NET {needed}, this is .NET {Environment.Version.Major}"
            : null;
        return new PowerShellInstallation(Path.GetFullPath(folder), number, obstacle);
    }

    private static int NeededRuntime(string folder)
    {
        string file = Path.Combine(folder, "pwsh.runtimeconfig.json");
        if (!File.Exists(file))
        {
            return 0;
        }

        using JsonDocument config = JsonDocument.Parse(File.ReadAllText(file));
        string? framework = config.RootElement.GetProperty("runtimeOptions").GetProperty("tfm").GetString();
        return Version.TryParse(framework?.Replace("net", "", StringComparison.Ordinal), out Version? version) ? version.Major : 0;
    }
}
