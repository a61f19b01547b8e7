namespace PD12M.Imaging;

/// <summary>The first directory of a TIFF or BigTIFF, and of EXIF data, as far as it concerns the image's size.</summary>
/// <param name="Width">The width in pixels; null where the directory has none.</param>
/// <param name="Height">The height in pixels; null where the directory has none.</param>
/// <param name="Orientation">The orientation; null where the directory has none.</param>
/// <remarks>Source: TIFF 6.0, section 2 and 8; BigTIFF as the LibTIFF project describes it.</remarks>
internal sealed record TiffDirectory(ulong? Width, ulong? Height, ulong? Orientation)
{
    private const int BigVersion = 43;

    /// <summary>The header of a TIFF.</summary>
    /// <exception cref="ImageHeaderException">It is damaged.</exception>
    public static ImageHeader ReadHeader(HeaderInput input)
    {
        TiffDirectory directory = ReadFirst(input, 0, input.Length);
        return directory is { Width: > 0 and <= uint.MaxValue, Height: > 0 and <= uint.MaxValue }
            ? new ImageHeader(ImageKind.Tiff, (long)directory.Width, (long)directory.Height, ImageOrientation.Of(directory.Orientation))
            : throw ImageHeaderException.Damaged($"The TIFF's first directory gives a width of '{directory.Width}' and a height of '{directory.Height}'.");
    }

    /// <summary>Reads the first directory.</summary>
    /// <param name="input">The file that it lies in.</param>
    /// <param name="start">Where the TIFF header stands; offsets count from there.</param>
    /// <param name="end">Where the directory must end.</param>
    /// <exception cref="ImageHeaderException">The header is damaged, or leads out of these bounds.</exception>
    public static TiffDirectory ReadFirst(HeaderInput input, long start, long end)
    {
        bool bigEndian = input.UInt16(start, bigEndian: true) switch
        {
            0x4949 => false,
            0x4D4D => true,
            _ => throw ImageHeaderException.Damaged("The TIFF header has no byte order."),
        };
        Layout layout = input.UInt16(start + 2, bigEndian) == BigVersion ? Layout.Big : Layout.Classic;
        if (layout.IsBig && input.UInt32(start + 4, bigEndian: false) != (bigEndian ? 0x0800u : 0x0008u))
        {
            throw ImageHeaderException.Damaged("The BigTIFF has offsets of another size than 8 bytes.");
        }
        ulong offset = layout.ReadNumber(input, start + layout.FirstOffsetAt, bigEndian);
        if (offset > (ulong)(end - start))
        {
            throw ImageHeaderException.Damaged($"The TIFF's first directory is said to lie at byte {offset}, behind the end.");
        }
        long directory = start + (long)offset;
        ulong count = layout.IsBig ? input.UInt64(directory, bigEndian) : input.UInt16(directory, bigEndian);
        long entries = directory + layout.CountBytes;
        if (entries > end || count > (ulong)((end - entries) / layout.EntryBytes))
        {
            throw ImageHeaderException.Damaged($"The TIFF's first directory is said to have {count} entries, which lead behind the end.");
        }
        var found = new TiffDirectory(null, null, null);
        for (long entry = entries; entry < entries + ((long)count * layout.EntryBytes); entry += layout.EntryBytes)
        {
            switch (input.UInt16(entry, bigEndian))
            {
                case 256:
                    found = found with { Width = layout.ReadValue(input, entry, bigEndian) };
                    break;
                case 257:
                    found = found with { Height = layout.ReadValue(input, entry, bigEndian) };
                    break;
                case 274:
                    found = found with { Orientation = layout.ReadValue(input, entry, bigEndian) };
                    break;
            }
        }
        return found;
    }

    /// <summary>Where BigTIFF differs: its offsets and counts have 8 bytes.</summary>
    private sealed record Layout(bool IsBig, int FirstOffsetAt, int CountBytes, int EntryBytes, int ValueAt)
    {
        public static readonly Layout Classic = new(false, 4, 2, 12, 8);
        public static readonly Layout Big = new(true, 8, 8, 20, 12);

        public ulong ReadNumber(HeaderInput input, long offset, bool bigEndian) =>
            IsBig ? input.UInt64(offset, bigEndian) : input.UInt32(offset, bigEndian);

        /// <summary>The value of an entry that has one, a SHORT, LONG or LONG8; null for others.</summary>
        public ulong? ReadValue(HeaderInput input, long entry, bool bigEndian)
        {
            if (ReadNumber(input, entry + 4, bigEndian) != 1)
            {
                return null;
            }
            return input.UInt16(entry + 2, bigEndian) switch
            {
                3 => input.UInt16(entry + ValueAt, bigEndian),
                4 => input.UInt32(entry + ValueAt, bigEndian),
                16 when IsBig => input.UInt64(entry + ValueAt, bigEndian),
                _ => null,
            };
        }
    }
}
