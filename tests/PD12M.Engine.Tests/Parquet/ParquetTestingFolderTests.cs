using PD12M.Parquet;

namespace PD12M.Engine.Tests.Parquet;

/// <summary>Every file of apache/parquet-testing: read as a whole, or refused in part for a reason that is named here.</summary>
public class ParquetTestingFolderTests
{
    private const string ListsInLists = "lists within lists";
    private const string WrongChecksum = "does not match its checksum";

    private static readonly string[] s_readAsAWhole =
    [
        "alltypes_dictionary.parquet", "alltypes_plain.parquet", "alltypes_plain.snappy.parquet", "alltypes_tiny_pages.parquet", "alltypes_tiny_pages_plain.parquet",
        "binary.parquet", "binary_truncated_min_max.parquet", "byte_array_decimal.parquet", "byte_stream_split.zstd.parquet", "byte_stream_split_extended.gzip.parquet",
        "column_chunk_key_value_metadata.parquet", "concatenated_gzip_members.parquet", "data_index_bloom_encoding_stats.parquet", "data_index_bloom_encoding_with_length.parquet",
        "datapage_v1-snappy-compressed-checksum.parquet", "datapage_v1-uncompressed-checksum.parquet", "datapage_v2.snappy.parquet", "datapage_v2_empty_datapage.snappy.parquet",
        "delta_binary_packed.parquet", "delta_byte_array.parquet", "delta_encoding_optional_column.parquet", "delta_encoding_required_column.parquet", "delta_length_byte_array.parquet",
        "dict-page-offset-zero.parquet", "fixed_length_byte_array.parquet", "fixed_length_decimal.parquet", "fixed_length_decimal_legacy.parquet",
        "float16_nonzeros_and_nans.parquet", "float16_zeros_and_nans.parquet", "floating_orders_nan_count.parquet", "hadoop_lz4_compressed.parquet", "hadoop_lz4_compressed_larger.parquet",
        "incorrect_map_schema.parquet", "int32_decimal.parquet", "int32_with_null_pages.parquet", "int64_decimal.parquet", "int96_from_spark.parquet", "list_columns.parquet",
        "lz4_raw_compressed.parquet", "lz4_raw_compressed_larger.parquet", "map_no_value.parquet", "nan_in_stats.parquet", "nation.dict-malformed.parquet", "nested_structs.rust.parquet",
        "non_hadoop_lz4_compressed.parquet", "null_list.parquet", "nulls.snappy.parquet", "overflow_i16_page_cnt.parquet", "page_v2_empty_compressed.parquet",
        "plain-dict-uncompressed-checksum.parquet", "repeated_no_annotation.parquet", "repeated_primitive_no_list.parquet", "rle-dict-snappy-checksum.parquet", "rle_boolean_encoding.parquet",
        "single_nan.parquet", "sort_columns.parquet", "unknown-logical-type.parquet",
    ];

    /// <summary>Columns that are refused, and what the error says; the others of these files are read.</summary>
    private static readonly Dictionary<string, (string Reason, string[] Columns)> s_readInPart = new()
    {
        ["datapage_v1-corrupt-checksum.parquet"] = (WrongChecksum, ["a", "b"]),
        ["rle-dict-uncompressed-corrupt-checksum.parquet"] = (WrongChecksum, ["long_field", "binary_field"]),
#if NET
        ["large_string_map.brotli.parquet"] = ("256 MB", ["arr.key_value.key"]),
#else
        ["large_string_map.brotli.parquet"] = ("Brotli", ["arr.key_value.key", "arr.key_value.value"]),
#endif
        ["nested_lists.snappy.parquet"] = (ListsInLists, ["a.list.element.list.element.list.element"]),
        ["nested_maps.snappy.parquet"] = (ListsInLists, ["a.key_value.value.key_value.key", "a.key_value.value.key_value.value"]),
        ["nonnullable.impala.parquet"] = (ListsInLists, [
            "int_array_array.list.element.list.element", "int_map_array.list.element.map.key", "int_map_array.list.element.map.value",
            "nested_Struct.c.D.list.element.list.element.e", "nested_Struct.c.D.list.element.list.element.f", "nested_Struct.G.map.value.h.i.list.element"]),
        ["nullable.impala.parquet"] = (ListsInLists, [
            "int_array_Array.list.element.list.element", "int_Map_Array.list.element.map.key", "int_Map_Array.list.element.map.value",
            "nested_struct.C.d.list.element.list.element.E", "nested_struct.C.d.list.element.list.element.F", "nested_struct.g.map.value.H.i.list.element"]),
        ["old_list_structure.parquet"] = (ListsInLists, ["a.array.array"]),
    };

    private static readonly Dictionary<string, string> s_noParquet = new()
    {
        ["bloom_filter.bin"] = "a Bloom filter with Murmur hashes and without a header, as it was drafted before the format had any",
        ["bloom_filter.xxhash.bin"] = "a Bloom filter without a file around it: BloomFilterTests",
        ["delta_binary_packed_expect.csv"] = "values of the file of its name: ExpectedCsvTests",
        ["delta_byte_array_expect.csv"] = "values of the file of its name: ExpectedCsvTests",
        ["delta_encoding_optional_column_expect.csv"] = "values of the file of its name: ExpectedCsvTests",
        ["delta_encoding_required_column_expect.csv"] = "values of the file of its name: ExpectedCsvTests",
    };

    public static TheoryData<string> ParquetFiles => [.. s_readAsAWhole, .. s_readInPart.Keys];

    /// <summary>The columns of files whose values ExpectedCsvTests and the tests named here compare one by one.</summary>
    private static readonly string[] s_comparedAsAWhole =
    [
        "delta_binary_packed.parquet", "delta_byte_array.parquet", "delta_encoding_optional_column.parquet", "delta_encoding_required_column.parquet",
        "byte_stream_split_extended.gzip.parquet", "int96_from_spark.parquet", "nested_structs.rust.parquet",
    ];

    [ParquetTestingFact]
    public void Every_file_of_the_folder_is_named() => Assert.Equal(
        Directory.GetFiles(ParquetTestingFolder.Path!).Select(Path.GetFileName).Order(StringComparer.Ordinal),
        s_readAsAWhole.Concat(s_readInPart.Keys).Concat(s_noParquet.Keys).Order(StringComparer.Ordinal));

    [ParquetTestingTheory]
    [MemberData(nameof(ParquetFiles))]
    public void Every_column_is_read_to_its_end_or_refused_for_the_reason_that_is_named(string name)
    {
        (string reason, string[] refused) = s_readInPart.GetValueOrDefault(name, ("", []));
        using ParquetFile file = ParquetFile.Open(ParquetTestingFolder.File(name));
        Assert.Equal(refused.Order(StringComparer.Ordinal), file.Columns.Select(column => column.Name).Where(refused.Contains).Order(StringComparer.Ordinal));
        for (int column = 0; column < file.Columns.Count; column++)
        {
            if (!refused.Contains(file.Columns[column].Name))
            {
                Assert.Equal(file.RowCount, CountRows(file, column));
                continue;
            }
            ParquetException error = Assert.Throws<ParquetException>(() => CountRows(file, column));
            Assert.Contains(reason, error.Message, StringComparison.Ordinal);
            Assert.Contains($"column '{file.Columns[column].Name}'", error.Message, StringComparison.Ordinal);
            Assert.Contains(name, error.Message, StringComparison.Ordinal);
            Assert.Equal(reason == WrongChecksum ? ParquetFault.Corrupt : ParquetFault.Unsupported, error.Fault);
        }
    }

    [ParquetTestingTheory]
    [MemberData(nameof(ParquetFiles))]
    public void Every_column_that_is_read_has_its_values_compared(string name)
    {
        if (s_comparedAsAWhole.Contains(name))
        {
            return;
        }
        string[] refused = s_readInPart.GetValueOrDefault(name, ("", [])).Columns;
        using ParquetFile file = ParquetFile.Open(ParquetTestingFolder.File(name));
        string[] compared = [.. ParquetTestingValues.Columns.Concat<object[]>(ListConformanceTests.Columns).Where(row => (string)row[0] == name).Select(row => (string)row[1]).Distinct()];
        Assert.Equal(file.Columns.Select(column => column.Name).Except(refused).Order(StringComparer.Ordinal), compared.Order(StringComparer.Ordinal));
    }

    // As hyparquet 1.31.5 finds them with annotations ignored.
    [ParquetTestingFact]
    public void Fields_of_many_groups_have_their_values()
    {
        using ParquetFile file = ParquetFile.Open(ParquetTestingFolder.File("nested_structs.rust.parquet"));
        string[] lines = [.. file.Columns.Select(column => Assert.Single(ColumnText.Read(file, column.Name)))];
        Assert.Equal(216, lines.Length);
        Assert.Equal("25015f80d80551ca7f792067b76b6404", ColumnText.Md5(lines));
    }

    [ParquetTestingFact]
    public void What_is_no_parquet_file_is_refused_as_such()
    {
        foreach (string name in s_noParquet.Keys)
        {
            ParquetException error = Assert.Throws<ParquetException>(() => ParquetFile.Open(ParquetTestingFolder.File(name)).Dispose());
            Assert.Equal(ParquetFault.NotParquet, error.Fault);
        }
    }

    private static long CountRows(ParquetFile file, int column)
    {
        long rows = 0;
        for (int group = 0; group < file.RowGroups.Count; group++)
        {
            using ColumnReader reader = file.OpenColumn(group, column);
            for (int ready = reader.Fill(); ready > 0; ready = reader.Fill())
            {
                for (int row = 0; row < ready; row++)
                {
                    Assert.True(reader.IsNull(row) || reader.GetValue(row) is not null);
                }
                rows += ready;
                reader.Advance(ready);
            }
        }
        return rows;
    }
}
