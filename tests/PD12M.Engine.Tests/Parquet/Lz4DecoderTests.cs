using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using PD12M.Parquet;

namespace PD12M.Engine.Tests.Parquet;

/// <summary>Blocks made by hand from lz4_Block_format.md, and files of the program lz4 (tests/data/lz4).</summary>
public class Lz4DecoderTests
{
    private const string Captions = "d9b89cf07e739dee91607f305ca789e0525a91cc9f7650042a330b4f2adcc31c";
    private const string Runs = "095f2f61105408c934fa2b5265184003f78dc08d73cbc1fbfe094c9b15968092";
    private const int FrameHeader = 7;

    private delegate void Decoder(ReadOnlySpan<byte> input, Span<byte> output, int length);

    private static byte[] Decode(Decoder decoder, int length, byte[] input)
    {
        // With and without room behind the output the result has to be the same.
        byte[] tight = new byte[length];
        decoder(input, tight, length);
        byte[] roomy = new byte[length + 200];
        decoder(input, roomy, length);
        Assert.Equal(tight, roomy[..length]);
        Assert.All(roomy[(length + Lz4Decoder.Slack)..], value => Assert.Equal(0, value));
        return tight;
    }

    private static string DecodeBlock(int length, params byte[] input) => Encoding.ASCII.GetString(Decode(Lz4Decoder.Decode, length, input));

    private static string Sha256(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static byte[] ReadFrame(string name) => File.ReadAllBytes(Path.Combine(TestData.Folder, "lz4", name + ".lz4"));

    private static byte[] ReadBlock(string name)
    {
        byte[] frame = ReadFrame(name);
        return frame.AsSpan(FrameHeader + 4, BinaryPrimitives.ReadInt32LittleEndian(frame.AsSpan(FrameHeader))).ToArray();
    }

    private static byte[] BigEndian(int value)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }

    private static byte[] Hadoop(int length, params byte[][] chunks) => [.. BigEndian(length), .. chunks.SelectMany(chunk => (byte[])[.. BigEndian(chunk.Length), .. chunk])];

    [Fact]
    public void A_block_may_be_literals_alone() => Assert.Equal("hello", DecodeBlock(5, [0x50, .. "hello"u8]));

    [Fact]
    public void Nothing_compresses_to_one_zero() => Assert.Empty(DecodeBlock(0, 0));

    [Theory]
    [InlineData(15, new byte[] { 0xF0, 0 })]
    [InlineData(269, new byte[] { 0xF0, 254 })]
    [InlineData(270, new byte[] { 0xF0, 255, 0 })]
    [InlineData(800, new byte[] { 0xF0, 255, 255, 255, 20 })]
    public void Many_literals_have_a_longer_length(int length, byte[] head) =>
        Assert.Equal(new string('z', length), DecodeBlock(length, [.. head, .. Enumerable.Repeat((byte)'z', length)]));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(17)]
    public void A_match_that_overlaps_itself_repeats_a_pattern(int offset)
    {
        string pattern = "abcdefghijklmnopq"[..offset];
        string expected = string.Concat(Enumerable.Range(0, offset + 300).Select(i => pattern[i % offset])) + "zzz";
        byte[] head = offset < 15 ? [(byte)((offset << 4) | 15)] : [0xFF, (byte)(offset - 15)];
        Assert.Equal(expected, DecodeBlock(expected.Length, [.. head, .. Encoding.ASCII.GetBytes(pattern), (byte)offset, 0, 255, 26, 0x30, .. "zzz"u8]));
    }

    [Theory]
    [InlineData("nothing", new byte[0])]
    [InlineData("an offset of 0", new byte[] { 0x10, 1, 0, 0, 0x10, 1 })]
    [InlineData("a match from before the start", new byte[] { 0x10, 1, 2, 0, 0 })]
    [InlineData("a match beyond the length", new byte[] { 0x11, 1, 1, 0, 0 })]
    [InlineData("a match without end", new byte[] { 0x10, 1, 1, 0 })]
    [InlineData("literals beyond the length", new byte[] { 0x60, 1, 2, 3, 4, 5, 6 })]
    [InlineData("literals beyond the input", new byte[] { 0x50, 1, 2, 3, 4 })]
    [InlineData("half an offset", new byte[] { 0x10, 1, 1 })]
    [InlineData("a length without end", new byte[] { 0xF0, 255, 255 })]
    [InlineData("too little", new byte[] { 0x40, 1, 2, 3, 4 })]
    public void Bytes_that_contradict_the_format_are_refused(string what, byte[] input)
    {
        Assert.NotEmpty(what);
        MalformedDataException tight = Assert.Throws<MalformedDataException>(() => Lz4Decoder.Decode(input, new byte[5], 5));
        MalformedDataException roomy = Assert.Throws<MalformedDataException>(() => Lz4Decoder.Decode(input, new byte[205], 5));
        Assert.Equal(tight.Message, roomy.Message);
        Assert.StartsWith("LZ4: ", tight.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_written_behind_an_output_without_room()
    {
        byte[] output = new byte[40];
        Assert.Throws<MalformedDataException>(() => Lz4Decoder.Decode([0, 1, 0, .. new byte[20]], output.AsSpan(0, 3), 3));
        Assert.Equal("aaaaa"u8.ToArray(), Decode(Lz4Decoder.Decode, 5, [0x10, (byte)'a', 1, 0, 0]));
        Assert.All(output, value => Assert.Equal(0, value));
    }

    [Theory]
    [InlineData("captions-1")]
    [InlineData("captions-9")]
    [InlineData("captions-12")]
    [InlineData("captions-fast5")]
    public void A_block_of_the_tool_comes_back(string name)
    {
        Assert.Equal(Captions, Sha256(Decode(Lz4Decoder.Decode, 9000, ReadBlock(name))));
        Assert.Equal(Captions, Sha256(Decode(Lz4Framing.Decode, 9000, ReadBlock(name))));
    }

    [Theory]
    [InlineData("captions-1", 9000, Captions)]
    [InlineData("captions-1-size", 9000, Captions)]
    [InlineData("captions-1-no-crc", 9000, Captions)]
    [InlineData("runs-1-linked", 150000, Runs)]
    [InlineData("runs-1-independent", 150000, Runs)]
    public void A_frame_of_the_tool_comes_back(string name, int length, string sha256)
    {
        byte[] frame = ReadFrame(name);
        Assert.Equal(sha256, Sha256(Decode(Lz4Framing.Decode, length, frame)));
        Assert.Throws<MalformedDataException>(() => Lz4Framing.Decode(frame, new byte[length + 1], length + 1));
        Assert.Throws<MalformedDataException>(() => Lz4Framing.Decode(frame, new byte[length - 1], length - 1));
        Assert.Throws<MalformedDataException>(() => Lz4Framing.Decode(frame.AsSpan(0, frame.Length - 1), new byte[length], length));
    }

    [Theory]
    [InlineData("", 0x02CC5D05)]
    [InlineData("a", 0x550D7456)]
    [InlineData("abc", 0x32D153FF)]
    public void The_hash_is_that_of_its_published_vectors(string text, uint hash) => Assert.Equal(hash, XxHash32.Hash(Encoding.ASCII.GetBytes(text)));

    [Theory]
    [InlineData("header", 14)]
    [InlineData("block", -12)]
    [InlineData("content", -1)]
    public void A_frame_that_does_not_match_one_of_its_checksums_is_corrupt(string what, int place)
    {
        byte[] frame = ReadFrame("captions-1-size");
        frame[place < 0 ? frame.Length + place : place] ^= 1;

        MalformedDataException error = Assert.Throws<MalformedDataException>(() => Lz4Framing.Decode(frame, new byte[9000], 9000));

        Assert.Equal(ParquetFault.Corrupt, error.Fault);
        Assert.Contains($"{what} does not match its checksum", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Hadoop_frames_blocks_of_one_or_more_chunks()
    {
        byte[] block = ReadBlock("captions-9");
        byte[] once = Hadoop(9000, block), empty = Hadoop(0), twice = Hadoop(18000, block, block);
        Assert.Equal(Captions, Sha256(Decode(Lz4Framing.Decode, 9000, once)));
        byte[] decoded = Decode(Lz4Framing.Decode, 36000, [.. once, .. empty, .. twice, .. once]);
        for (int start = 0; start < decoded.Length; start += 9000)
        {
            Assert.Equal(Captions, Sha256(decoded[start..(start + 9000)]));
        }
    }

    [Fact]
    public void Any_byte_may_have_any_value()
    {
        foreach (string name in (string[])["captions-1", "captions-12", "runs-1-linked", "runs-1-independent"])
        {
            int length = name.StartsWith('c') ? 9000 : 150000;
            CodecDamage.Try(ReadBlock(name), length, Lz4Decoder.Slack, (input, output) => Lz4Decoder.Decode(input, output, length));
            CodecDamage.Try(ReadFrame(name), length, Lz4Decoder.Slack, (input, output) => Lz4Framing.Decode(input, output, length));
        }

        byte[] hadoop = Hadoop(18000, ReadBlock("captions-1"), ReadBlock("captions-9"));
        CodecDamage.Try(hadoop, 18000, Lz4Decoder.Slack, (input, output) => Lz4Framing.Decode(input, output, 18000));
    }
}
