using PD12M.Parquet;

namespace PD12M.Samples;

/// <summary>Encodes a picture as a baseline JPEG of one colour every 8 x 8 pixels: only DC coefficients, 4:2:0.</summary>
/// <remarks>Source: ITU-T T.81 (baseline sequential, Annexes B, F and K), JFIF 1.02.</remarks>
internal sealed class JpegWriter
{
    private const int BlockSize = 8;
    private const int McuSize = 16;

    // With a DC quantizer of 8 the quantized coefficient of a flat block is its level itself.
    private const byte Quantizer = 8;

    // Table K.3: lengths of the codes for the categories 0 to 11.
    private static readonly byte[] s_dcLengths = [0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0];
    private static readonly byte[] s_dcCategories = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
    private static readonly int[] s_dcCodes = [0b00, 0b010, 0b011, 0b100, 0b101, 0b110, 0b1110, 0b11110, 0b111110, 0b1111110, 0b11111110, 0b111111110];
    private static readonly int[] s_dcCodeLengths = [2, 3, 3, 3, 3, 3, 4, 5, 6, 7, 8, 9];

    // Table K.5 begins with two codes of 2 bits and one of 3, before 1010 (end of block). No other is used here.
    private static readonly byte[] s_acLengths = [0, 2, 1, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    private static readonly byte[] s_acSymbols = [0x01, 0x02, 0x03, 0x00, 0x04, 0x11];
    private const int EndOfBlock = 0b1010;
    private const int EndOfBlockLength = 4;

    private readonly ByteWriter _output = new();
    private readonly int[] _lastDc = new int[3];
    private int _bits;
    private int _bitCount;

    /// <summary>The file's bytes.</summary>
    /// <param name="width">Pixels, 1 to 65,535.</param>
    /// <param name="height">Pixels, 1 to 65,535.</param>
    /// <param name="colourAt">The colour 0xRRGGBB at a column and row; it may be asked some pixels beyond the edges.</param>
    public static byte[] Encode(int width, int height, Func<int, int, int> colourAt)
    {
        var writer = new JpegWriter();
        writer.WriteHeaders(width, height);
        for (int y = 0; y < height; y += McuSize)
        {
            for (int x = 0; x < width; x += McuSize)
            {
                writer.WriteMcu(x, y, colourAt);
            }
        }

        writer.FlushBits();
        writer.WriteMarker(0xD9);
        return writer._output.Written.ToArray();
    }

    private void WriteHeaders(int width, int height)
    {
        WriteMarker(0xD8);
        WriteSegment(0xE0, [(byte)'J', (byte)'F', (byte)'I', (byte)'F', 0, 1, 2, 0, 0, 1, 0, 1, 0, 0]);
        byte[] quantizers = new byte[1 + (BlockSize * BlockSize)];
        quantizers.AsSpan(1).Fill(Quantizer);
        WriteSegment(0xDB, quantizers);
        WriteSegment(
            0xC0,
            [8, (byte)(height >> 8), (byte)height, (byte)(width >> 8), (byte)width, 3, 1, 0x22, 0, 2, 0x11, 0, 3, 0x11, 0]);
        WriteSegment(0xC4, [0x00, .. s_dcLengths, .. s_dcCategories]);
        WriteSegment(0xC4, [0x10, .. s_acLengths, .. s_acSymbols]);
        WriteSegment(0xDA, [3, 1, 0x00, 2, 0x00, 3, 0x00, 0, 63, 0]);
    }

    private void WriteMcu(int x, int y, Func<int, int, int> colourAt)
    {
        int red = 0, green = 0, blue = 0;
        for (int block = 0; block < 4; block++)
        {
            int colour = colourAt(x + ((block & 1) * BlockSize) + (BlockSize / 2), y + ((block >> 1) * BlockSize) + (BlockSize / 2));
            int r = colour >> 16, g = (colour >> 8) & 0xFF, b = colour & 0xFF;
            red += r;
            green += g;
            blue += b;
            WriteBlock(0, Weigh(19595 * r, 38470 * g, 7471 * b) - 128);
        }

        WriteBlock(1, Weigh(-11058 * red / 4, -21710 * green / 4, 32768 * blue / 4));
        WriteBlock(2, Weigh(32768 * red / 4, -27439 * green / 4, -5329 * blue / 4));
    }

    // JFIF's conversion in 16-bit fixed point.
    private static int Weigh(int red, int green, int blue) => (red + green + blue + 32768) >> 16;

    private void WriteBlock(int component, int level)
    {
        int difference = level - _lastDc[component];
        _lastDc[component] = level;
        int category = 0;
        for (int magnitude = Math.Abs(difference); magnitude > 0; magnitude >>= 1)
        {
            category++;
        }

        WriteBits(s_dcCodes[category], s_dcCodeLengths[category]);
        WriteBits(difference < 0 ? difference + (1 << category) - 1 : difference, category);
        WriteBits(EndOfBlock, EndOfBlockLength);
    }

    private void WriteBits(int value, int count)
    {
        _bits = (_bits << count) | value;
        for (_bitCount += count; _bitCount >= 8; _bitCount -= 8)
        {
            byte next = (byte)(_bits >> (_bitCount - 8));
            _output.Write(next);
            if (next == 0xFF)
            {
                _output.Write((byte)0);
            }
        }
    }

    private void FlushBits() => WriteBits(0x7F, 7);

    private void WriteSegment(byte marker, byte[] content)
    {
        WriteMarker(marker);
        int length = content.Length + 2;
        _output.Write((byte)(length >> 8));
        _output.Write((byte)length);
        _output.Write(content);
    }

    private void WriteMarker(byte marker)
    {
        _output.Write((byte)0xFF);
        _output.Write(marker);
    }
}
