namespace PD12M.Imaging;

/// <summary>The header of a GIF: its logical screen.</summary>
/// <remarks>Source: GIF89a specification (CompuServe, 1990), section 18.</remarks>
internal static class GifHeader
{
    public static ImageHeader Read(HeaderInput input)
    {
        ushort width = input.UInt16(6, bigEndian: false);
        ushort height = input.UInt16(8, bigEndian: false);
        return width > 0 && height > 0
            ? new ImageHeader(ImageKind.Gif, width, height, ImageOrientation.Upright)
            : throw ImageHeaderException.Damaged($"The GIF has a size of {width} x {height}.");
    }
}
