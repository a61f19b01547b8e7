using PD12M.Hashing;

namespace PD12M.Imaging;

/// <summary>Compares image files with what is expected of them.</summary>
internal static class ImageCheck
{
    /// <summary>Looks at a file's header, and puts that and its hash together.</summary>
    /// <param name="file">The file.</param>
    /// <param name="hash">The outcome of hashing it; null where it was not hashed.</param>
    /// <returns>The outcome; a file that is not there or cannot be read is one too.</returns>
    public static ImageResult Compare(ExpectedFile file, HashResult? hash)
    {
        if (hash is not (null or { Status: HashStatus.Match or HashStatus.Mismatch }))
        {
            return Unread(file, hash);
        }
        try
        {
            using FileStream stream = file.Open(FileOptions.None);
            long length = stream.Length;
            ImageResult found = Inspect(file, stream) with { Length = length };
            if ((hash?.Length ?? length) != length)
            {
                return Unread(file, file.Changed());
            }
            return hash?.Status == HashStatus.Mismatch
                ? found with { Status = ImageStatus.HashMismatch, Problem = $"The file's MD5 is another one than expected. {found.Problem}".TrimEnd(), ActualHash = hash.Actual }
                : found with { ActualHash = hash?.Actual };
        }
        catch (Exception error) when (file.Failed(error) is { } failed)
        {
            return Unread(file, failed);
        }
    }

    private static ImageResult Inspect(ExpectedFile file, Stream stream)
    {
        try
        {
            ImageHeader header = ImageHeader.Read(stream);
            (ImageStatus status, string? problem) = Compare(file, header);
            return Result(file, status, problem) with { Kind = header.Kind, Width = header.Width, Height = header.Height, Orientation = header.Orientation };
        }
        catch (ImageHeaderException error)
        {
            return Result(file, error.IsImage ? ImageStatus.DamagedHeader : ImageStatus.UnknownFormat, error.Message);
        }
    }

    private static (ImageStatus Status, string? Problem) Compare(ExpectedFile file, ImageHeader header)
    {
        if (!string.IsNullOrWhiteSpace(file.MimeType) && ImageHeader.KindOf(file.MimeType!) != header.Kind)
        {
            return (ImageStatus.TypeMismatch, $"The image is a {header.Kind}, its MIME type is '{file.MimeType}'.");
        }
        return header.HasSize(file.Width, file.Height)
            ? (ImageStatus.Valid, null)
            : (ImageStatus.SizeMismatch, $"The image is stored with {header.Width} x {header.Height} pixels and orientation {header.Orientation}; {file.Width} x {file.Height} are expected.");
    }

    private static ImageResult Unread(ExpectedFile file, HashResult failed) => Result(file, failed.Status switch
    {
        HashStatus.Missing => ImageStatus.Missing,
        HashStatus.Changed => ImageStatus.Changed,
        HashStatus.Folder => ImageStatus.Folder,
        HashStatus.Locked => ImageStatus.Locked,
        HashStatus.OutsideRoot => ImageStatus.OutsideRoot,
        _ => ImageStatus.Unreadable,
    }, failed.Problem);

    private static ImageResult Result(ExpectedFile file, ImageStatus status, string? problem) => new(file.Path, status, problem)
    {
        Id = file.Id,
        Url = file.Url,
        MimeType = file.MimeType,
        ExpectedKind = file.MimeType is null ? null : ImageHeader.KindOf(file.MimeType),
        ExpectedWidth = file.Width,
        ExpectedHeight = file.Height,
        Hash = file.Hash,
    };
}
