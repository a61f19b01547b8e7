using System.Text;
using PD12M.Parquet;

namespace PD12M.Engine.Tests.Parquet;

public class BloomFilterTests
{
    // The words that tests of the C++ and Java libraries look up in this file.
    [ParquetTestingTheory]
    [InlineData("hello", true)]
    [InlineData("parquet", true)]
    [InlineData("bloom", true)]
    [InlineData("filter", true)]
    [InlineData("Hello", false)]
    [InlineData("lighthouse", false)]
    [InlineData("", false)]
    public void A_filter_of_another_program_tells_which_words_it_cannot_have(string word, bool isThere)
    {
        byte[] bytes = File.ReadAllBytes(ParquetTestingFolder.File("bloom_filter.xxhash.bin"));
        Assert.Equal(isThere, MayContain(bytes, new FileRange(0, bytes.Length), word));
        Assert.Equal(isThere, MayContain(bytes, new FileRange(0, null), word));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-32)]
    [InlineData(33)]
    [InlineData(64)]
    [InlineData(int.MaxValue - 31)]
    public void A_size_that_is_none_or_reaches_beyond_the_file_is_refused(int size)
    {
        byte[] bytes = [.. Header(size), .. new byte[32]];
        Assert.Throws<MalformedDataException>(() => MayContain(bytes, new FileRange(0, null), "x"));
    }

    [Theory]
    [InlineData(1000, null)]
    [InlineData(long.MaxValue, 10)]
    [InlineData(4, int.MaxValue)]
    [InlineData(4, -1)]
    [InlineData(4, 20)]
    public void A_place_outside_of_the_file_is_refused(long offset, int? length) =>
        Assert.Throws<MalformedDataException>(() => MayContain(Filter(new byte[32]), new FileRange(offset, length), "x"));

    [Fact]
    public void A_kind_that_is_not_known_is_not_used()
    {
        byte[] header = new CompactBytes().Integer(1, 32).Struct(2, new CompactBytes().Struct(2, new CompactBytes())).End();
        var fault = Assert.Throws<MalformedDataException>(() => MayContain([.. header, .. new byte[32]], new FileRange(0, null), "x"));
        Assert.Equal(ParquetFault.Unsupported, fault.Fault);
    }

    private static byte[] Filter(byte[] blocks) => [.. Header(blocks.Length), .. blocks];

    private static byte[] Header(int size)
    {
        CompactBytes Only() => new CompactBytes().Struct(1, new CompactBytes());
        return new CompactBytes().Integer(1, size).Struct(2, Only()).Struct(3, Only()).Struct(4, Only()).End();
    }

    private static bool MayContain(byte[] bytes, FileRange range, string word)
    {
        using var filter = new BloomFilter(new StreamByteSource(new MemoryStream(bytes), leaveOpen: false), range, bytes.Length);
        return filter.MayContainAnyOf([XxHash64.Hash(Encoding.UTF8.GetBytes(word))]);
    }
}
