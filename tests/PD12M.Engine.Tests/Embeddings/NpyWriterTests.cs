using PD12M.Embeddings;

namespace PD12M.Engine.Tests.Embeddings;

public sealed class NpyWriterTests
{
    // By hand from NEP 1, for [[1, -2]]: the header is padded to 128 bytes with spaces and a line end.
    private const string OneRow =
        "934e554d5059010076007b276465736372273a20273c6634272c2027666f727472616e5f6f72646572273a2046616c73652c20277368617065273a2028312c2032292c207d" +
        "20202020202020202020202020202020202020202020202020202020202020202020202020202020202020202020202020202020202020202020" +
        "0a0000803f000000c0";

    [Fact]
    public void A_matrix_is_written_as_NEP_1_describes()
    {
        using var stream = new MemoryStream();
        using var writer = new NpyWriter(stream, 1, 2);
        writer.WriteRow([1f, -2f]);
        writer.Finish();

        Assert.Equal(OneRow, Convert.ToHexStringLower(stream.ToArray()));
    }

    [Fact]
    public void Rows_too_many_too_few_or_of_another_length_are_refused()
    {
        using var writer = new NpyWriter(new MemoryStream(), 1, 2);

        Assert.Throws<ArgumentException>(() => writer.WriteRow([1f]));
        Assert.Throws<InvalidOperationException>(writer.Finish);
        writer.WriteRow([1f, 2f]);
        Assert.Throws<InvalidOperationException>(() => writer.WriteRow([1f, 2f]));
    }

    [Theory]
    [InlineData(-1, 2)]
    [InlineData(1, 0)]
    public void A_shape_that_is_none_is_refused(long rows, int dimensions) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new NpyWriter(new MemoryStream(), rows, dimensions).Dispose());
}
