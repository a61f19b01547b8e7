using System.Management.Automation;
using System.Reflection;
using PD12M.Hosting;

namespace PD12M.Benchmarks;

/// <summary>A shell with the module imported.</summary>
internal static class ModuleShell
{
    /// <summary>The built module.</summary>
    public static string Folder { get; } =
        typeof(ModuleShell).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "ModuleFolder").Value!;

    public static PowerShell Create()
    {
        PowerShell shell = PowerShell.Create();
        shell.AddCommand("Import-Module").AddParameter("Name", Path.Combine(Folder, ShellEngine.IsReal ? "PD12M.psd1" : "bin/net8.0/PD12M.dll")).Invoke();
        shell.Commands.Clear();
        return shell;
    }
}
