namespace PD12M.Imaging;

/// <summary>How an image is turned before it is shown: 1 to 8, as TIFF 6.0 numbers them.</summary>
internal static class ImageOrientation
{
    /// <summary>The image is shown as it is stored.</summary>
    public const int Upright = 1;

    /// <summary>A value as an image gives it; what is out of range means nothing.</summary>
    public static int Of(ulong? value) => value is >= 1 and <= 8 ? (int)value : Upright;

    /// <summary>The orientation in EXIF data, which is a TIFF file's header. Decoders mind no fault in it, so neither does this.</summary>
    /// <param name="input">The image.</param>
    /// <param name="start">Where the EXIF data start.</param>
    /// <param name="end">Where they end; within the file.</param>
    public static int FromExif(HeaderInput input, long start, long end)
    {
        try
        {
            return Of(TiffDirectory.ReadFirst(input, start, end).Orientation);
        }
        catch (ImageHeaderException)
        {
            return Upright;
        }
    }
}
