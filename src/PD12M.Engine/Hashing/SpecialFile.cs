#if NET
using System.Formats.Tar;

namespace PD12M.Hashing;

/// <summary>What Unix has in the place of a file: named pipes, devices and sockets. To open one can wait for good, or set something going.</summary>
internal static class SpecialFile
{
    // A header, its extension and the archive's end take 3 KB.
    private const int ArchiveBytes = 16 * 1024;

    // COR_E_IO, where the system has no error number to tell.
    private const int NoErrorNumber = unchecked((int)0x80131620);

    /// <summary>Tells whether there is one; it is not opened.</summary>
    /// <param name="file">Where it is, or a link to it. It is there, and is no folder.</param>
    /// <exception cref="IOException">There is a circle of links, or an empty file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">An empty file may not be read.</exception>
    public static bool Is(FileInfo file)
    {
        if (OperatingSystem.IsWindows())
        {
            return false;
        }
        FileInfo target = file.ResolveLinkTarget(returnFinalTarget: true) is { } resolved ? new FileInfo(resolved.FullName) : file;
        // The length of all of them is 0.
        return target.Exists && target.Length == 0 && !IsRegular(target.FullName);
    }

    // Nothing but the archives of .NET 8 tells the type: File.GetUnixFileMode leaves it out.
    private static bool IsRegular(string path)
    {
        using MemoryStream archive = new(new byte[ArchiveBytes]);
        try
        {
            using TarWriter writer = new(archive, leaveOpen: true);
            writer.WriteEntry(path, "file");
        }
        catch (IOException error) when (error.HResult == NoErrorNumber)
        {
            // An archive takes no sockets.
            return false;
        }
        archive.Position = 0;
        using TarReader reader = new(archive);
        return reader.GetNextEntry()!.EntryType == TarEntryType.RegularFile;
    }
}
#endif
