using PD12M.Imaging;

namespace PD12M;

/// <summary>How a file compares with the hash that is expected of it.</summary>
public enum HashStatus
{
    /// <summary>The file's MD5 is the expected one.</summary>
    Match,
    /// <summary>The file's MD5 is another one.</summary>
    Mismatch,
    /// <summary>There is no file.</summary>
    Missing,
    /// <summary>There is a file, but it cannot be opened or read.</summary>
    Unreadable,
    /// <summary>The file changed while it was read, so its MD5 is that of neither state.</summary>
    Changed,
    /// <summary>There is a folder in place of the file.</summary>
    Folder,
    /// <summary>Another process holds the file and lets nobody read it.</summary>
    Locked,
    /// <summary>A link leads out of the folder that the images lie in; what is behind it was not read.</summary>
    OutsideRoot,
    /// <summary>There is a named pipe, a device or a socket in place of the file; it was not opened.</summary>
    SpecialFile,
}

/// <summary>The outcome of checking one file.</summary>
/// <param name="Path">The file's full path.</param>
/// <param name="Status">The outcome.</param>
/// <param name="Expected">The MD5 that was expected: 32 lower-case hexadecimal digits.</param>
/// <param name="Actual">The file's MD5: 32 lower-case hexadecimal digits; null where it could not be read or changed meanwhile.</param>
/// <param name="Length">The file's length in bytes; null where it could not be read or changed meanwhile.</param>
/// <param name="Problem">Why the file has no MD5; else null.</param>
public sealed record HashResult(string Path, HashStatus Status, string Expected, string? Actual, long? Length, string? Problem)
{
    /// <summary>The image's id, where it is known.</summary>
    public string? Id { get; init; }

    /// <summary>The image's address, where it is known.</summary>
    public string? Url { get; init; }

    /// <summary>What the file's header says; null where it was not read.</summary>
    internal HeaderOutcome? Header { get; init; }
}
