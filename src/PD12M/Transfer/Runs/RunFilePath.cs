using PD12M.Hashing;

namespace PD12M.Transfer.Runs;

/// <summary>Finds the file that a path of a run's log or list of failures stands for.</summary>
internal static class RunFilePath
{
    /// <summary>Follows the links of a path: a file that is renamed or replaced would take the place of a link, not of its target.</summary>
    /// <param name="path">A full path; the file need not exist.</param>
    /// <returns>The file's own path.</returns>
    /// <exception cref="IOException">The links cannot be followed.</exception>
    public static string Of(string path)
    {
        path = Path.GetFullPath(path);
        string folder = Path.GetDirectoryName(path) is { } parent ? RealPath.Of(parent) : "";
        string real = RealPath.Of(Path.Combine(folder, Path.GetFileName(path)));
#if !NET
        // Windows gives final paths with prefixes that Windows PowerShell does not take.
        real = real.StartsWith(@"\\?\UNC\", StringComparison.Ordinal) ? @"\\" + real.Substring(8)
            : real.StartsWith(@"\\?\", StringComparison.Ordinal) ? real.Substring(4)
            : real;
#endif
        return real;
    }
}
