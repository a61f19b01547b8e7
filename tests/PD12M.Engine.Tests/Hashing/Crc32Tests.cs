using System.Text;
using PD12M.Hashing;

namespace PD12M.Engine.Tests.Hashing;

public class Crc32Tests
{
    // The check value of the catalogue of CRC algorithms; the others from Python's zlib.crc32.
    [Theory]
    [InlineData("", 0x00000000)]
    [InlineData("123456789", 0xCBF43926)]
    [InlineData("0123456789abcdef", 0x68C4F033)]
    [InlineData("The quick brown fox jumps over the lazy dog", 0x414FA339)]
    public void Text_has_the_checksum_that_others_find(string text, uint checksum) =>
        Assert.Equal(checksum, Crc32.Compute(Encoding.ASCII.GetBytes(text)));

    [Theory]
    [InlineData(127, 0x6442192C)]
    [InlineData(128, 0xC96708EF)]
    [InlineData(129, 0x0FC6F44C)]
    [InlineData(143, 0x4277B900)]
    [InlineData(144, 0x0B96C2E8)]
    [InlineData(160, 0x3EA2D327)]
    [InlineData(191, 0x353BA26B)]
    [InlineData(192, 0x5752E4F7)]
    [InlineData(208, 0x828C4E3E)]
    [InlineData(1003, 0xE2F8B649)]
    [InlineData(70007, 0x3ECE63D7)]
    public void Long_data_has_the_checksum_that_others_find(int length, uint checksum) =>
        Assert.Equal(checksum, Crc32.Compute([.. Enumerable.Range(0, length).Select(i => (byte)((i * 7) + (i >> 8)))]));
}
