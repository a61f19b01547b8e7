namespace PD12M;

/// <summary>How an image file compares with what the metadata say of it.</summary>
public enum ImageStatus
{
    /// <summary>All that was compared agrees.</summary>
    Valid,
    /// <summary>The file's MD5 is another one.</summary>
    HashMismatch,
    /// <summary>The file is no image of a kind that is known here.</summary>
    UnknownFormat,
    /// <summary>The file begins as an image, but its header is damaged or cut off.</summary>
    DamagedHeader,
    /// <summary>The image is of another kind than its MIME type says.</summary>
    TypeMismatch,
    /// <summary>The image has another width or height.</summary>
    SizeMismatch,
    /// <summary>There is no file.</summary>
    Missing,
    /// <summary>There is a file, but it cannot be opened or read.</summary>
    Unreadable,
    /// <summary>The file changed while it was read.</summary>
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

/// <summary>The outcome of checking one image file. What is not known, or was not looked at, is null.</summary>
/// <param name="Path">The file's full path.</param>
/// <param name="Status">The outcome.</param>
/// <param name="Problem">What is wrong, as a sentence; null for a valid image.</param>
public sealed record ImageResult(string Path, ImageStatus Status, string? Problem)
{
    /// <summary>The image's id.</summary>
    public string? Id { get; init; }

    /// <summary>The image's address.</summary>
    public string? Url { get; init; }

    /// <summary>The kind that the file's header tells.</summary>
    public ImageKind? Kind { get; init; }

    /// <summary>The kind that the MIME type stands for.</summary>
    public ImageKind? ExpectedKind { get; init; }

    /// <summary>The MIME type that the metadata give.</summary>
    public string? MimeType { get; init; }

    /// <summary>The image's width in pixels, as it is stored.</summary>
    public long? Width { get; init; }

    /// <summary>The image's height in pixels, as it is stored.</summary>
    public long? Height { get; init; }

    /// <summary>The width that the metadata give.</summary>
    public long? ExpectedWidth { get; init; }

    /// <summary>The height that the metadata give.</summary>
    public long? ExpectedHeight { get; init; }

    /// <summary>How the image is turned before it is shown: 1 (not at all) to 8, as TIFF 6.0 and EXIF number them; from 5 on width and height change places.</summary>
    public int? Orientation { get; init; }

    /// <summary>The MD5 that was expected: 32 lower-case hexadecimal digits; null where none was compared.</summary>
    public string? Hash { get; init; }

    /// <summary>The file's MD5: 32 lower-case hexadecimal digits; null where none was computed.</summary>
    public string? ActualHash { get; init; }

    /// <summary>The file's length in bytes.</summary>
    public long? Length { get; init; }
}
