namespace PD12M;

/// <summary>How a saved image came to be there.</summary>
public enum SavedImageStatus
{
    /// <summary>This run transferred and verified it.</summary>
    Saved,
    /// <summary>A file of that name was there before; it was not read.</summary>
    AlreadyThere,
}

/// <summary>An image of the data set in its place.</summary>
/// <param name="Id">The record's id.</param>
/// <param name="Url">The address that the record gives for the image.</param>
/// <param name="Hash">The MD5 that the record gives, 32 lower-case hex digits (RFC 1321).</param>
/// <param name="Path">The full path of the file, or the address of the object: <c>s3://bucket/key</c>.</param>
/// <param name="Status">Whether this run transferred it.</param>
/// <param name="Length">The size in bytes.</param>
/// <param name="Elapsed">The time from the first look at the destination to the image under its final name, all attempts included.</param>
public sealed record SavedImage(
    string Id, string Url, string Hash, string Path, SavedImageStatus Status, long Length, TimeSpan Elapsed)
{
    /// <summary>The same as <see cref="Path"/>, under the name by which the file cmdlets bind it.</summary>
    public string FullName => Path;
}
