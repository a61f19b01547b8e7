namespace PD12M.Testing;

/// <summary>A path with the symbolic links of every component resolved.</summary>
internal static class RealPath
{
    private const int MostLinks = 40;

    public static string Of(string path)
    {
        string root = Path.GetPathRoot(path)!;
        Stack<string> ahead = new(path[root.Length..].Split(Path.DirectorySeparatorChar).Reverse());
        string resolved = root;
        int links = 0;
        while (ahead.TryPop(out string? component))
        {
            string next = Path.Combine(resolved, component);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                resolved = next;
                continue;
            }

            if (++links > MostLinks)
            {
                throw new IOException($"Too many links in '{path}'.");
            }

            string full = Path.GetFullPath(target, resolved);
            resolved = Path.GetPathRoot(full)!;
            foreach (string part in full[resolved.Length..].Split(Path.DirectorySeparatorChar).Reverse())
            {
                ahead.Push(part);
            }
        }

        return resolved;
    }
}
