namespace PD12M.Imaging;

/// <summary>The header of a JPEG: its segments up to the frame header.</summary>
/// <remarks>Source: ITU-T T.81, Annex B; EXIF 2.32 (JEITA CP-3451), 4.7.2 for APP1.</remarks>
internal static class JpegHeader
{
    private const int LengthBytes = 2;
    private const int FrameHeaderBytes = 8;
    private const int ComponentBytes = 3;
    private const byte App1 = 0xE1;
    private const byte EndOfImage = 0xD9;
    private const byte StartOfScan = 0xDA;

    private static ReadOnlySpan<byte> ExifSignature => "Exif\0\0"u8;

    public static ImageHeader Read(HeaderInput input)
    {
        int? orientation = null;
        long position = 2;
        while (true)
        {
            byte marker = NextMarker(input, ref position);
            if (marker is 0x01 or (>= 0xD0 and <= 0xD8))
            {
                // TEM, RSTn and SOI stand alone.
                continue;
            }
            if (marker is EndOfImage or StartOfScan)
            {
                throw ImageHeaderException.Damaged("The JPEG has no frame header, so its size is not known.");
            }
            int length = input.UInt16(position, bigEndian: true);
            if (length < LengthBytes)
            {
                throw ImageHeaderException.Damaged($"The JPEG's segment FF{marker:X2} has a length of {length}.");
            }
            if (IsStartOfFrame(marker))
            {
                return ReadFrame(input, position, length, orientation ?? ImageOrientation.Upright);
            }
            if (marker == App1)
            {
                orientation ??= ExifOrientation(input, position + LengthBytes, length - LengthBytes);
            }
            position += length;
        }
    }

    // As libjpeg does it: bytes that are no marker are passed over, and so are fill bytes (B.1.1.2).
    private static byte NextMarker(HeaderInput input, ref long position)
    {
        byte value;
        do
        {
            while (input.Byte(position++) != 0xFF)
            {
            }
            while ((value = input.Byte(position++)) == 0xFF)
            {
            }
        }
        while (value == 0);
        return value;
    }

    // B.2.2, table B.1: C4 is DHT, C8 is reserved, CC is DAC.
    private static bool IsStartOfFrame(byte marker) => marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);

    private static ImageHeader ReadFrame(HeaderInput input, long position, int length, int orientation)
    {
        ReadOnlySpan<byte> frame = input.Bytes(position, FrameHeaderBytes);
        int height = (frame[3] << 8) | frame[4];
        int width = (frame[5] << 8) | frame[6];
        int components = frame[7];
        if (components == 0 || length != FrameHeaderBytes + (ComponentBytes * components))
        {
            throw ImageHeaderException.Damaged($"The JPEG's frame header has a length of {length} for {components} components.");
        }
        // A height of 0 is for a DNL segment to tell (B.2.5), which no common decoder reads.
        return width > 0 && height > 0
            ? new ImageHeader(ImageKind.Jpeg, width, height, orientation)
            : throw ImageHeaderException.Damaged($"The JPEG has a size of {width} x {height}.");
    }

    private static int? ExifOrientation(HeaderInput input, long start, int length) =>
        length > ExifSignature.Length && input.Has(start, length) && input.Bytes(start, ExifSignature.Length).SequenceEqual(ExifSignature)
            ? ImageOrientation.FromExif(input, start + ExifSignature.Length, start + length)
            : null;
}
