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

    [ParquetTestingTheory]
    [InlineData("nulls.snappy.parquet", "b_struct.b_c_int")]
    [InlineData("nested_lists.snappy.parquet", "a.list.element.list.element.list.element")]
    [InlineData("nested_maps.snappy.parquet", "a.key_value.key")]
    [InlineData("repeated_primitive_no_list.parquet", "Int32_list")]
    [InlineData("map_no_value.parquet", "my_map.key_value.key")]
    public void A_nested_column_is_refused_by_name(string name, string column)
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
