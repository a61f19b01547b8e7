namespace System.Management.Automation;

public class ProviderInfo
{
    internal ProviderInfo()
    {
    }

    internal static ProviderInfo FileSystem { get; } = new();

    public string Name => "FileSystem";

    public string ModuleName => "Microsoft.PowerShell.Core";

    public string Home { get; set; } = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    public override string ToString() => $"{ModuleName}\\{Name}";
}

public class PSDriveInfo
{
    internal PSDriveInfo(string name, string root)
    {
        Name = name;
        Root = root;
    }

    public string Name { get; }

    public string Root { get; }

    public ProviderInfo Provider => ProviderInfo.FileSystem;

    public override string ToString() => Name;
}

public sealed class PathInfo
{
    internal PathInfo(string path)
    {
        Path = path;
    }

    public string Path { get; }

    public string ProviderPath => Path;

    public ProviderInfo Provider => ProviderInfo.FileSystem;

    public PSDriveInfo Drive
    {
        get
        {
            string root = IO.Path.GetPathRoot(Path)!;
            return new PSDriveInfo(root.TrimEnd(':', '/', '\\') is { Length: > 0 } name ? name : root, root);
        }
    }

    public override string ToString() => Path;
}
