using System.Collections.ObjectModel;

namespace System.Management.Automation;

public sealed class PathIntrinsics
{
    private readonly PSVariableIntrinsics _variables;

    internal PathIntrinsics(PSVariableIntrinsics variables)
    {
        _variables = variables;
        CurrentFileSystemLocation = new PathInfo(Environment.CurrentDirectory);
        Publish();
    }

    public PathInfo CurrentLocation => CurrentFileSystemLocation;

    public PathInfo CurrentFileSystemLocation { get; private set; }

    public PathInfo CurrentProviderLocation(string providerName) =>
        providerName.Equals("FileSystem", StringComparison.OrdinalIgnoreCase) || providerName.EndsWith("\\FileSystem", StringComparison.OrdinalIgnoreCase)
            ? CurrentFileSystemLocation
            : throw new ProviderNotFoundException(providerName);

    public PathInfo SetLocation(string path) => MoveTo(GetResolvedProviderPathFromPSPath(path, out _), path);

    public bool IsProviderQualified(string path) => path.Contains("::", StringComparison.Ordinal);

    public bool IsPSAbsolute(string path, out string? driveName)
    {
        driveName = null;
        return IO.Path.IsPathRooted(path);
    }

    public string Combine(string parent, string child) =>
        child.Length == 0 ? parent : parent.TrimEnd('/', '\\') + IO.Path.DirectorySeparatorChar + child.TrimStart('/', '\\');

    public string ParseParent(string path, string root) => IO.Path.GetDirectoryName(path) ?? "";

    public string ParseChildName(string path) => IO.Path.GetFileName(path.TrimEnd('/', '\\'));

    public bool IsValid(string path) => path.Length > 0 && !path.Contains('\0', StringComparison.Ordinal);

    public string GetUnresolvedProviderPathFromPSPath(string path) => FileSystemPath.Absolute(path, CurrentFileSystemLocation.Path);

    public string GetUnresolvedProviderPathFromPSPath(string path, out ProviderInfo provider, out PSDriveInfo drive)
    {
        string absolute = GetUnresolvedProviderPathFromPSPath(path);
        provider = ProviderInfo.FileSystem;
        drive = new PathInfo(absolute).Drive;
        return absolute;
    }

    public Collection<string> GetResolvedProviderPathFromPSPath(string path, out ProviderInfo provider)
    {
        ArgumentNullException.ThrowIfNull(path);
        provider = ProviderInfo.FileSystem;
        string absolute = FileSystemPath.Absolute(path, CurrentFileSystemLocation.Path);
        if (WildcardPattern.ContainsWildcardCharacters(path))
        {
            return [.. FileSystemPath.Expand(absolute)];
        }

        string plain = WildcardPattern.Unescape(absolute);
        return IO.Path.Exists(plain) ? [plain] : throw ItemNotFoundException.At(plain);
    }

    public Collection<PathInfo> GetResolvedPSPathFromPSPath(string path) =>
        [.. GetResolvedProviderPathFromPSPath(path, out _).Select(p => new PathInfo(p))];

    internal PathInfo MoveToLiteral(string path) => MoveTo([GetUnresolvedProviderPathFromPSPath(path)], path);

    private PathInfo MoveTo(Collection<string> targets, string asked)
    {
        string[] folders = [.. targets.Where(Directory.Exists)];
        CurrentFileSystemLocation = folders switch
        {
            [var only] => new PathInfo(only),
            [] => throw ItemNotFoundException.At(asked),
            _ => throw new PSArgumentException($"Cannot set the location because path '{asked}' resolved to multiple containers."),
        };
        Publish();
        return CurrentFileSystemLocation;
    }

    private void Publish() => _variables.Set("PWD", CurrentFileSystemLocation);
}
