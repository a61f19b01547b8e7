using System.Reflection;

namespace System.Management.Automation;

internal sealed class CommandTable
{
    private readonly Dictionary<string, CmdletInfo> _commands = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _aliases = new(StringComparer.OrdinalIgnoreCase);

    public CmdletInfo Resolve(string name)
    {
        string plain = name[(name.LastIndexOf('\\') + 1)..];
        return _commands.GetValueOrDefault(_aliases.GetValueOrDefault(plain, plain)) ?? throw new CommandNotFoundException(name);
    }

    public void Import(string path, string location)
    {
        string file = DllOf(IO.Path.GetFullPath(path, location));
        AddAssembly(Assembly.LoadFrom(file), IO.Path.GetFileNameWithoutExtension(file));
    }

    public void AddAssembly(Assembly assembly, string module)
    {
        foreach (Type type in assembly.GetTypes().Where(t => !t.IsAbstract))
        {
            if (typeof(IModuleAssemblyInitializer).IsAssignableFrom(type))
            {
                ((IModuleAssemblyInitializer)Activator.CreateInstance(type)!).OnImport();
            }

            if (type.GetCustomAttribute<CmdletAttribute>(false) is not { } cmdlet || !type.IsVisible && assembly != typeof(CommandTable).Assembly)
            {
                continue;
            }

            string name = $"{cmdlet.VerbName}-{cmdlet.NounName}";
            _commands[name] = new CmdletInfo(name, type) { ModuleName = module };
            foreach (string alias in type.GetCustomAttribute<AliasAttribute>()?.AliasNames ?? [])
            {
                _aliases[alias] = name;
            }
        }
    }

    public int Remove(string module)
    {
        string[] names = [.. _commands.Values.Where(c => c.ModuleName.Equals(module, StringComparison.OrdinalIgnoreCase)).Select(c => c.Name)];
        foreach (string name in names)
        {
            _commands.Remove(name);
        }

        return names.Length;
    }

    private static string DllOf(string path)
    {
        string file = path;
        if (!path.EndsWith(".dll", StringComparison.OrdinalIgnoreCase))
        {
            string folder = Directory.Exists(path) ? path : IO.Path.GetDirectoryName(path)!;
            file = IO.Path.Combine(folder, "bin", "net8.0", IO.Path.GetFileName(folder) + ".dll");
        }

        return File.Exists(file)
            ? file
            : throw new FileNotFoundException($"The specified module '{path}' was not loaded because no valid module file was found.", file);
    }
}
