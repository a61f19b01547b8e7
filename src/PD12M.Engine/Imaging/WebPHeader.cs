namespace PD12M.Imaging;

/// <summary>The header of a WebP: lossy, lossless or extended.</summary>
/// <remarks>Source: RFC 9649, sections 2.3 to 2.7 and 3.4; RFC 6386, section 9.1.</remarks>
internal static class WebPHeader
{
    private const int FileHeadBytes = 12;
    private const int ChunkHeadBytes = 8;
    private const uint Lossy = 0x20385056;
    private const uint Lossless = 0x4C385056;
    private const uint Extended = 0x58385056;
    private const uint Exif = 0x46495845;
    private const byte HasExif = 0x08;

    private static ReadOnlySpan<byte> ExifSignature => "Exif\0\0"u8;

    public static ImageHeader Read(HeaderInput input)
    {
        long end = ChunkHeadBytes + (long)input.UInt32(4, bigEndian: false);
        if (end > input.Length)
        {
            throw ImageHeaderException.Damaged($"The WebP says that it has {end} bytes, but the file has {input.Length}: it is cut off.");
        }
        long data = FileHeadBytes + ChunkHeadBytes;
        return input.UInt32(FileHeadBytes, bigEndian: false) switch
        {
            Lossy => ReadLossy(input, data),
            Lossless => ReadLossless(input, data),
            Extended => ReadExtended(input, data, end),
            _ => throw ImageHeaderException.Damaged("The WebP does not begin with an image."),
        };
    }

    private static ImageHeader ReadLossy(HeaderInput input, long data)
    {
        ReadOnlySpan<byte> frame = input.Bytes(data, 10);
        if ((frame[0] & 1) != 0 || !frame.Slice(3, 3).SequenceEqual((ReadOnlySpan<byte>)[0x9D, 0x01, 0x2A]))
        {
            throw ImageHeaderException.Damaged("The WebP's image does not begin with a key frame.");
        }
        // The two upper bits of each are for scaling.
        return Make(input.UInt16(data + 6, bigEndian: false) & 0x3FFF, input.UInt16(data + 8, bigEndian: false) & 0x3FFF, ImageOrientation.Upright);
    }

    private static ImageHeader ReadLossless(HeaderInput input, long data)
    {
        uint bits = input.UInt32(data + 1, bigEndian: false);
        if (input.Byte(data) != 0x2F || bits >> 29 != 0)
        {
            throw ImageHeaderException.Damaged("The WebP's lossless image has another signature or version.");
        }
        return Make((int)(bits & 0x3FFF) + 1, (int)((bits >> 14) & 0x3FFF) + 1, ImageOrientation.Upright);
    }

    private static ImageHeader ReadExtended(HeaderInput input, long data, long end)
    {
        ReadOnlySpan<byte> extended = input.Bytes(data, 10);
        bool hasExif = (extended[0] & HasExif) != 0;
        int width = 1 + (extended[4] | (extended[5] << 8) | (extended[6] << 16));
        int height = 1 + (extended[7] | (extended[8] << 8) | (extended[9] << 16));
        return (long)width * height <= uint.MaxValue
            ? Make(width, height, hasExif ? OrientationOf(input, FileHeadBytes, end) : ImageOrientation.Upright)
            : throw ImageHeaderException.Damaged($"The WebP has a size of {width} x {height}, more than the format allows.");
    }

    private static ImageHeader Make(int width, int height, int orientation) => width > 0 && height > 0
        ? new ImageHeader(ImageKind.WebP, width, height, orientation)
        : throw ImageHeaderException.Damaged($"The WebP has a size of {width} x {height}.");

    // EXIF comes behind the image data, so that most of the file is passed over.
    private static int OrientationOf(HeaderInput input, long chunk, long end)
    {
        while (chunk <= end - ChunkHeadBytes)
        {
            uint length = input.UInt32(chunk + 4, bigEndian: false);
            long data = chunk + ChunkHeadBytes;
            if (length > end - data)
            {
                throw ImageHeaderException.Damaged("A chunk of the WebP leads behind its end.");
            }
            if (input.UInt32(chunk, bigEndian: false) == Exif)
            {
                // Some writers put a JPEG's signature before the data.
                int before = length >= ExifSignature.Length && input.Bytes(data, ExifSignature.Length).SequenceEqual(ExifSignature) ? ExifSignature.Length : 0;
                return ImageOrientation.FromExif(input, data + before, data + length);
            }
            chunk = data + length + (length & 1);
        }
        return ImageOrientation.Upright;
    }
}
