using System.Reflection;
#if NET
using System.Runtime.Loader;
#endif

namespace PD12M;

#if NET
/// <summary>Keeps the cmdlets and the packages that they need apart from those of other modules.</summary>
/// <remarks>
/// Every AWSSDK.Core 4.x has the assembly version 4.0.0.0, so two copies cannot share the default context; and a
/// handler of <see cref="AssemblyLoadContext.Resolving"/> is asked only after the default context has answered.
/// Hence <see cref="Load"/> looks into the module's own folder first.
/// </remarks>
public sealed class LoadContext : AssemblyLoadContext
{
    private static readonly object s_gate = new();
    private static Assembly? s_cmdlets;

    private readonly string _folder;

    private LoadContext(string folder)
        : base("PD12M") => _folder = folder;

    /// <summary>Whether an earlier import, perhaps in another runspace, has loaded the cmdlets.</summary>
    public static bool IsLoaded => s_cmdlets is not null;

    /// <summary>The assembly of the cmdlets, loaded once for the process.</summary>
    /// <param name="folder">The folder of PD12M.dll and its packages.</param>
    /// <exception cref="FileNotFoundException">PD12M.dll does not lie there.</exception>
    public static Assembly LoadCmdlets(string folder)
    {
        lock (s_gate)
        {
            return s_cmdlets ??= new LoadContext(folder).LoadFromAssemblyPath(Path.Combine(folder, "PD12M.dll"));
        }
    }

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        // This assembly's types are the module's output: there must be one of each, in the default context.
        if (assemblyName.Name == typeof(LoadContext).Assembly.GetName().Name)
        {
            return typeof(LoadContext).Assembly;
        }
        string path = Path.Combine(_folder, assemblyName.Name + ".dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }
}
#else
/// <summary>Keeps the cmdlets and the packages that they need apart from those of other modules.</summary>
/// <remarks>
/// Windows PowerShell has no load contexts. An assembly loaded by <see cref="Assembly.LoadFile(string)"/> is known by its path,
/// and what it needs is asked for here unless the shell itself has it, whatever other modules have loaded; LoadFrom would hand
/// it the first assembly of the same name from anywhere. Nor does the shell read binding redirects of a module, so a package
/// that was built against an older System.Memory than the one shipped is not found without help.
/// </remarks>
public static class LoadContext
{
    private static readonly object s_gate = new();
    private static string s_folder = "";
    private static Assembly? s_cmdlets;

    /// <summary>Whether an earlier import, perhaps in another runspace, has loaded the cmdlets.</summary>
    public static bool IsLoaded => s_cmdlets is not null;

    /// <summary>The assembly of the cmdlets, loaded once for the process.</summary>
    /// <param name="folder">The folder of PD12M.dll and its packages.</param>
    /// <exception cref="FileNotFoundException">PD12M.dll does not lie there.</exception>
    public static Assembly LoadCmdlets(string folder)
    {
        lock (s_gate)
        {
            if (s_cmdlets is null)
            {
                s_folder = Path.GetFullPath(folder);
                AppDomain.CurrentDomain.AssemblyResolve += Resolve;
                s_cmdlets = Assembly.LoadFile(Path.Combine(s_folder, "PD12M.dll"));
            }
            return s_cmdlets;
        }
    }

    private static Assembly? Resolve(object? sender, ResolveEventArgs request)
    {
        if (!IsOurs(request.RequestingAssembly))
        {
            return null;
        }
        string? name = new AssemblyName(request.Name).Name;
        // This assembly's types are the module's output: there must be one of each.
        if (name == typeof(LoadContext).Assembly.GetName().Name)
        {
            return typeof(LoadContext).Assembly;
        }
        string path = Path.Combine(s_folder, name + ".dll");
        return File.Exists(path) ? Assembly.LoadFile(path) : null;
    }

    private static bool IsOurs(Assembly? assembly) => assembly is { IsDynamic: false }
        && string.Equals(Path.GetDirectoryName(assembly.Location), s_folder, StringComparison.OrdinalIgnoreCase);
}
#endif
