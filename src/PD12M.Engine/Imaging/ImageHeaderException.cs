namespace PD12M.Imaging;

/// <summary>A file does not begin as an image does.</summary>
internal sealed class ImageHeaderException : Exception
{
    /// <param name="isImage">Whether it begins as an image of a known kind, whose header is damaged.</param>
    /// <param name="message">What is wrong, as a sentence.</param>
    public ImageHeaderException(bool isImage, string message)
        : base(message)
    {
        IsImage = isImage;
    }

    /// <summary>Whether the file begins as an image of a known kind, whose header is damaged.</summary>
    public bool IsImage { get; }

    /// <summary>For a header of a known kind that is damaged.</summary>
    public static ImageHeaderException Damaged(string message) => new(isImage: true, message);
}
