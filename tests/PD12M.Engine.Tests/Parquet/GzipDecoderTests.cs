using System.Text;
using PD12M.Parquet;

namespace PD12M.Engine.Tests.Parquet;

/// <summary>Members whose deflated data, checksum and length are zlib's; both ways to read them have to agree.</summary>
public class GzipDecoderTests
{
    private const string Text = "A small boat in the harbour of Ålesund. Two gulls sit on the mast.";

    private static readonly byte[] s_deflated = Convert.FromBase64String("c1Qozk3MyVFIyk8sUcjMUyjJSFXISCxKyi8tUshPUzjcmpNaXJqXoqcQUp6vkF6ak1OsUJxZopAPUZmbWFyiBwA=");
    private static readonly byte[] s_empty = Member(0, [], [3, 0], [0, 0, 0, 0, 0, 0, 0, 0]);

    private static byte[] Member(byte flags, byte[] fields, byte[] deflated, byte[] trailer) =>
        [0x1F, 0x8B, 8, flags, 0, 0, 0, 0, 0, 3, .. fields, .. deflated, .. trailer];

    private static byte[] Member(byte flags = 0, params byte[] fields) => Member(flags, fields, s_deflated, [0xCA, 0x6D, 0xF2, 0x3B, 67, 0, 0, 0]);

    private static string Decode(int length, byte[] input)
    {
        byte[] output = new byte[length + 3];
        GzipDecoder.Decode(new(input), output, 3, length);
        byte[] byMembers = new byte[length + 3];
        Assert.Equal(length, GzipDecoder.DecodeMembers(new(input), byMembers, 3, length));
        Assert.Equal(output, byMembers);
        return Encoding.UTF8.GetString(output, 3, length);
    }

    private static void Refused(int length, byte[] input)
    {
        Assert.StartsWith(
            "Gzip: ", Assert.Throws<MalformedDataException>(() => GzipDecoder.Decode(new(input), new byte[length], 0, length)).Message, StringComparison.Ordinal);
        Assert.ThrowsAny<Exception>(() => Assert.Equal(length, GzipDecoder.DecodeMembers(new(input), new byte[length], 0, length)));
    }

    [Fact]
    public void A_member_comes_back() => Assert.Equal(Text, Decode(67, Member()));

    [Fact]
    public void Members_follow_each_other_and_some_are_empty()
    {
        Assert.Equal(Text + Text, Decode(134, [.. Member(), .. Member()]));
        Assert.Equal(Text + Text, Decode(134, [.. s_empty, .. Member(), .. s_empty, .. s_empty, .. Member(), .. s_empty]));
    }

    [Theory]
    [InlineData(1, new byte[0])]
    [InlineData(4, new byte[] { 3, 0, 1, 2, 3 })]
    [InlineData(8, new byte[] { (byte)'a', 0 })]
    [InlineData(16, new byte[] { (byte)'b', (byte)'c', 0 })]
    [InlineData(28, new byte[] { 2, 0, 9, 9, (byte)'a', 0, (byte)'b', 0 })]
    public void A_header_may_have_more_fields(byte flags, byte[] fields) => Assert.Equal(Text, Decode(67, Member(flags, fields)));

    // GZipStream verifies this field, so its right value is needed: the low half of the CRC-32 of the header.
    [Fact]
    public void A_header_may_have_a_checksum()
    {
        uint checksum = PD12M.Hashing.Crc32.Compute([0x1F, 0x8B, 8, 2, 0, 0, 0, 0, 0, 3]);
        Assert.Equal(Text, Decode(67, Member(2, (byte)checksum, (byte)(checksum >> 8))));
    }

    [Fact]
    public void Another_checksum_or_length_is_refused()
    {
        byte[] member = Member();
        for (int i = 1; i <= 8; i++)
        {
            byte[] damaged = [.. member];
            damaged[^i] ^= 0x40;
            Refused(67, damaged);
        }
    }

    [Fact]
    public void More_or_less_than_the_page_s_length_is_refused()
    {
        Refused(66, Member());
        Refused(68, Member());
        Refused(67, []);
        Refused(67, [.. Member(), .. Member()]);
    }

    [Fact]
    public void Data_may_not_end_before_its_end()
    {
        byte[] member = Member(28, 2, 0, 9, 9, (byte)'a', 0, (byte)'b', 0);
        for (int length = 0; length < member.Length; length++)
        {
            Assert.ThrowsAny<Exception>(() => Assert.Equal(67, GzipDecoder.DecodeMembers(new(member[..length]), new byte[67], 0, 67)));
        }

        // .NET's GZipStream does not miss what stands behind the last byte of the content.
        for (int length = 0; length < member.Length - 12; length++)
        {
            Refused(67, member[..length]);
        }
    }

    [NetFact("Mono's DeflateStream tells of damage by an IOException.")]
    public void Any_byte_may_have_any_value()
    {
        byte[] members = [.. Member(28, 2, 0, 9, 9, (byte)'a', 0, (byte)'b', 0), .. s_empty, .. Member()];
        for (int round = 0; round < 5; round++)
        {
            byte[] input = [.. members, .. Enumerable.Repeat(s_empty, round).SelectMany(member => member)];
            CodecDamage.Try(input, 134, 0, (damaged, output) => GzipDecoder.Decode(new(damaged), output.Array!, 0, 134));
            CodecDamage.Try(input, 134, 0, (damaged, output) =>
            {
                try
                {
                    GzipDecoder.DecodeMembers(new(damaged), output.Array!, 0, 134);
                }
                catch (InvalidDataException)
                {
                }
            });
        }
    }
}
