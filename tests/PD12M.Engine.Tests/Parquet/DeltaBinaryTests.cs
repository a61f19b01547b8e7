using PD12M.Parquet;

namespace PD12M.Engine.Tests.Parquet;

public class DeltaBinaryTests
{
    private static List<T> Read<T>(PhysicalType type, int count, byte[] body)
        where T : unmanaged
    {
        using ParquetFile file = new HandMadeFile(count).Add("n", type, HandMadeFile.Data(count, ValueEncoding.DeltaBinaryPacked, body)).Open();
        using var reader = (ValueColumnReader<T>)file.OpenColumn(0, 0);
        List<T> values = [];
        for (int ready = reader.Fill(); ready > 0; ready = reader.Fill())
        {
            values.AddRange(Enumerable.Range(0, ready).Select(reader.GetValueOrDefault));
            reader.Advance(ready);
        }

        return values;
    }

    private static ParquetException Refused(ParquetFault fault, int count, params byte[] body)
    {
        ParquetException exception = Assert.Throws<ParquetException>(() => Read<long>(PhysicalType.Int64, count, body));
        Assert.Equal(fault, exception.Fault);
        return exception;
    }

    // Encodings.md, "DELTA_BINARY_PACKED", examples 1 and 2, with the smallest block that is valid.
    [Fact]
    public void The_first_example_of_the_specification_is_read() =>
        Assert.Equal([1, 2, 3, 4, 5], Read<int>(PhysicalType.Int32, 5, [0x80, 1, 4, 5, 2, 2, 0, 0, 0, 0]));

    [Fact]
    public void The_second_example_of_the_specification_is_read() =>
        Assert.Equal([7, 5, 3, 1, 2, 3, 4, 5], Read<int>(PhysicalType.Int32, 8, [0x80, 1, 4, 8, 14, 3, 2, 0, 0, 0, 0b11_00_00_00, 0b11_11_11, 0, 0, 0, 0, 0, 0]));

    [Fact]
    public void A_page_of_one_value_has_a_header_only() => Assert.Equal([-64L], Read<long>(PhysicalType.Int64, 1, [0x80, 1, 4, 1, 0x7F]));

    [Fact]
    public void Differences_wrap_around()
    {
        long[] large = [long.MinValue, long.MaxValue, 0, long.MinValue, -1, long.MaxValue, long.MaxValue, long.MinValue];
        Assert.Equal(large, Read<long>(PhysicalType.Int64, large.Length, DeltaBytes.Integers(large)));
        int[] small = [int.MinValue, int.MaxValue, 0, int.MinValue, -1, int.MaxValue, int.MaxValue, int.MinValue];
        Assert.Equal(small, Read<int>(PhysicalType.Int32, small.Length, DeltaBytes.Integers([.. small.Select(n => (long)n)], bits: 32)));
    }

    [Theory]
    [InlineData(128, 4)]
    [InlineData(128, 1)]
    [InlineData(256, 8)]
    [InlineData(1024, 4)]
    public void What_is_written_is_read_at_every_width(int blockSize, int miniblocks)
    {
        Random random = new(blockSize + miniblocks);
        for (int width = 0; width <= 64; width++)
        {
            ulong mask = width == 64 ? ulong.MaxValue : (1UL << width) - 1;
            long value = random.NextInt64();
            long[] values = [.. Enumerable.Range(0, random.Next(1, 700)).Select(_ => value += (long)((ulong)random.NextInt64(long.MinValue, long.MaxValue) & mask))];
            byte[] body = DeltaBytes.Integers(values, 64, blockSize, miniblocks, unneededWidth: 0xFF, padding: true);
            Assert.Equal(values, Read<long>(PhysicalType.Int64, values.Length, body));
        }
    }

    [Fact]
    public void A_page_of_many_batches_is_read_on_where_the_last_ended()
    {
        int[] values = [.. Enumerable.Range(0, 30_001).Select(i => (i * 7919) ^ (i << 20))];
        Assert.Equal(values, Read<int>(PhysicalType.Int32, values.Length, DeltaBytes.Integers([.. values.Select(n => (long)n)], bits: 32)));
    }

    [Fact]
    public void Nulls_take_no_place()
    {
        byte[] body = [.. HandMadeFile.WithLength(3, 0b0110_1001), .. DeltaBytes.Integers([10, -20, 30, 40])];
        using ParquetFile file = new HandMadeFile(11).Add(
            "n", PhysicalType.Int64, nullable: true, CompressionCodec.Uncompressed,
            HandMadeFile.Data(8, ValueEncoding.DeltaBinaryPacked, body),
            HandMadeFile.Data(3, ValueEncoding.DeltaBinaryPacked, HandMadeFile.WithLength(3 << 1, 0))).Open();
        Assert.Equal(["10", "null", "null", "-20", "null", "30", "40", "null", "null", "null", "null"], ColumnText.Read(file, "n"));
    }

    [Fact]
    public void The_padding_of_the_last_miniblock_may_be_cut_off()
    {
        byte[] body = DeltaBytes.Integers([1, 4, 2, 9]);
        Assert.Equal([1, 4, 2, 9], Read<long>(PhysicalType.Int64, 4, body[..^10]));
    }

    [Theory]
    [InlineData(0, 4)]
    [InlineData(8, 1)]
    [InlineData(128, 0)]
    [InlineData(128, 3)]
    [InlineData(128, 8)]
    [InlineData(128, 128)]
    [InlineData(128, long.MaxValue)]
    [InlineData(128, 1L << 59)]
    [InlineData(1L << 40, 4)]
    public void Blocks_of_an_impossible_shape_are_corrupt(long blockSize, long miniblocks) =>
        Refused(ParquetFault.Corrupt, 2, [.. DeltaBytes.Varint(blockSize), .. DeltaBytes.Varint(miniblocks), 2, 0, 0, 0, 0, 0, 0]);

    [Fact]
    public void Numbers_wider_than_64_bits_are_corrupt()
    {
        Assert.Contains("65", Refused(ParquetFault.Corrupt, 2, [0x80, 1, 4, 2, 0, 0, 65, 0, 0, 0, .. new byte[300]]).Message, StringComparison.Ordinal);
        Refused(ParquetFault.Corrupt, 1, 0x80, 1, 4, 1, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 2);
    }

    [Fact]
    public void Fewer_values_than_the_page_promises_are_truncated()
    {
        Refused(ParquetFault.Truncated, 3, DeltaBytes.Integers([1, 2]));
        Refused(ParquetFault.Truncated, 1, []);
    }

    [Fact]
    public void A_page_that_ends_anywhere_is_truncated()
    {
        byte[] body = DeltaBytes.Integers([.. Enumerable.Range(0, 64).Select(i => (long)i * i * i)], miniblocks: 1);
        // A header of five bytes, two of the block, and 63 differences of 14 bits.
        for (int length = 0; length < 5 + 2 + 111; length++)
        {
            Refused(ParquetFault.Truncated, 64, body[..length]);
        }
    }

    [Fact]
    public void A_block_of_a_billion_values_takes_no_memory_for_them() =>
        Refused(ParquetFault.Truncated, 5000, [.. DeltaBytes.Varint(1 << 30), 1, .. DeltaBytes.Varint(uint.MaxValue), 0, 0, 1, 0xFF]);
}
