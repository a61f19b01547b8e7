using PD12M.Hashing;

namespace PD12M.Imaging;

/// <summary>The header of a PNG: IHDR, and the chunks before the image data for their EXIF.</summary>
/// <remarks>Source: Portable Network Graphics (W3C, third edition), 5.2, 11.2.1 and 11.3.4.5.</remarks>
internal static class PngHeader
{
    private const int SignatureBytes = 8;
    private const int ChunkHeadBytes = 8;
    private const int ChunkExtraBytes = 12;
    private const int HeaderBytes = 13;
    private const uint Ihdr = 0x49484452;
    private const uint Idat = 0x49444154;
    private const uint Iend = 0x49454E44;
    private const uint Exif = 0x65584966;

    public static ImageHeader Read(HeaderInput input)
    {
        const long header = SignatureBytes + ChunkHeadBytes;
        if (input.UInt32(SignatureBytes, bigEndian: true) != HeaderBytes || input.UInt32(SignatureBytes + 4, bigEndian: true) != Ihdr)
        {
            throw ImageHeaderException.Damaged("The PNG does not begin with the chunk IHDR.");
        }
        uint checksum = input.UInt32(header + HeaderBytes, bigEndian: true);
        if (Crc32.Compute(input.Bytes(header - 4, HeaderBytes + 4)) != checksum)
        {
            throw ImageHeaderException.Damaged("The checksum of the PNG's header does not agree.");
        }
        uint width = input.UInt32(header, bigEndian: true);
        uint height = input.UInt32(header + 4, bigEndian: true);
        return width is > 0 and <= int.MaxValue && height is > 0 and <= int.MaxValue
            ? new ImageHeader(ImageKind.Png, width, height, OrientationOf(input))
            : throw ImageHeaderException.Damaged($"The PNG has a size of {width} x {height}.");
    }

    private static int OrientationOf(HeaderInput input)
    {
        long chunk = SignatureBytes + HeaderBytes + ChunkExtraBytes;
        while (true)
        {
            uint length = input.UInt32(chunk, bigEndian: true);
            uint type = input.UInt32(chunk + 4, bigEndian: true);
            long data = chunk + ChunkHeadBytes;
            if (type is Idat or Iend)
            {
                return ImageOrientation.Upright;
            }
            if (!input.Has(data, length))
            {
                throw ImageHeaderException.Damaged("The PNG ends before its image data, or a chunk's length is damaged.");
            }
            if (type == Exif)
            {
                return ImageOrientation.FromExif(input, data, data + length);
            }
            chunk += length + ChunkExtraBytes;
        }
    }
}
