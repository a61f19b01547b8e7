namespace System.Management.Automation;

internal static class FileSystemPath
{
    public static string Absolute(string path, string location)
    {
        string rest = WithoutProvider(path);
        if (rest == "~" || rest.StartsWith("~/", StringComparison.Ordinal) || rest.StartsWith("~\\", StringComparison.Ordinal))
        {
            return IO.Path.GetFullPath(IO.Path.Combine(ProviderInfo.FileSystem.Home, rest[1..].TrimStart('/', '\\')));
        }

        if (!OperatingSystem.IsWindows())
        {
            int colon = rest.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0 && !rest.AsSpan(0, colon).ContainsAny('/', '\\'))
            {
                throw new DriveNotFoundException(rest[..colon]);
            }
        }

        return IO.Path.GetFullPath(IO.Path.Combine(location, OperatingSystem.IsWindows() ? rest : WithForwardSlashes(rest)));
    }

    public static IEnumerable<string> Expand(string absolute)
    {
        string root = IO.Path.GetPathRoot(absolute)!;
        string[] parts = absolute[root.Length..].Split(IO.Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries);
        string start = IO.Path.Combine(root, IO.Path.Combine([.. parts.TakeWhile(p => !WildcardPattern.ContainsWildcardCharacters(p)).Select(WildcardPattern.Unescape)]));
        if (!IO.Path.Exists(start))
        {
            throw ItemNotFoundException.At(start);
        }

        IEnumerable<string> found = [root];
        foreach (string part in parts)
        {
            found = WildcardPattern.ContainsWildcardCharacters(part)
                ? ExpandPart(found, new WildcardPattern(part, WildcardOptions.IgnoreCase))
                : found.Select(f => IO.Path.Combine(f, WildcardPattern.Unescape(part))).Where(IO.Path.Exists);
        }

        return found;
    }

    private static IEnumerable<string> ExpandPart(IEnumerable<string> folders, WildcardPattern pattern) =>
        folders.Where(Directory.Exists).SelectMany(f =>
            Children(Directory.EnumerateDirectories(f), pattern).Concat(Children(Directory.EnumerateFiles(f), pattern)));

    private static IEnumerable<string> Children(IEnumerable<string> paths, WildcardPattern pattern) =>
        paths.Where(p => pattern.IsMatch(IO.Path.GetFileName(p))).Order(StringComparer.CurrentCultureIgnoreCase);

    private static string WithoutProvider(string path)
    {
        int colons = path.IndexOf("::", StringComparison.Ordinal);
        if (colons < 0)
        {
            return path;
        }

        string provider = path[..colons];
        return provider.EndsWith("FileSystem", StringComparison.OrdinalIgnoreCase)
            ? path[(colons + 2)..]
            : throw new ProviderNotFoundException(provider);
    }

    private static string WithForwardSlashes(string path) => path.Replace('\\', '/');
}
