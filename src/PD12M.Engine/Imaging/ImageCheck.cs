using PD12M.Hashing;

namespace PD12M.Imaging;

/// <summary>Compares image files with what is expected of them.</summary>
internal static class ImageCheck
{
    /// <summary>Puts together what is expected of a file, what its header says and its hash.</summary>
    /// <param name="file">The file.</param>
    /// <param name="found">What was found, with the header if the file could be read.</param>
    public static ImageResult Compare(ExpectedFile file, HashResult found)
    {
        if (found.Header is not { } header)
        {
            return Unread(file, found);
        }
        ImageResult result = Compare(file, header) with { Length = found.Length, ActualHash = found.Actual };
        return found.Status == HashStatus.Mismatch
            ? result with { Status = ImageStatus.HashMismatch, Problem = $"The file's MD5 is another one than expected. {result.Problem}".TrimEnd() }
            : result;
    }

    private static ImageResult Compare(ExpectedFile file, HeaderOutcome outcome)
    {
        if (outcome.Header is not { } header)
        {
            return Result(file, outcome.Fault!.IsImage ? ImageStatus.DamagedHeader : ImageStatus.UnknownFormat, outcome.Fault.Message);
        }
        (ImageStatus status, string? problem) = Compare(file, header);
        return Result(file, status, problem) with { Kind = header.Kind, Width = header.Width, Height = header.Height, Orientation = header.Orientation };
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
        HashStatus.SpecialFile => ImageStatus.SpecialFile,
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
