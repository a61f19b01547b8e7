namespace PD12M.Samples;

/// <summary>A file that has another name, in the same folder, until it is whole.</summary>
internal sealed class PartialFile : IDisposable
{
    private readonly string _path;
    private readonly string _partialPath;
    private bool _isWhole;

    public PartialFile(string path)
    {
        _path = path;
        _partialPath = path + "." + Guid.NewGuid().ToString("N") + ".part";
        Stream = new FileStream(_partialPath, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16);
    }

    public FileStream Stream { get; }

    /// <summary>Closes the file and gives it its name, in place of one that has it.</summary>
    public void Commit()
    {
        Stream.Dispose();
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
