namespace PD12M.Samples;

/// <summary>A file that has another name, in the same folder, until it is whole.</summary>
internal sealed class PartialFile : IDisposable
{
    private const string Extension = ".part";

    private readonly string _path;
    private readonly string _partialPath;
    private bool _isWhole;

    public PartialFile(string path)
    {
        _path = path;
        _partialPath = path + "." + Guid.NewGuid().ToString("N") + Extension;
        Stream = new FileStream(_partialPath, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16);
    }

    public FileStream Stream { get; }

    /// <summary>The files beside a path that were to get its name: those of processes that run, and what is left of others.</summary>
    public static IEnumerable<string> Of(string path)
    {
        string start = Path.GetFileName(path) + ".";
        foreach (string file in Directory.GetFiles(Path.GetDirectoryName(path)!, "*" + Extension))
        {
            string name = Path.GetFileName(file);
            if (name.StartsWith(start, StringComparison.Ordinal)
                && Guid.TryParseExact(name.Substring(start.Length, Math.Max(0, name.Length - start.Length - Extension.Length)), "N", out _))
            {
                yield return file;
            }
        }
    }

    /// <summary>Removes a file that nobody is writing; its writer shares it with no process.</summary>
    /// <returns>False where somebody is.</returns>
    /// <exception cref="UnauthorizedAccessException">It may not be removed.</exception>
    public static bool TryRemove(string partialPath)
    {
        try
        {
            using var file = new FileStream(partialPath, FileMode.Open, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>Closes the file and gives it its name, in place of one that has it.</summary>
    public void Commit()
    {
        Stream.Flush();
        if (Path.DirectorySeparatorChar == '\\')
        {
            Stream.Dispose();
        }
        // Elsewhere it stays open until it has its name, lest another process takes it for a leftover in between.
#if NET
        File.Move(_partialPath, _path, overwrite: true);
#else
        if (File.Exists(_path))
        {
            File.Replace(_partialPath, _path, null);
        }
        else
        {
            File.Move(_partialPath, _path);
        }
#endif
        _isWhole = true;
        Stream.Dispose();
    }

    /// <summary>Removes the file unless it was committed.</summary>
    public void Dispose()
    {
        Stream.Dispose();
        if (!_isWhole)
        {
            File.Delete(_partialPath);
        }
    }
}
