using System.Globalization;
using System.Text.Json;
using PD12M.Parquet;

namespace PD12M.Engine.Tests.Parquet;

/// <summary>The files of tests/data, which DuckDB wrote and read back.</summary>
public class DuckDbFileTests
{
    public static TheoryData<string> Names =>
        [.. Directory.GetFiles(TestData.Folder, "*.parquet").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_file_has_the_rows_that_its_writer_reads(string name)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(Path.Combine(TestData.Folder, name + ".json")));
        using ParquetFile file = ParquetFile.Open(Path.Combine(TestData.Folder, name + ".parquet"));
        Assert.Equal(document.RootElement.GetArrayLength(), file.RowCount);
        for (int column = 0; column < file.Columns.Count; column++)
        {
            string property = file.Columns[column].Name;
            Assert.Equal(document.RootElement.EnumerateArray().Select(row => Text(row.GetProperty(property))), Values(file, column));
        }
    }

    private static List<string> Values(ParquetFile file, int column)
    {
        List<string> values = [];
        for (int group = 0; group < file.RowGroups.Count; group++)
        {
            using ColumnReader reader = file.OpenColumn(group, column);
            for (int ready = reader.Fill(); ready > 0; ready = reader.Fill())
            {
                for (int row = 0; row < ready; row++)
                {
                    object? value = reader.GetValue(row);
                    values.Add(value is float number
                        ? ((double)number).ToString(CultureInfo.InvariantCulture)
                        : Convert.ToString(value, CultureInfo.InvariantCulture)!);
                }

                reader.Advance(ready);
            }
        }

        return values;
    }

    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => string.Empty,
        JsonValueKind.String => value.GetString()!,
        _ => value.GetDouble().ToString(CultureInfo.InvariantCulture),
    };
}
