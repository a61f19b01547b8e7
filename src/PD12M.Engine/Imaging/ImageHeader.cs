using System.Globalization;

namespace PD12M.Imaging;

/// <summary>What an image's header says.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Width">The width in pixels, as stored; at least 1.</param>
/// <param name="Height">The height in pixels, as stored; at least 1.</param>
/// <param name="Orientation">How to turn the image before it is shown: 1 to 8 as TIFF 6.0 and EXIF number them, 1 for not at all.</param>
internal sealed record ImageHeader(ImageKind Kind, long Width, long Height, int Orientation)
{
    private const int LongestSignature = 12;

    /// <summary>Reads the header of a file.</summary>
    /// <param name="input">The file. At most 8 MB of it are read, mostly 4 KB.</param>
    /// <exception cref="ImageHeaderException">It is no image of a known kind, or its header is damaged.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ImageHeader Read(HeaderInput input)
    {
        ReadOnlySpan<byte> start = input.Bytes(0, (int)Math.Min(LongestSignature, input.Length));
        return KindOf(start) switch
        {
            ImageKind.Jpeg => JpegHeader.Read(input),
            ImageKind.Png => PngHeader.Read(input),
            ImageKind.Gif => GifHeader.Read(input),
            ImageKind.WebP => WebPHeader.Read(input),
            ImageKind.Tiff => TiffDirectory.ReadHeader(input),
            _ => throw new ImageHeaderException(isImage: false, DescribeUnknown(start)),
        };
    }

    /// <summary>The kind that a MIME type stands for; null for others.</summary>
    /// <param name="mimeType">A MIME type as data gives it: any case, perhaps with parameters.</param>
    public static ImageKind? KindOf(string mimeType) => mimeType.Split(';')[0].Trim().ToLowerInvariant() switch
    {
        "image/jpeg" or "image/jpg" or "image/pjpeg" => ImageKind.Jpeg,
        "image/png" or "image/x-png" => ImageKind.Png,
        "image/gif" => ImageKind.Gif,
        "image/webp" => ImageKind.WebP,
        "image/tiff" or "image/tif" => ImageKind.Tiff,
        _ => null,
    };

    /// <summary>Whether these are the image's width and height, as stored or as shown.</summary>
    public bool HasSize(long? width, long? height) =>
        Agrees(width, Width) && Agrees(height, Height) || Orientation >= 5 && Agrees(width, Height) && Agrees(height, Width);

    private static bool Agrees(long? expected, long actual) => expected is null || expected == actual;

    private static ImageKind? KindOf(ReadOnlySpan<byte> start) => start switch
    {
        [0xFF, 0xD8, 0xFF, ..] => ImageKind.Jpeg,
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => ImageKind.Png,
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', (byte)'7' or (byte)'9', (byte)'a', ..] => ImageKind.Gif,
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => ImageKind.WebP,
        [(byte)'I', (byte)'I', 42 or 43, 0, ..] => ImageKind.Tiff,
        [(byte)'M', (byte)'M', 0, 42 or 43, ..] => ImageKind.Tiff,
        _ => null,
    };

    private static string DescribeUnknown(ReadOnlySpan<byte> start)
    {
        if (start.IsEmpty)
        {
            return "The file is empty.";
        }
        string bytes = string.Join(" ", start.ToArray().Select(value => value.ToString("X2", CultureInfo.InvariantCulture)));
        return $"The file begins with {bytes}: no JPEG, PNG, GIF, WebP or TIFF.{(start[0] == '<' ? " It looks like a web page or XML." : "")}";
    }
}
