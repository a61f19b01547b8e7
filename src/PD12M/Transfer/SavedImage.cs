namespace PD12M;

/// <summary>How a saved image came to be there.</summary>
public enum SavedImageStatus
{
    /// <summary>This run transferred and verified it.</summary>
    Saved,
    /// <summary>A file of that name was there before; it was neither asked for nor read.</summary>
    AlreadyThere,
}

/// <summary>An image of the data set as a file on disk.</summary>
/// <param name="Id">The record's id.</param>
/// <param name="Url">The address that the record gives for the image.</param>
/// <param name="Hash">The MD5 that the record gives, 32 lower-case hex digits (RFC 1321).</param>
/// <param name="Path">The full path of the file.</param>
/// <param name="Status">Whether this run transferred the file.</param>
/// <param name="Length">The file's size in bytes.</param>
/// <param name="Elapsed">The time from the first look at the disk to the file under its final name, all attempts included.</param>
public sealed record SavedImage(
    string Id, string Url, string Hash, string Path, SavedImageStatus Status, long Length, TimeSpan Elapsed)
{
    /// <summary>The same as <see cref="Path"/>, under the name by which the file cmdlets bind it.</summary>
    public string FullName => Path;
}
