using System.Security.Cryptography;
using System.Text;
using PD12M.Parquet;

namespace PD12M.Engine.Tests.Parquet;

/// <summary>Frames made by the program zstd (tests/data/zstd) and by hand from RFC 8878.</summary>
public class ZstdDecoderTests
{
    private static readonly byte[] s_magic = [0x28, 0xB5, 0x2F, 0xFD];

    // Single segment, a size in one byte, no checksum.
    private static byte[] Frame(int size, params byte[] blocks) => [.. s_magic, 0x20, (byte)size, .. blocks];

    private static byte[] Block(int type, int size, params byte[] body)
    {
        int header = (size << 3) | (type << 1) | 1;
        return [(byte)header, (byte)(header >> 8), (byte)(header >> 16), .. body];
    }

    private static byte[] Compressed(params byte[] body) => Block(2, body.Length, body);

    private static byte[] Decode(int length, byte[] input)
    {
        // With and without room behind the output the result has to be the same.
        ZstdDecoder decoder = new();
        byte[] tight = new byte[length];
        decoder.Decode(input, tight, length);
        byte[] roomy = new byte[length + 200];
        decoder.Decode(input, roomy, length);
        Assert.Equal(tight, roomy[..length]);
        Assert.All(roomy[(length + ZstdDecoder.Slack)..], value => Assert.Equal(0, value));
        return tight;
    }

    private static string Refused(ParquetFault fault, int length, byte[] input)
    {
        MalformedDataException tight = Assert.Throws<MalformedDataException>(() => new ZstdDecoder().Decode(input, new byte[length], length));
        MalformedDataException roomy = Assert.Throws<MalformedDataException>(() => new ZstdDecoder().Decode(input, new byte[length + 200], length));
        Assert.Equal(tight.Message, roomy.Message);
        Assert.StartsWith("Zstandard: ", tight.Message, StringComparison.Ordinal);
        Assert.Equal(fault, tight.Fault);
        return tight.Message;
    }

    [Theory]
    [MemberData(nameof(ZstdFixtures.All), MemberType = typeof(ZstdFixtures))]
    public void What_the_tool_compresses_comes_back(string name, int length, string sha256) =>
        Assert.Equal(sha256, Convert.ToHexStringLower(SHA256.HashData(Decode(length, ZstdFixtures.Read(name)))));

    [Fact]
    public void A_decoder_keeps_nothing_of_the_data_before()
    {
        ZstdDecoder decoder = new();
        byte[] output = new byte[9000];
        decoder.Decode(ZstdFixtures.Read("captions-3"), output, output.Length);

        // Literals without a tree of their own, as they may follow such a block, but not in a new frame.
        byte[] treeless = Frame(2, Compressed(0x23, 0x40, 0x00, 0x01, 0x00));
        Assert.Contains("Huffman tree", Assert.Throws<MalformedDataException>(() => decoder.Decode(treeless, output, 2)).Message, StringComparison.Ordinal);

        // Sequences of the tables of the block before.
        byte[] repeated = Frame(4, Compressed(0x08, (byte)'a', 0x01, 0xFC, 0x01));
        Assert.Contains("refer to a table", Assert.Throws<MalformedDataException>(() => decoder.Decode(repeated, output, 4)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_raw_block_is_copied() => Assert.Equal("hello"u8.ToArray(), Decode(5, Frame(5, Block(0, 5, "hello"u8.ToArray()))));

    [Fact]
    public void A_run_is_one_byte_repeated() => Assert.Equal("aaaaaaa"u8.ToArray(), Decode(7, Frame(7, Block(1, 7, (byte)'a'))));

    [Fact]
    public void A_block_may_be_literals_alone()
    {
        Assert.Equal("hello"u8.ToArray(), Decode(5, Frame(5, Compressed([5 << 3, .. "hello"u8, 0]))));
        Assert.Equal("aaaaaaa"u8.ToArray(), Decode(7, Frame(7, Compressed((7 << 3) | 1, (byte)'a', 0))));
    }

    // Tables of one code each: no literals or nine, the offset's code, a match of three; then the offset's bits below the end mark.
    private static byte[] OneSequence(int literalLength, string literals, byte offsetCode, byte bits) =>
        Compressed([(byte)(literals.Length << 3), .. Encoding.ASCII.GetBytes(literals), 1, 0x54, (byte)literalLength, offsetCode, 0, bits]);

    [Theory]
    [InlineData(0, 0b1, "iii")]
    [InlineData(1, 0b10, "fgh")]
    [InlineData(1, 0b11, "bcd")]
    [InlineData(2, 0b110, "ghi")]
    [InlineData(3, 0b1001, "def")]
    public void A_match_repeats_an_offset_or_has_its_own(byte offsetCode, byte bits, string match) =>
        Assert.Equal("abcdefghi" + match + "jkl", Encoding.ASCII.GetString(Decode(15, Frame(15, OneSequence(9, "abcdefghijkl", offsetCode, bits)))));

    [Theory]
    [InlineData(0, 0b1, "fgh")]
    [InlineData(1, 0b10, "bcd")]
    [InlineData(2, 0b110, "ghi")]
    public void A_match_without_literals_repeats_another_offset(byte offsetCode, byte bits, string match)
    {
        byte[] before = Block(0, 9, "abcdefghi"u8.ToArray());
        before[0] &= 0xFE;
        Assert.Equal("abcdefghi" + match, Encoding.ASCII.GetString(Decode(12, Frame(12, [.. before, .. OneSequence(0, string.Empty, offsetCode, bits)]))));
        Refused(ParquetFault.Corrupt, 12, Frame(12, [.. before, .. OneSequence(0, string.Empty, offsetCode: 1, bits: 0b11)]));
    }

    [Theory]
    [InlineData(new byte[] { 0x00, 0x58 })]
    [InlineData(new byte[] { 0x60, 0x2C, 0x00 })]
    [InlineData(new byte[] { 0xA0, 0x2C, 0x01, 0x00, 0x00 })]
    [InlineData(new byte[] { 0xE0, 0x2C, 0x01, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00 })]
    [InlineData(new byte[] { 0xA1, 0x00, 0x2C, 0x01, 0x00, 0x00 })]
    [InlineData(new byte[] { 0xA3, 0x00, 0x00, 0x00, 0x00, 0x2C, 0x01, 0x00, 0x00 })]
    public void A_size_has_one_of_several_lengths_or_is_missing(byte[] header) =>
        Assert.Equal(Enumerable.Repeat((byte)'a', 300), Decode(300, [.. s_magic, .. header, .. Block(1, 300, (byte)'a')]));

    [Fact]
    public void Frames_follow_each_other_and_some_are_skipped()
    {
        byte[] skipped = [0x5F, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 9, 9, 9];
        byte[] first = Frame(2, Block(0, 2, "ab"u8.ToArray())), second = Frame(1, Block(0, 1, (byte)'c'));
        Assert.Equal("abc"u8.ToArray(), Decode(3, [.. skipped, .. first, .. skipped, .. second, .. skipped]));
    }

    [Fact]
    public void Nothing_compresses_to_an_empty_frame() => Assert.Empty(Decode(0, Frame(0, Block(0, 0))));

    [Fact]
    public void A_checksum_that_does_not_fit_is_corrupt()
    {
        byte[] bytes = ZstdFixtures.Read("captions-3");
        bytes[^1] ^= 1;
        Assert.Contains("checksum", Refused(ParquetFault.Corrupt, 9000, bytes), StringComparison.Ordinal);
    }

    [Fact]
    public void A_dictionary_is_not_supported() =>
        Assert.Contains("dictionary 7", Refused(ParquetFault.Unsupported, 1, [.. s_magic, 0x21, 7, 1, .. Block(0, 1, 9)]), StringComparison.Ordinal);

    [Theory]
    [InlineData(8999)]
    [InlineData(100)]
    [InlineData(0)]
    public void More_than_the_page_s_length_is_corrupt(int length)
    {
        Refused(ParquetFault.Corrupt, length, ZstdFixtures.Read("captions-3"));
        Refused(ParquetFault.Corrupt, length, ZstdFixtures.Read("captions-stream"));
    }

    [Fact]
    public void Less_than_the_page_s_length_is_truncated()
    {
        Refused(ParquetFault.Truncated, 9001, ZstdFixtures.Read("captions-3"));
        Refused(ParquetFault.Truncated, 1, []);
    }

    [Fact]
    public void Data_may_not_end_anywhere_before_its_end()
    {
        byte[] bytes = ZstdFixtures.Read("captions-3");
        for (int length = 0; length < bytes.Length; length += 7)
        {
            Refused(ParquetFault.Truncated, 9000, bytes[..length]);
        }
    }

    [Theory]
    [InlineData("another magic number", new byte[] { 0x27, 0xB5, 0x2F, 0xFD, 0x20, 1, 1, 0, 0 })]
    [InlineData("a reserved bit", new byte[] { 0x28, 0xB5, 0x2F, 0xFD, 0x28, 1, 9, 0, 0, 9 })]
    [InlineData("the reserved block type", new byte[] { 0x28, 0xB5, 0x2F, 0xFD, 0x20, 1, 0x0F, 0, 0, 9 })]
    [InlineData("a run longer than a block can be", new byte[] { 0x28, 0xB5, 0x2F, 0xFD, 0x20, 1, 0x03, 0, 0x80, 9 })]
    [InlineData("a size that the frame does not have", new byte[] { 0x28, 0xB5, 0x2F, 0xFD, 0x20, 0, 9, 0, 0, 9 })]
    [InlineData("a match of what is not there", new byte[] { 0x28, 0xB5, 0x2F, 0xFD, 0x00, 0, 0x45, 0, 0, 0x08, 1, 1, 0x54, 0, 2, 0, 5 })]
    [InlineData("bytes behind no sequences", new byte[] { 0x28, 0xB5, 0x2F, 0xFD, 0x20, 1, 0x25, 0, 0, 0x08, 9, 0, 9 })]
    [InlineData("a stream without end mark", new byte[] { 0x28, 0xB5, 0x2F, 0xFD, 0x20, 1, 0x2D, 0, 0, 0x08, 9, 1, 0, 0 })]
    public void Bytes_that_contradict_the_format_are_corrupt(string what, byte[] input)
    {
        Assert.NotEmpty(what);
        Refused(ParquetFault.Corrupt, 1, input);
    }

    [Theory]
    [MemberData(nameof(ZstdFixtures.All), MemberType = typeof(ZstdFixtures))]
    public void Any_byte_may_have_any_value(string name, int length, string sha256)
    {
        Assert.NotEmpty(sha256);
        byte[] bytes = ZstdFixtures.Read(name);
        ZstdDecoder decoder = new();
        CodecDamage.Try(bytes, length, ZstdDecoder.Slack, (input, output) => decoder.Decode(input, output, length));
    }

    // The first three from the documentation of xxHash's reference implementations.
    [Theory]
    [InlineData("", 0xEF46DB3751D8E999)]
    [InlineData("a", 0xD24EC4F1A98C6E5B)]
    [InlineData("abc", 0x44BC2CF5AD770999)]
    public void The_checksum_is_xxh64(string text, ulong hash) => Assert.Equal(hash, XxHash64.Hash(Encoding.ASCII.GetBytes(text)));
}
