using PD12M.Parquet;

namespace PD12M.Engine.Tests.Parquet;

/// <summary>Lists, maps and fields of groups in the files of apache/parquet-testing, with the values that hyparquet 1.31.5 finds.</summary>
public class ListConformanceTests
{
    public static TheoryData<string, string, string> Columns => new()
    {
        { "list_columns.parquet", "int64_list.list.item", "[1,2,3] [null,1] [4]" },
        { "list_columns.parquet", "utf8_list.list.item", "[abc,efg,hij] null [efg,null,hij,xyz]" },
        { "null_list.parquet", "emptylist.list.item", "[]" },
        { "datapage_v2.snappy.parquet", "e.list.element", "[1,2,3] null null [1,2,3] [1,2]" },
        { "repeated_primitive_no_list.parquet", "Int32_list", "[0,1,2,3] [] [4] [5,6,7,8]" },
        { "repeated_primitive_no_list.parquet", "String_list", "[foo,zero,one,two] [three] [four] [five,six,seven,eight]" },
        { "repeated_primitive_no_list.parquet", "group_of_lists.Int32_list_in_group", "[0,1,2,3] [] [4] [5,6,7,8]" },
        { "repeated_primitive_no_list.parquet", "group_of_lists.String_list_in_group", "[foo,zero,one,two] [three] [four] [five,six,seven,eight]" },
        { "repeated_no_annotation.parquet", "phoneNumbers.phone.number", "null null [] [5555555555] [1111111111] [1111111111,2222222222,3333333333]" },
        { "repeated_no_annotation.parquet", "phoneNumbers.phone.kind", "null null [] [null] [home] [home,null,mobile]" },
        { "map_no_value.parquet", "my_map.key_value.key", "[1,2,3] [4,5,6] [7,8,9]" },
        { "map_no_value.parquet", "my_map.key_value.value", "[null,null,null] [null,null,null] [null,null,null]" },
        { "map_no_value.parquet", "my_map_no_v.key_value.key", "[1,2,3] [4,5,6] [7,8,9]" },
        { "map_no_value.parquet", "my_list.list.element", "[1,2,3] [4,5,6] [7,8,9]" },
        { "incorrect_map_schema.parquet", "my_map.key_value.key", "[parent,name]" },
        { "incorrect_map_schema.parquet", "my_map.key_value.value", "[another,report]" },
        { "nested_maps.snappy.parquet", "a.key_value.key", "[a] [b] [c] [d] [e] [f]" },
        { "nullable.impala.parquet", "int_array.list.element", "[1,2,3] [null,1,2,null,3,null] [] null null null null" },
        { "nullable.impala.parquet", "int_map.map.key", "[k1,k2] [k1,k2] [] [] [] null [k1,k3]" },
        { "nullable.impala.parquet", "int_map.map.value", "[1,100] [2,null] [] [] [] null [null,null]" },
        { "nullable.impala.parquet", "nested_struct.A", "1 null null null null null 7" },
        { "nullable.impala.parquet", "nested_struct.b.list.element", "[1] [null] null null null null [2,3,null]" },
        { "nullable.impala.parquet", "nested_struct.g.map.key", "[foo] [g1,g2,g3,g4,g5] [] null [foo] null null" },
        { "nonnullable.impala.parquet", "Int_Array.list.element", "[-1]" },
        { "nonnullable.impala.parquet", "Int_Map.map.key", "[k1]" },
        { "nonnullable.impala.parquet", "Int_Map.map.value", "[-1]" },
#if NET
        { "large_string_map.brotli.parquet", "arr.key_value.value", "[1] [1]" },
#endif
        { "nonnullable.impala.parquet", "nested_Struct.a", "-1" },
        { "nonnullable.impala.parquet", "nested_Struct.B.list.element", "[-1]" },
        { "nonnullable.impala.parquet", "nested_Struct.G.map.key", "[]" },
        { "nulls.snappy.parquet", "b_struct.b_c_int", "null null null null null null null null" },
    };

    [ParquetTestingTheory]
    [MemberData(nameof(Columns))]
    public void A_column_has_the_lists_that_other_readers_find(string name, string column, string expected)
    {
        using ParquetFile file = ParquetFile.Open(ParquetTestingFolder.File(name));
        using ColumnReader reader = file.OpenColumn(0, file.Columns.Select((c, i) => (c.Name, i)).Single(c => c.Name == column).i);
        List<string> rows = [];
        for (int ready = reader.Fill(); ready > 0; ready = reader.Fill())
        {
            rows.AddRange(Enumerable.Range(0, ready).Select(row => ListText.Of(reader.GetValue(row))));
            reader.Advance(ready);
        }

        Assert.Equal(expected, string.Join(' ', rows));
    }
}
