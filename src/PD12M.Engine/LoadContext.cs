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
/// <summary>Finds the cmdlets' packages in the module's folder, and answers for no other module.</summary>
/// <remarks>
/// Windows PowerShell has no load contexts and reads no binding redirects of a module, so a package that was built
/// against an older System.Memory than the one shipped is not found without help.
/// </remarks>
public static class LoadContext
{
    private static readonly object s_gate = new();
    private static Assembly? s_cmdlets;

    /// <summary>The assembly of the cmdlets, loaded once for the process.</summary>
    /// <param name="folder">The folder of PD12M.dll and its packages.</param>
    /// <exception cref="FileNotFoundException">PD12M.dll does not lie there.</exception>
    public static Assembly LoadCmdlets(string folder)
    {
        lock (s_gate)
        {
            return s_cmdlets ??= LoadFrom(folder);
        }
    }

    private static Assembly LoadFrom(string folder)
    {
        AppDomain.CurrentDomain.AssemblyResolve += (_, request) =>
        {
            bool isOurs = request.RequestingAssembly is { IsDynamic: false } requesting
                && string.Equals(Path.GetDirectoryName(requesting.Location), folder, StringComparison.OrdinalIgnoreCase);
            string path = Path.Combine(folder, new AssemblyName(request.Name).Name + ".dll");
            return isOurs && File.Exists(path) ? Assembly.LoadFrom(path) : null;
        };
        return Assembly.LoadFrom(Path.Combine(folder, "PD12M.dll"));
    }
}
#endif
