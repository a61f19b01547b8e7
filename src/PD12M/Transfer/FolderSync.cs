using System.Runtime.InteropServices;

namespace PD12M.Transfer;

/// <summary>Flushes a folder, so that the names in it survive a power cut.</summary>
/// <remarks>
/// Linux, fsync(2): "Calling fsync() does not necessarily ensure that the entry in the directory containing the file has
/// also reached disk." .NET opens no folder. Windows needs none of this: NTFS keeps names in its journal.
/// </remarks>
internal static class FolderSync
{
    private const int ReadOnly = 0;

    /// <summary>Flushes a folder; does nothing on Windows.</summary>
    /// <param name="folder">Its full path.</param>
    /// <exception cref="IOException">It cannot be flushed.</exception>
    public static void Flush(string folder)
    {
        if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
        {
            return;
        }
        int descriptor = Open(folder, ReadOnly);
        if (descriptor < 0)
        {
            throw Error(folder);
        }
        try
        {
            // Some file systems cannot flush a folder, and say so by EINVAL: theirs needs none.
            const int InvalidArgument = 22;
            if (Sync(descriptor) < 0 && Marshal.GetLastWin32Error() != InvalidArgument)
            {
                throw Error(folder);
            }
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    private static IOException Error(string folder)
    {
        int code = Marshal.GetLastWin32Error();
        return new IOException($"The folder '{folder}' cannot be flushed to the disk (errno {code}).", code);
    }

    // The mode argument of open(2) is read only when a file is made, so the call takes no variable arguments.
    [DllImport("libc", EntryPoint = "open", SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open(string path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Sync(int descriptor);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int descriptor);
}
