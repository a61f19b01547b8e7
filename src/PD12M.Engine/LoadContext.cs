#if NET
using System.Reflection;
using System.Runtime.Loader;

namespace PD12M;

/// <summary>Keeps the cmdlets and the packages that they need apart from those of other modules.</summary>
/// <remarks>
/// Every AWSSDK.Core 4.x has the assembly version 4.0.0.0, so two copies cannot share the default context; and a
/// handler of <see cref="AssemblyLoadContext.Resolving"/> is asked only after the default context has answered.
/// Hence <see cref="Load"/> looks into the module's own folder first.
/// </remarks>
public sealed class LoadContext : AssemblyLoadContext
{
    private static readonly Lazy<Assembly> s_cmdlets = new(() =>
    {
        var context = new LoadContext(Path.GetDirectoryName(typeof(LoadContext).Assembly.Location)!);
        return context.LoadFromAssemblyPath(Path.Combine(context._folder, "PD12M.dll"));
    });

    private readonly string _folder;

    private LoadContext(string folder)
        : base("PD12M") => _folder = folder;

    /// <summary>The assembly of the cmdlets, loaded once for the process.</summary>
    /// <exception cref="FileNotFoundException">PD12M.dll does not lie beside this assembly.</exception>
    public static Assembly Cmdlets => s_cmdlets.Value;

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
using System.Reflection;

namespace PD12M;

/// <summary>Finds the cmdlets' packages in the module's folder, and answers for no other module.</summary>
/// <remarks>
/// Windows PowerShell has no load contexts and reads no binding redirects of a module, so a package that was built
/// against an older System.Memory than the one shipped is not found without help.
/// </remarks>
public static class LoadContext
{
    private static readonly Lazy<Assembly> s_cmdlets = new(() =>
    {
        string folder = Path.GetDirectoryName(typeof(LoadContext).Assembly.Location)!;
        AppDomain.CurrentDomain.AssemblyResolve += (_, request) =>
        {
            bool isOurs = request.RequestingAssembly is { IsDynamic: false } requesting
                && string.Equals(Path.GetDirectoryName(requesting.Location), folder, StringComparison.OrdinalIgnoreCase);
            string path = Path.Combine(folder, new AssemblyName(request.Name).Name + ".dll");
            return isOurs && File.Exists(path) ? Assembly.LoadFrom(path) : null;
        };
        return Assembly.LoadFrom(Path.Combine(folder, "PD12M.dll"));
    });

    /// <summary>The assembly of the cmdlets, loaded once for the process.</summary>
    /// <exception cref="FileNotFoundException">PD12M.dll does not lie beside this assembly.</exception>
    public static Assembly Cmdlets => s_cmdlets.Value;
}
#endif
