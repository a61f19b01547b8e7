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

    [Fact]
    public void Long_data_has_the_checksum_that_others_find() =>
        Assert.Equal(0xD0C28EC4u, Crc32.Compute([.. Enumerable.Range(0, 1003).Select(i => (byte)(i * 7))]));
}
