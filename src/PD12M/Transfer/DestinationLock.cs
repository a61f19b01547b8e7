namespace PD12M.Transfer;

/// <summary>The right to save in a folder: a lock file, held open, that ends with the process at the latest.</summary>
internal sealed class DestinationLock : IDisposable
{
    private const string LockName = "lock";
    private const int MaximumTries = 10;

    private readonly FileStream _file;
    private readonly string _workFolder;

    private DestinationLock(FileStream file, string workFolder)
    {
        _file = file;
        _workFolder = workFolder;
    }

    /// <summary>Takes the lock, or fails at once.</summary>
    /// <param name="root">The destination, for messages.</param>
    /// <param name="workFolder">The folder of the lock file; made when it is missing.</param>
    /// <returns>The lock.</returns>
    /// <exception cref="DestinationException">Another run has it, or the work folder is a link.</exception>
    /// <exception cref="IOException">The file cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be made.</exception>
    public static DestinationLock Take(string root, string workFolder)
    {
        string path = Path.Combine(workFolder, LockName);
        for (int attempt = 1; ; attempt++)
        {
            Directory.CreateDirectory(workFolder);
            DestinationFolder.RefuseLink(workFolder);
            FileStream file;
            try
            {
                file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
            }
            catch (Exception exception) when (exception is DirectoryNotFoundException or FileNotFoundException && attempt < MaximumTries)
            {
                // A run that ended in this moment took the file or the work folder away.
                continue;
            }
            catch (IOException exception) when (IoError.IsSharingViolation(exception))
            {
                throw new DestinationException(
                    DestinationFault.InUse,
                    $"Another run is saving files in '{root}' (it holds '{path}'). Wait until it has ended, or choose another destination.",
                    exception);
            }
            // Where an open file can be deleted, the name may have gone between opening and locking: then this locks nothing.
            if (File.Exists(path) || attempt == MaximumTries)
            {
                return new DestinationLock(file, workFolder);
            }
            file.Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _file.Dispose();
        try
        {
            Directory.Delete(_workFolder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Not empty: the next run has come already, or a file could not be deleted, which was reported then.
        }
    }
}
