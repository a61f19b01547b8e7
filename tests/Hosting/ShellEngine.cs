using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace PD12M.Hosting;

/// <summary>Chooses what answers for System.Management.Automation in this process, before any of its types is touched.</summary>
public static class ShellEngine
{
    private static readonly Lock s_gate = new();
    private static string? s_folder;

    /// <summary>The engine that was chosen, and why.</summary>
    public static string Description { get; private set; } = "none chosen";

    public static bool IsReal { get; private set; }

    /// <summary>Why no real engine can serve here; null if one can.</summary>
    public static string? WhyNoReal
    {
        get
        {
            PowerShellInstallation? found = PowerShellInstallation.Find();
            return found is not null ? found.Obstacle
                : Environment.GetEnvironmentVariable("PD12M_PSHOME") is { Length: > 0 } named ? $"no PowerShell in {named}, which PD12M_PSHOME names"
                : "no PowerShell found on PATH, PD12M_PSHOME not set";
        }
    }

    /// <summary>The real engine, or null where <see cref="WhyNoReal"/> says why there is none.</summary>
    public static PowerShellInstallation? Find() => PowerShellInstallation.Find() is { Obstacle: null } found ? found : null;

    public static void UseReal()
    {
        PowerShellInstallation found = Find() ?? throw new InvalidOperationException(WhyNoReal);
        Install(found.Folder, $"PowerShell {found.Number} ({found.Folder})", isReal: true);
    }

    /// <summary>The assembly in the folder `standin` beside this one; see StandIn.targets.</summary>
    public static void UseStandIn(string reason)
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "standin");
        if (!File.Exists(Path.Combine(folder, PowerShellInstallation.Assembly)))
        {
            throw new FileNotFoundException("The stand-in was not laid beside the program: import StandIn.targets.", folder);
        }

        Install(folder, $"the stand-in ({reason})", isReal: false);
    }

    private static void Install(string folder, string description, bool isReal)
    {
        lock (s_gate)
        {
            if (s_folder is not null)
            {
                throw new InvalidOperationException($"The engine is already {Description}.");
            }

            s_folder = folder;
            Description = description;
            IsReal = isReal;
            AssemblyLoadContext.Default.Resolving += Resolve;
            AssemblyLoadContext.Default.ResolvingUnmanagedDll += ResolveNative;
        }
    }

    private static Assembly? Resolve(AssemblyLoadContext context, AssemblyName name) =>
        Find(name.Name + ".dll") is { } file ? context.LoadFromAssemblyPath(file) : null;

    private static nint ResolveNative(Assembly assembly, string name)
    {
        string extension = OperatingSystem.IsWindows() ? ".dll" : OperatingSystem.IsMacOS() ? ".dylib" : ".so";
        return Find(Path.HasExtension(name) ? name : name + extension) is { } file ? NativeLibrary.Load(file) : 0;
    }

    /// <summary>Looks into the engine's folder and, as that of a .NET tool has them, its folders for this kind of system.</summary>
    private static string? Find(string name)
    {
        string rid = RuntimeInformation.RuntimeIdentifier;
        string[] systems = [rid, rid.Split('-')[0], OperatingSystem.IsWindows() ? "win" : "unix"];
        return systems.Select(system => Path.Combine(s_folder!, "runtimes", system))
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, name, SearchOption.AllDirectories))
            .Prepend(Path.Combine(s_folder!, name))
            .FirstOrDefault(File.Exists);
    }
}
