namespace PD12M;

/// <summary>How a saved file came to be there.</summary>
public enum SavedFileStatus
{
    /// <summary>This run transferred and checked it.</summary>
    Saved,
    /// <summary>It was there before, and is the file that the listing or the server describes.</summary>
    AlreadyThere,
}

/// <summary>A metadata or embedding file of the data set on disk.</summary>
/// <param name="Name">The file's name without a folder.</param>
/// <param name="Path">The full path of the file.</param>
/// <param name="Status">Whether this run transferred the file.</param>
/// <param name="Length">The file's size in bytes.</param>
/// <param name="Sha256">Its SHA-256 (FIPS 180-4), 64 lower-case hex digits; null for a file that was there already and whose hash nothing told.</param>
/// <param name="Elapsed">The time from the first look at the disk to the file under its final name, all attempts and waits included.</param>
public sealed record SavedFile(string Name, string Path, SavedFileStatus Status, long Length, string? Sha256, TimeSpan Elapsed)
{
    /// <summary>The same as <see cref="Path"/>, under the name by which other cmdlets bind it.</summary>
    public string FullName => Path;
}
