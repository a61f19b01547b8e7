using System.Buffers.Binary;
using PD12M.Hashing;
using PD12M.Parquet;

namespace PD12M.Samples;

/// <summary>Encodes a picture as an indexed PNG in the 216 colours of a 6 x 6 x 6 cube, deflated as runs with fixed codes.</summary>
/// <remarks>
/// Source: PNG (W3C), RFC 1950, RFC 1951. The runtime's own compressor is not used: its bytes differ between versions.
/// </remarks>
internal sealed class PngWriter
{
    private const int Steps = 6;
    private const int MaxRun = 258;

    // RFC 1951, 3.2.5: the least length of each of the codes 257 to 285 and its extra bits.
    private static readonly int[] s_runBase = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
    private static readonly int[] s_runExtra = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];

    private readonly ByteWriter _data = new();
    private uint _bits;
    private int _bitCount;
    private uint _adlerLow = 1;
    private uint _adlerHigh;
    private int _last = -1;
    private int _run;

    /// <summary>The file's bytes.</summary>
    /// <param name="width">Pixels, at least 1.</param>
    /// <param name="height">Pixels, at least 1.</param>
    /// <param name="colourAt">The colour 0xRRGGBB at a column and row.</param>
    public static byte[] Encode(int width, int height, Func<int, int, int> colourAt)
    {
        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = 8;
        header[9] = 3;
        var file = new ByteWriter();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        WriteChunk(file, "IHDR", header);
        WriteChunk(file, "PLTE", Palette());
        WriteChunk(file, "IDAT", new PngWriter().Compress(width, height, colourAt));
        WriteChunk(file, "IEND", []);
        return file.Written.ToArray();
    }

    private static byte[] Palette()
    {
        byte[] palette = new byte[Steps * Steps * Steps * 3];
        for (int i = 0; i < palette.Length / 3; i++)
        {
            palette[3 * i] = (byte)(i / (Steps * Steps) * 51);
            palette[(3 * i) + 1] = (byte)(i / Steps % Steps * 51);
            palette[(3 * i) + 2] = (byte)(i % Steps * 51);
        }

        return palette;
    }

    private static int IndexOf(int colour)
    {
        int r = ((colour >> 16) + 25) / 51, g = (((colour >> 8) & 0xFF) + 25) / 51, b = ((colour & 0xFF) + 25) / 51;
        return (((r * Steps) + g) * Steps) + b;
    }

    private byte[] Compress(int width, int height, Func<int, int, int> colourAt)
    {
        _data.Write((byte)0x78);
        _data.Write((byte)0x01);
        WriteBits(0b011, 3);
        byte[] above = new byte[width];
        for (int y = 0; y < height; y++)
        {
            // Filter "Up": a row like the one above becomes a run of zeros.
            Add(2);
            for (int x = 0; x < width; x++)
            {
                byte index = (byte)IndexOf(colourAt(x, y));
                Add((byte)(index - above[x]));
                above[x] = index;
            }
        }

        EndRun();
        WriteSymbol(256);
        WriteBits(0, 7);
        byte[] checksum = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(checksum, (_adlerHigh << 16) | _adlerLow);
        _data.Write(checksum);
        return _data.Written.ToArray();
    }

    private void Add(byte value)
    {
        _adlerLow = (_adlerLow + value) % 65521;
        _adlerHigh = (_adlerHigh + _adlerLow) % 65521;
        if (value == _last)
        {
            if (++_run == MaxRun)
            {
                EndRun();
            }

            return;
        }

        EndRun();
        WriteSymbol(value);
        _last = value;
    }

    private void EndRun()
    {
        if (_run < 3)
        {
            for (; _run > 0; _run--)
            {
                WriteSymbol(_last);
            }

            return;
        }

        int code = s_runBase.Length - 1;
        while (s_runBase[code] > _run)
        {
            code--;
        }

        WriteSymbol(257 + code);
        WriteBits((uint)(_run - s_runBase[code]), s_runExtra[code]);

        // Distance code 0: the byte before.
        WriteBits(0, 5);
        _run = 0;
    }

    // RFC 1951, 3.2.6: fixed codes, whose most significant bit goes first.
    private void WriteSymbol(int symbol)
    {
        (int code, int length) = symbol switch
        {
            < 144 => (0x30 + symbol, 8),
            < 256 => (0x190 + symbol - 144, 9),
            < 280 => (symbol - 256, 7),
            _ => (0xC0 + symbol - 280, 8),
        };
        for (int i = length - 1; i >= 0; i--)
        {
            WriteBits((uint)(code >> i) & 1, 1);
        }
    }

    private void WriteBits(uint value, int count)
    {
        _bits |= value << _bitCount;
        for (_bitCount += count; _bitCount >= 8; _bitCount -= 8)
        {
            _data.Write((byte)_bits);
            _bits >>= 8;
        }
    }

    private static void WriteChunk(ByteWriter file, string type, byte[] content)
    {
        byte[] chunk = new byte[content.Length + 12];
        BinaryPrimitives.WriteInt32BigEndian(chunk, content.Length);
        System.Text.Encoding.ASCII.GetBytes(type, 0, 4, chunk, 4);
        content.CopyTo(chunk, 8);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(content.Length + 8), Crc32.Compute(chunk.AsSpan(4, content.Length + 4)));
        file.Write(chunk);
    }
}
