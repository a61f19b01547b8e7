using PD12M.Parquet;

namespace PD12M.Engine.Tests.Parquet;

public class ByteStreamSplitTests
{
    // Encodings.md, "BYTE_STREAM_SPLIT".
    private static readonly byte[] s_example = [0xAA, 0x00, 0xA3, 0xBB, 0x11, 0xB4, 0xCC, 0x22, 0xC5, 0xDD, 0x33, 0xD6];

    private static ParquetFile File(PhysicalType type, int fixedLength, int count, byte[] body) =>
        new HandMadeFile(count).Add("v", type, fixedLength, HandMadeFile.Data(count, ValueEncoding.ByteStreamSplit, body)).Open();

    private static byte[] Split(byte[] values, int length) =>
        [.. Enumerable.Range(0, values.Length).Select(i => values[(i % (values.Length / length) * length) + (i / (values.Length / length))])];

    [Fact]
    public void The_example_of_the_specification_is_read()
    {
        using ParquetFile fixedLength = File(PhysicalType.FixedLenByteArray, 4, 3, s_example);
        Assert.Equal(["aabbccdd", "00112233", "a3b4c5d6"], ColumnText.Read(fixedLength, "v"));
        using ParquetFile integers = File(PhysicalType.Int32, 0, 3, s_example);
        Assert.Equal([$"{unchecked((int)0xDDCCBBAA)}", $"{0x33221100}", $"{unchecked((int)0xD6C5B4A3)}"], ColumnText.Read(integers, "v"));
    }

    [Theory]
    [InlineData(PhysicalType.Int32, 4)]
    [InlineData(PhysicalType.Int64, 8)]
    [InlineData(PhysicalType.Float, 4)]
    [InlineData(PhysicalType.Double, 8)]
    [InlineData(PhysicalType.FixedLenByteArray, 7)]
    public void Split_values_are_those_that_are_not_split(PhysicalType type, int length)
    {
        const int Count = 9001;
        byte[] values = new byte[Count * length];
        new Random(length).NextBytes(values);
        int fixedLength = type == PhysicalType.FixedLenByteArray ? length : 0;
        using ParquetFile plain = new HandMadeFile(Count).Add("v", type, fixedLength, HandMadeFile.Data(Count, ValueEncoding.Plain, values)).Open();
        using ParquetFile split = File(type, fixedLength, Count, Split(values, length));
        Assert.Equal(ColumnText.Read(plain, "v"), ColumnText.Read(split, "v"));
    }

    [Theory]
    [InlineData(PhysicalType.Double, 0, 15, ParquetFault.Corrupt)]
    [InlineData(PhysicalType.Double, 0, 8, ParquetFault.Truncated)]
    [InlineData(PhysicalType.FixedLenByteArray, 3, 5, ParquetFault.Corrupt)]
    [InlineData(PhysicalType.FixedLenByteArray, 3, 3, ParquetFault.Truncated)]
    [InlineData(PhysicalType.FixedLenByteArray, int.MaxValue, 4, ParquetFault.Corrupt)]
    [InlineData(PhysicalType.FixedLenByteArray, int.MaxValue, 0, ParquetFault.Truncated)]
    [InlineData(PhysicalType.Boolean, 0, 8, ParquetFault.Unsupported)]
    [InlineData(PhysicalType.Int96, 0, 24, ParquetFault.Unsupported)]
    public void Pages_of_the_wrong_size_or_type_are_refused(PhysicalType type, int fixedLength, int bytes, ParquetFault fault)
    {
        using ParquetFile file = File(type, fixedLength, 2, new byte[bytes]);
        Assert.Equal(fault, Assert.Throws<ParquetException>(() => ColumnText.Read(file, "v")).Fault);
    }
}
