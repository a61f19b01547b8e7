using PD12M.Parquet;

namespace PD12M.Engine.Tests.Parquet;

public class HybridDecoderTests
{
    private static int[] Decode(int bitWidth, int count, params byte[] bytes)
    {
        int[] values = new int[count];
        HybridDecoder decoder = new(new ArraySegment<byte>(bytes), bitWidth);
        decoder.Decode(values);

        // In steps that fit to nothing, and with bytes of something else around.
        int[] inSteps = new int[count];
        HybridDecoder again = new(new ArraySegment<byte>([0xFF, .. bytes, .. new byte[20]], 1, bytes.Length), bitWidth);
        for (int i = 0, step = 1; i < count; i += step, step = 1 + (step % 5))
        {
            again.Decode(inSteps.AsSpan(i, Math.Min(step, count - i)));
        }

        Assert.Equal(values, inSteps);
        return values;
    }

    // Encodings.md: "the numbers 1 through 7 using bit width 3", 0 before them.
    [Fact]
    public void The_specifications_example_is_0_to_7() =>
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7], Decode(3, 8, 0b0000_0011, 0b10001000, 0b11000110, 0b11111010));

    [Fact]
    public void A_run_repeats_its_value() => Assert.Equal([5, 5, 5, 5], Decode(3, 4, 4 << 1, 5));

    [Fact]
    public void Runs_follow_one_another() =>
        Assert.Equal([7, 7, 0, 1, 2, 3, 4, 5, 6, 7, 2], Decode(3, 11, 2 << 1, 7, 3, 0b10001000, 0b11000110, 0b11111010, 1 << 1, 2));

    [Fact]
    public void A_runs_length_takes_more_than_a_byte() =>
        Assert.Equal(Enumerable.Repeat(1, 1000), Decode(1, 1000, 0xD0, 0x0F, 1));

    [Fact]
    public void A_width_of_0_has_no_value_bytes() => Assert.Equal([0, 0, 0, 0, 0], Decode(0, 5, 5 << 1));

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(10)]
    [InlineData(13)]
    [InlineData(14)]
    [InlineData(15)]
    [InlineData(17)]
    [InlineData(24)]
    [InlineData(31)]
    [InlineData(32)]
    public void Packed_values_of_any_width_come_back(int width)
    {
        int[] expected = [.. Enumerable.Range(0, 64).Select(i => (int)(uint)((ulong)(i * 2654435761L) & ((1UL << width) - 1)))];
        byte[] packed = new byte[8 * width];
        for (int bit = 0; bit < 64 * width; bit++)
        {
            packed[bit / 8] |= (byte)(((expected[bit / width] >>> (bit % width)) & 1) << (bit % 8));
        }

        Assert.Equal(expected, Decode(width, 64, [(8 << 1) | 1, .. packed]));
    }

    [Fact]
    public void A_last_group_without_its_padding_is_read() => Assert.Equal([0, 1], Decode(4, 2, 3, 0x10));

    [Theory]
    [InlineData(1, new byte[] { 4 << 1, 1 })]
    [InlineData(1, new byte[] { })]
    [InlineData(9, new byte[] { 20 << 1, 1 })]
    [InlineData(3, new byte[] { 3, 0b10001000 })]
    [InlineData(3, new byte[] { 3 })]
    [InlineData(3, new byte[] { 0x80 })]
    [InlineData(3, new byte[] { 1, 1, 1 })]
    public void Data_that_ends_too_early_is_truncated(int bitWidth, byte[] bytes)
    {
        MalformedDataException exception = Assert.Throws<MalformedDataException>(() => Decode(bitWidth, 10, bytes));
        Assert.Equal(ParquetFault.Truncated, exception.Fault);
    }

    [Theory]
    [InlineData(33, new byte[] { 2, 1 })]
    [InlineData(255, new byte[] { 2, 1 })]
    [InlineData(3, new byte[] { 2, 9 })]
    [InlineData(3, new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF })]
    public void Widths_values_and_headers_out_of_range_are_corrupt(int bitWidth, byte[] bytes)
    {
        MalformedDataException exception = Assert.Throws<MalformedDataException>(() => Decode(bitWidth, 1, bytes));
        Assert.Equal(ParquetFault.Corrupt, exception.Fault);
    }
}
