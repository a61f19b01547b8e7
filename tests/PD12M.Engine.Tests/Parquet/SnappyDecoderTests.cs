using PD12M.Parquet;

namespace PD12M.Engine.Tests.Parquet;

/// <summary>Vectors made by hand from format_description.txt of google/snappy.</summary>
public class SnappyDecoderTests
{
    private static byte[] Decode(int length, params byte[] input)
    {
        // With and without room behind the output the result has to be the same.
        byte[] tight = new byte[length];
        SnappyDecoder.Decode(input, tight, length);
        byte[] roomy = new byte[length + 200];
        SnappyDecoder.Decode(input, roomy, length);
        Assert.Equal(tight, roomy[..length]);
        return tight;
    }

    private static byte[] Letters(int count) => [.. Enumerable.Range(0, count).Select(i => (byte)('a' + (i % 26)))];

    [Fact]
    public void A_literal_has_its_length_in_the_tag() => Assert.Equal("hello"u8.ToArray(), Decode(5, [5, 4 << 2, .. "hello"u8]));

    [Theory]
    [InlineData(61, new byte[] { 61, 60 << 2, 60 })]
    [InlineData(300, new byte[] { 0xAC, 0x02, 61 << 2, 0x2B, 0x01 })]
    [InlineData(70000, new byte[] { 0xF0, 0xA2, 0x04, 62 << 2, 0x6F, 0x11, 0x01 })]
    [InlineData(100, new byte[] { 100, 63 << 2, 99, 0, 0, 0 })]
    public void A_literal_has_its_length_in_one_to_four_bytes(int length, byte[] head) =>
        Assert.Equal(Letters(length), Decode(length, [.. head, .. Letters(length)]));

    [Fact]
    public void A_copy_has_an_offset_of_11_bits()
    {
        // 1500 letters, then 8 bytes from 1300 back: 1300 = 5 * 256 + 20.
        byte[] expected = [.. Letters(1500), .. Letters(1500).AsSpan(200, 8)];
        Assert.Equal(expected, Decode(1508, [0xE4, 0x0B, 61 << 2, 0xDB, 0x05, .. Letters(1500), (5 << 5) | (4 << 2) | 1, 20]));
    }

    [Fact]
    public void A_copy_has_an_offset_of_two_bytes()
    {
        byte[] expected = [.. Letters(1500), .. Letters(1500).AsSpan(0, 64)];
        Assert.Equal(expected, Decode(1564, [0x9C, 0x0C, 61 << 2, 0xDB, 0x05, .. Letters(1500), (63 << 2) | 2, 0xDC, 0x05]));
    }

    [Fact]
    public void A_copy_has_an_offset_of_four_bytes() =>
        Assert.Equal("abcdabc"u8.ToArray(), Decode(7, [7, 3 << 2, .. "abcd"u8, (2 << 2) | 3, 4, 0, 0, 0]));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(11)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(17)]
    public void A_copy_that_overlaps_itself_repeats_a_pattern(int offset)
    {
        byte[] pattern = Letters(offset);
        byte[] expected = [.. Enumerable.Range(0, offset + 64 + 3).Select(i => i < offset + 64 ? pattern[i % offset] : (byte)'z')];
        byte[] input = [(byte)expected.Length, (byte)((offset - 1) << 2), .. pattern, (63 << 2) | 2, (byte)offset, 0, 2 << 2, .. "zzz"u8];
        Assert.Equal(expected, Decode(expected.Length, input));
    }

    [Fact]
    public void Nothing_compresses_to_one_zero() => Assert.Empty(Decode(0, 0));

    [Theory]
    [InlineData("a copy of offset 0", new byte[] { 5, 0, (byte)'a', 1, 0 })]
    [InlineData("a copy from before the start", new byte[] { 5, 0, (byte)'a', 1, 2 })]
    [InlineData("a copy from before the start, four bytes", new byte[] { 5, 0, (byte)'a', (3 << 2) | 3, 0xFF, 0xFF, 0xFF, 0xFF })]
    [InlineData("a copy beyond the length", new byte[] { 5, 0, (byte)'a', (63 << 2) | 2, 1, 0 })]
    [InlineData("a literal beyond the length", new byte[] { 5, 5 << 2, 1, 2, 3, 4, 5, 6 })]
    [InlineData("a literal beyond the length, wide input", new byte[] { 5, 5 << 2, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17 })]
    [InlineData("a literal beyond the input", new byte[] { 5, 4 << 2, 1, 2, 3 })]
    [InlineData("a literal of 4 GB", new byte[] { 5, 63 << 2, 0xFF, 0xFF, 0xFF, 0xFF, 1 })]
    [InlineData("too little", new byte[] { 5, 3 << 2, 1, 2, 3, 4 })]
    [InlineData("a copy without its offset", new byte[] { 5, 0, 1, (3 << 2) | 2, 1 })]
    [InlineData("a literal without its length", new byte[] { 5, 62 << 2, 1 })]
    [InlineData("another length", new byte[] { 4, 3 << 2, 1, 2, 3, 4 })]
    [InlineData("a length without an end", new byte[] { 0x85, 0x80, 0x80, 0x80, 0x80, 0x80 })]
    [InlineData("nothing", new byte[0])]
    public void Bytes_that_contradict_the_format_are_refused(string what, byte[] input)
    {
        Assert.NotEmpty(what);
        MalformedDataException tight = Assert.Throws<MalformedDataException>(() => SnappyDecoder.Decode(input, new byte[5], 5));
        MalformedDataException roomy = Assert.Throws<MalformedDataException>(() => SnappyDecoder.Decode(input, new byte[205], 5));
        Assert.Equal(tight.Message, roomy.Message);
        Assert.StartsWith("Snappy", tight.Message, StringComparison.Ordinal);
    }
}
