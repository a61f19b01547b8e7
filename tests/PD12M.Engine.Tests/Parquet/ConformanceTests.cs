using System.Text;
using PD12M.Parquet;

namespace PD12M.Engine.Tests.Parquet;

public class ConformanceTests
{
    [ParquetTestingTheory]
    [MemberData(nameof(ParquetTestingValues.Columns), MemberType = typeof(ParquetTestingValues))]
    public void A_column_has_the_values_that_other_readers_find(string name, string column, int rows, int nulls, string md5)
    {
        using ParquetFile file = ParquetFile.Open(ParquetTestingFolder.File(name));
        List<string> lines = ColumnText.Read(file, column);
        Assert.Equal(rows, lines.Count);
        Assert.Equal(rows, file.RowCount);
        Assert.Equal(nulls, lines.Count(line => line == "null"));
        Assert.Equal(md5, ColumnText.Md5(lines));
    }

    // Microseconds from int96_from_spark.md beside the file; Spark's arithmetic wrapped at the last one, so it is 2^64 less there.
    [ParquetTestingFact]
    public void Timestamps_of_96_bits_keep_all_their_bits()
    {
        using ParquetFile file = ParquetFile.Open(ParquetTestingFolder.File("int96_from_spark.parquet"));
        Assert.Equal(
            ["1704141296123456000", "1704070800000000000", "253402225200000000000", "1735599600000000000", "null", "-9357363680509551616000"],
            ColumnText.Read(file, "a"));
    }

    private static List<object?> Values(string name, string column)
    {
        using ParquetFile file = ParquetFile.Open(ParquetTestingFolder.File(name));
        using ColumnReader reader = file.OpenColumn(0, file.Columns.Select((c, i) => (c.Name, i)).Single(c => c.Name == column).i);
        List<object?> values = [];
        for (int ready = reader.Fill(); ready > 0; ready = reader.Fill())
        {
            values.AddRange(Enumerable.Range(0, ready).Select(reader.GetValue));
            reader.Advance(ready);
        }

        return values;
    }

    [ParquetTestingFact]
    public void Timestamps_of_96_bits_are_UTC_where_a_date_can_hold_them()
    {
        List<object?> values = Values("int96_from_spark.parquet", "a");
        Assert.Equal(new DateTime(2024, 1, 1, 20, 34, 56, 123, DateTimeKind.Utc).AddTicks(4560), values[0]);
        Assert.Equal(DateTimeKind.Utc, Assert.IsType<DateTime>(values[0]).Kind);
        Assert.Equal(new DateTime(9999, 12, 31, 3, 0, 0, DateTimeKind.Utc), values[2]);
        Assert.Null(values[4]);
        Assert.Equal(12, Assert.IsType<byte[]>(values[5]).Length);
    }

    [ParquetTestingTheory]
    [InlineData("int32_decimal.parquet")]
    [InlineData("int64_decimal.parquet")]
    [InlineData("byte_array_decimal.parquet")]
    [InlineData("fixed_length_decimal.parquet")]
    [InlineData("fixed_length_decimal_legacy.parquet")]
    public void Decimals_are_the_same_however_they_are_stored(string name) =>
        Assert.Equal(Enumerable.Range(1, 24).Select(n => (object)(decimal)n), Values(name, "value"));

    [ParquetTestingFact]
    public void Half_floats_are_floats()
    {
        Assert.Equal([null, 1f, -2f, float.NaN, 0f, -1f, -0f, 2f], Values("float16_nonzeros_and_nans.parquet", "x"));
        Assert.Equal([null, 0f, float.NaN], Values("float16_zeros_and_nans.parquet", "x"));
    }

    [ParquetTestingTheory]
    [InlineData("float16")]
    [InlineData("float")]
    [InlineData("double")]
    [InlineData("int32")]
    [InlineData("int64")]
    [InlineData("flba5")]
    [InlineData("decimal")]
    public void Split_streams_hold_the_same_values_as_plain_ones(string type)
    {
        List<object?> plain = Values("byte_stream_split_extended.gzip.parquet", type + "_plain");
        Assert.Equal(200, plain.Count);
        Assert.Equal(plain, Values("byte_stream_split_extended.gzip.parquet", type + "_byte_stream_split"));
    }

    [ParquetTestingTheory]
    [InlineData("nested_lists.snappy.parquet", "a.list.element.list.element.list.element")]
    [InlineData("nested_maps.snappy.parquet", "a.key_value.value.key_value.key")]
    [InlineData("old_list_structure.parquet", "a.array.array")]
    [InlineData("nullable.impala.parquet", "int_Map_Array.list.element.map.value")]
    public void Lists_within_lists_are_refused_by_name(string name, string column)
    {
        using ParquetFile file = ParquetFile.Open(ParquetTestingFolder.File(name));
        ParquetException exception = Assert.Throws<ParquetException>(() => ColumnText.Read(file, column));
        Assert.Equal(ParquetFault.Unsupported, exception.Fault);
        Assert.Contains($"column '{column}'", exception.Message, StringComparison.Ordinal);
        Assert.Contains(name, exception.Message, StringComparison.Ordinal);
    }

    [ParquetTestingTheory]
    [InlineData("datapage_v1-corrupt-checksum.parquet", "a")]
    [InlineData("datapage_v1-corrupt-checksum.parquet", "b")]
    [InlineData("rle-dict-uncompressed-corrupt-checksum.parquet", "long_field")]
    [InlineData("rle-dict-uncompressed-corrupt-checksum.parquet", "binary_field")]
    public void A_page_with_another_checksum_is_corrupt(string name, string column)
    {
        using ParquetFile file = ParquetFile.Open(ParquetTestingFolder.File(name));
        ParquetException exception = Assert.Throws<ParquetException>(() => ColumnText.Read(file, column));
        Assert.Equal(ParquetFault.Corrupt, exception.Fault);
        Assert.Contains("checksum", exception.Message, StringComparison.Ordinal);
    }

    [ParquetTestingFact]
    public void Statistics_bound_the_values()
    {
        using ParquetFile file = ParquetFile.Open(ParquetTestingFolder.File("int32_with_null_pages.parquet"));
        ColumnChunk chunk = file.RowGroups[0].Columns[0];
        Assert.Equal(275, chunk.NullCount);
        Assert.Equal(-2136906554, BitConverter.ToInt32(chunk.Min!.Value.Span));
        Assert.Equal(2145722375, BitConverter.ToInt32(chunk.Max!.Value.Span));

        using ParquetFile strings = ParquetFile.Open(ParquetTestingFolder.File("binary_truncated_min_max.parquet"));
        ColumnChunk full = strings.RowGroups[0].Columns[0];
        Assert.Equal("Al", Encoding.UTF8.GetString(full.Min!.Value.Span));
        Assert.Equal("Kf", Encoding.UTF8.GetString(full.Max!.Value.Span));
    }

    [ParquetTestingFact]
    public void A_value_as_an_object_is_text_only_where_the_schema_says_so()
    {
        using ParquetFile file = ParquetFile.Open(ParquetTestingFolder.File("unknown-logical-type.parquet"));
        Assert.Equal([LogicalType.String, LogicalType.None], file.Columns.Select(column => column.LogicalType));
        using ColumnReader known = file.OpenColumn(0, 0);
        known.Fill();
        Assert.Equal("known string 1", known.GetValue(0));
        using ColumnReader unknown = file.OpenColumn(0, 1);
        unknown.Fill();
        Assert.Equal("unknown string 1"u8.ToArray(), unknown.GetValue(0));
    }

    [ParquetTestingTheory]
    [InlineData("int32_decimal.parquet", LogicalType.Decimal, 2, 4)]
    [InlineData("fixed_length_decimal.parquet", LogicalType.Decimal, 2, 25)]
    [InlineData("float16_zeros_and_nans.parquet", LogicalType.Float16, 0, 0)]
    public void Annotations_are_told_with_their_parameters(string name, LogicalType type, int scale, int precision)
    {
        using ParquetFile file = ParquetFile.Open(ParquetTestingFolder.File(name));
        ParquetColumn column = Assert.Single(file.Columns);
        Assert.Equal(type, column.LogicalType);
        Assert.Equal(scale, column.Scale);
        Assert.Equal(precision, column.Precision);
    }
}
