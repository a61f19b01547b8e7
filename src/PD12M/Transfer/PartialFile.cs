namespace PD12M.Transfer;

/// <summary>A file under a temporary name: it gets its final name, or it goes.</summary>
internal sealed class PartialFile : PendingFile
{
    private readonly string _path;
    private readonly bool _durable;
    private readonly FileStream _stream;
    private bool _isMoved;

    /// <param name="path">The temporary name.</param>
    /// <param name="durable">Whether the file, and its final folder, are flushed to the disk.</param>
    public PartialFile(string path, bool durable = false)
    {
        _path = path;
        _durable = durable;

        // No buffer of its own, as the writes are large; not asynchronous, as .NET then only hands them to other threads on Unix.
        _stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.None);
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int count) => _stream.Write(buffer, 0, count);

    /// <inheritdoc/>
    public override void Clear() => _stream.SetLength(0);

    /// <inheritdoc/>
    public override ValueTask<bool> FinishAsync(string finalPath, string? hash, bool overwrite, CancellationToken token) =>
        new(TryMoveTo(finalPath, overwrite));

    /// <summary>Gives the file its final name in one step.</summary>
    /// <param name="finalPath">The name, on the same volume.</param>
    /// <param name="overwrite">Whether a file of that name is replaced.</param>
    /// <returns>False if a file of that name is there and is not to be replaced.</returns>
    public bool TryMoveTo(string finalPath, bool overwrite)
    {
        if (_durable)
        {
            _stream.Flush(flushToDisk: true);
        }
        _stream.Dispose();
        try
        {
            Move(_path, finalPath, overwrite);
            _isMoved = true;
        }
        catch (IOException) when (!overwrite && File.Exists(finalPath))
        {
            return false;
        }
        if (_durable)
        {
            FolderSync.Flush(Path.GetDirectoryName(finalPath)!);
        }
        return true;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _stream.Dispose();
        if (!_isMoved)
        {
            File.Delete(_path);
        }
    }

    /// <summary>Renames a file in one step.</summary>
    /// <param name="path">The file.</param>
    /// <param name="finalPath">Its new name, on the same volume.</param>
    /// <param name="overwrite">Whether a file of that name is replaced.</param>
    internal static void Move(string path, string finalPath, bool overwrite)
    {
#if NET
        File.Move(path, finalPath, overwrite);
#else
        if (overwrite && File.Exists(finalPath))
        {
            File.Replace(path, finalPath, null);
        }
        else
        {
            File.Move(path, finalPath);
        }
#endif
    }
}
