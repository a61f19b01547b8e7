#if NET
using Microsoft.Win32.SafeHandles;
#endif
using PD12M.Imaging;

namespace PD12M.Hashing;

/// <summary>A file, and what it should be; null stands for what nobody knows.</summary>
/// <param name="Path">The file's full path.</param>
internal sealed record ExpectedFile(string Path)
{
    // What FileInfo says of a path where nothing is.
    private const FileAttributes NoEntry = (FileAttributes)(-1);

    /// <summary>The MD5 that is expected: 32 lower-case hexadecimal digits. Without it the file is not hashed.</summary>
    public string? Hash { get; init; }

    /// <summary>The MIME type that is expected.</summary>
    public string? MimeType { get; init; }

    /// <summary>The width in pixels that is expected.</summary>
    public long? Width { get; init; }

    /// <summary>The height in pixels that is expected.</summary>
    public long? Height { get; init; }

    /// <summary>The image's id.</summary>
    public string? Id { get; init; }

    /// <summary>The image's address.</summary>
    public string? Url { get; init; }

    /// <summary>The folder that the file must not lead out of.</summary>
    public ImageRoot? Root { get; init; }

    /// <summary>Whether the file's header is read too, as an image's.</summary>
    public bool WithHeader { get; init; }

    /// <summary>Opens the file for reading from beginning to end.</summary>
    /// <returns>Null where there is none.</returns>
    /// <exception cref="IOException">It cannot be opened, is no regular file, or leads out of its root.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be opened.</exception>
    public FileStream? Open() => IsThere()
        ? new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 1, FileOptions.SequentialScan)
        : null;

#if NET
    /// <summary>Opens the file as <see cref="Open"/> does.</summary>
    public SafeFileHandle? OpenHandle() => IsThere()
        ? File.OpenHandle(Path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, FileOptions.SequentialScan)
        : null;
#endif

    /// <summary>The outcome for a file that was read as far as it was to be.</summary>
    /// <param name="actual">Its MD5; null where none is expected.</param>
    /// <param name="length">Its length in bytes.</param>
    /// <param name="header">Its header; null where none was to be read.</param>
    public HashResult Compared(string? actual, long length, HeaderOutcome? header) =>
        Result(actual == Hash ? HashStatus.Match : HashStatus.Mismatch, null) with { Actual = actual, Length = length, Header = header };

    /// <summary>The outcome for a file that is not there.</summary>
    public HashResult Missing() => Result(HashStatus.Missing, "There is no such file.");

    /// <summary>The outcome for a file that was not the same from beginning to end.</summary>
    public HashResult Changed() => Result(HashStatus.Changed, "The file changed while it was read. Test it again when nothing writes to it.");

    /// <summary>The outcome for a file that could not be read; null where the exception does not come from a file.</summary>
    public HashResult? Failed(Exception error) => error switch
    {
        FileNotFoundException or DirectoryNotFoundException => Missing(),
        OutsideRootException => Result(HashStatus.OutsideRoot, error.Message),
        SpecialFileException => Result(HashStatus.SpecialFile, error.Message),
        IOException or UnauthorizedAccessException when Directory.Exists(Path) => Result(HashStatus.Folder, "It is a folder."),
        IOException io when SharingViolation.IsCause(io) =>
            Result(HashStatus.Locked, "Another process has the file open and lets nobody read it. Test it again when that process is done."),
        IOException or UnauthorizedAccessException or NotSupportedException => Result(HashStatus.Unreadable, error.Message),
        _ => null,
    };

    // Asked first, because an exception costs more than all else that is done for a small file.
    private bool IsThere()
    {
        FileInfo file = new(Path);
        FileAttributes attributes = file.Attributes;
        if (attributes == NoEntry)
        {
            return false;
        }
        bool isLink = (attributes & FileAttributes.ReparsePoint) != 0;
        Root?.RequireWithin(Path, isLink);
#if NET
        if ((attributes & FileAttributes.Directory) == 0 && (isLink || file.Length == 0) && SpecialFile.Is(file))
        {
            throw new SpecialFileException();
        }
#endif
        return true;
    }

    private HashResult Result(HashStatus status, string? problem) => new(Path, status, Hash ?? "", null, null, problem) { Id = Id, Url = Url };
}
