using System.Text;
using PD12M.Parquet;

namespace PD12M.Engine.Tests.Parquet;

public class DeltaByteArrayTests
{
    private static List<string?> Read(ValueEncoding encoding, int count, byte[] body, int fixedLength = 0)
    {
        PhysicalType type = fixedLength > 0 ? PhysicalType.FixedLenByteArray : PhysicalType.ByteArray;
        using ParquetFile file = new HandMadeFile(count).Add("s", type, fixedLength, HandMadeFile.Data(count, encoding, body)).Open();
        using var reader = (ByteArrayColumnReader)file.OpenColumn(0, 0);
        List<string?> values = [];
        for (int ready = reader.Fill(); ready > 0; ready = reader.Fill())
        {
            values.AddRange(Enumerable.Range(0, ready).Select(reader.GetString));
            reader.Advance(ready);
        }

        return values;
    }

    private static byte[] Prefixed(params string[] values)
    {
        int[] prefixes = [.. values.Select((value, i) => i == 0 ? 0 : value.Zip(values[i - 1]).TakeWhile(pair => pair.First == pair.Second).Count())];
        string[] suffixes = [.. values.Select((value, i) => value[prefixes[i]..])];
        return [.. DeltaBytes.Lengths(prefixes), .. DeltaBytes.Lengths([.. suffixes.Select(s => s.Length)]), .. Encoding.ASCII.GetBytes(string.Concat(suffixes))];
    }

    private static void Refused(ParquetFault fault, ValueEncoding encoding, int count, byte[] body, int fixedLength = 0) =>
        Assert.Equal(fault, Assert.Throws<ParquetException>(() => Read(encoding, count, body, fixedLength)).Fault);

    // Encodings.md, "DELTA_LENGTH_BYTE_ARRAY" and "DELTA_BYTE_ARRAY".
    [Fact]
    public void The_examples_of_the_specification_are_read()
    {
        Assert.Equal(
            ["Hello", "World", "Foobar", "ABCDEF"],
            Read(ValueEncoding.DeltaLengthByteArray, 4, [0x80, 1, 4, 4, 10, 0, 1, 0, 0, 0, 0b10, 0, 0, 0, .. "HelloWorldFoobarABCDEF"u8]));
        Assert.Equal(
            ["axis", "axle", "babble", "babyhood"],
            Read(ValueEncoding.DeltaByteArray, 4, [.. DeltaBytes.Lengths(0, 2, 0, 3), .. DeltaBytes.Lengths(4, 2, 6, 5), .. "axislebabbleyhood"u8]));
    }

    [Fact]
    public void Values_of_a_fixed_length_may_share_prefixes()
    {
        byte[] body = Prefixed("abc", "abd", "abd", "xyz");
        Assert.Equal(["abc", "abd", "abd", "xyz"], Read(ValueEncoding.DeltaByteArray, 4, body, fixedLength: 3));
        Refused(ParquetFault.Corrupt, ValueEncoding.DeltaByteArray, 4, body, fixedLength: 4);
        Refused(ParquetFault.Unsupported, ValueEncoding.DeltaLengthByteArray, 1, [.. DeltaBytes.Lengths(3), 1, 2, 3], fixedLength: 3);
    }

    [Fact]
    public void Pages_of_many_batches_are_read_on_where_the_last_ended()
    {
        Random random = new(5);
        string value = "";
        string[] values = [.. Enumerable.Range(0, 20_000).Select(i => value = value[..random.Next(value.Length + 1)] + new string((char)('a' + (i % 26)), random.Next(12)))];
        Assert.Equal(values, Read(ValueEncoding.DeltaByteArray, values.Length, Prefixed(values)));
        byte[] body = [.. DeltaBytes.Lengths([.. values.Select(s => s.Length)]), .. Encoding.ASCII.GetBytes(string.Concat(values))];
        Assert.Equal(values, Read(ValueEncoding.DeltaLengthByteArray, values.Length, body));
    }

    [Fact]
    public void Nulls_take_no_place_and_a_page_may_have_no_value_at_all()
    {
        foreach (ValueEncoding encoding in (ValueEncoding[])[ValueEncoding.DeltaByteArray, ValueEncoding.DeltaLengthByteArray])
        {
            byte[] lengths = encoding == ValueEncoding.DeltaByteArray ? [.. DeltaBytes.Lengths(0, 0), .. DeltaBytes.Lengths(1, 2)] : DeltaBytes.Lengths(1, 2);
            using ParquetFile file = new HandMadeFile(6).Add(
                "s", PhysicalType.ByteArray, nullable: true, CompressionCodec.Uncompressed,
                HandMadeFile.Data(4, encoding, [.. HandMadeFile.WithLength(3, 0b1010), .. lengths, .. "xyz"u8]),
                HandMadeFile.Data(2, encoding, HandMadeFile.WithLength(2 << 1, 0))).Open();
            Assert.Equal(["null", "78", "null", "797a", "null", "null"], ColumnText.Read(file, "s"));
        }
    }

    [Fact]
    public void A_page_that_expands_a_thousandfold_is_read_a_few_values_at_a_time()
    {
        const int Count = 4000;
        string first = new('x', 1_000_000);
        int[] prefixes = [0, .. Enumerable.Repeat(first.Length, Count - 1)];
        int[] suffixes = [first.Length, .. Enumerable.Repeat(0, Count - 1)];
        byte[] body = [.. DeltaBytes.Lengths(prefixes), .. DeltaBytes.Lengths(suffixes), .. Encoding.ASCII.GetBytes(first)];
        using ParquetFile file = new HandMadeFile(Count).Add("s", PhysicalType.ByteArray, HandMadeFile.Data(Count, ValueEncoding.DeltaByteArray, body)).Open();
        using var reader = (ByteArrayColumnReader)file.OpenColumn(0, 0);
        int rows = 0;
        for (int ready = reader.Fill(); ready > 0; ready = reader.Fill())
        {
            Assert.InRange(ready, 1, 4);
            Assert.Equal(first.Length, reader.GetBytes(ready - 1).Length);
            rows += ready;
            reader.Advance(ready);
        }

        Assert.Equal(Count, rows);
    }

    [Fact]
    public void A_prefix_longer_than_the_value_before_is_corrupt()
    {
        Refused(ParquetFault.Corrupt, ValueEncoding.DeltaByteArray, 1, [.. DeltaBytes.Lengths(1), .. DeltaBytes.Lengths(1), .. "a"u8]);
        Refused(ParquetFault.Corrupt, ValueEncoding.DeltaByteArray, 2, [.. DeltaBytes.Lengths(0, 2), .. DeltaBytes.Lengths(1, 1), .. "ab"u8]);
        Refused(ParquetFault.Corrupt, ValueEncoding.DeltaByteArray, 2, [.. DeltaBytes.Lengths(0, -1), .. DeltaBytes.Lengths(1, 1), .. "ab"u8]);
    }

    [Fact]
    public void Prefixes_and_suffixes_are_as_many() =>
        Refused(ParquetFault.Corrupt, ValueEncoding.DeltaByteArray, 2, [.. DeltaBytes.Lengths(0, 1, 1), .. DeltaBytes.Lengths(1, 1), .. "ab"u8]);

    [Fact]
    public void Lengths_that_do_not_fit_are_refused()
    {
        Refused(ParquetFault.Truncated, ValueEncoding.DeltaLengthByteArray, 2, [.. DeltaBytes.Lengths(1, 2), .. "ab"u8]);
        Refused(ParquetFault.Truncated, ValueEncoding.DeltaLengthByteArray, 2, [.. DeltaBytes.Lengths(int.MaxValue, int.MaxValue), .. "ab"u8]);
        Refused(ParquetFault.Corrupt, ValueEncoding.DeltaLengthByteArray, 2, [.. DeltaBytes.Lengths(3, -1), .. "ab"u8]);
        Refused(ParquetFault.Truncated, ValueEncoding.DeltaLengthByteArray, 3, [.. DeltaBytes.Lengths(1, 1), .. "ab"u8]);
        Refused(ParquetFault.Truncated, ValueEncoding.DeltaByteArray, 2, [.. DeltaBytes.Lengths(0, 0), .. DeltaBytes.Lengths(1, 2), .. "ab"u8]);
        Refused(ParquetFault.Truncated, ValueEncoding.DeltaByteArray, 2, [.. DeltaBytes.Lengths(0, 0), .. DeltaBytes.Lengths(1, -2), .. "ab"u8]);
        Refused(ParquetFault.Truncated, ValueEncoding.DeltaByteArray, 3, [.. DeltaBytes.Lengths(0, 0), .. DeltaBytes.Lengths(1, 1), .. "ab"u8]);
    }
}
