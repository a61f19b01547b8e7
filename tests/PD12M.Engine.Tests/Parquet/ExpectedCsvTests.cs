using System.Globalization;
using System.Text;
using PD12M.Parquet;

namespace PD12M.Engine.Tests.Parquet;

/// <summary>Files that come with their values as comma-separated text, columns in the same order, nothing between commas for null.</summary>
public class ExpectedCsvTests
{
    [ParquetTestingTheory]
    [InlineData("delta_binary_packed", 200, 66)]
    [InlineData("delta_byte_array", 1000, 9)]
    [InlineData("delta_encoding_optional_column", 100, 17)]
    [InlineData("delta_encoding_required_column", 100, 17)]
    public void A_file_has_the_values_beside_it(string name, int rows, int columns)
    {
        List<string?[]> expected = [.. File.ReadLines(ParquetTestingFolder.File(name + "_expect.csv")).Skip(1).Select(Split)];
        using ParquetFile file = ParquetFile.Open(ParquetTestingFolder.File(name + ".parquet"));
        Assert.Equal(rows, expected.Count);
        Assert.Equal(columns, file.Columns.Count);
        for (int column = 0; column < columns; column++)
        {
            using ColumnReader reader = file.OpenColumn(0, column);
            Assert.Equal(rows, reader.Fill());
            Assert.Equal(
                expected.Select(line => line[column]),
                Enumerable.Range(0, rows).Select(row => Convert.ToString(reader.GetValue(row), CultureInfo.InvariantCulture) is { Length: > 0 } text ? text : null));
        }
    }

    private static string?[] Split(string line)
    {
        List<string?> fields = [];
        StringBuilder field = new();
        bool isQuoted = false;
        foreach (char c in line + ",")
        {
            if (c == ',' && !isQuoted)
            {
                fields.Add(field.Length == 0 ? null : field.ToString());
                field.Clear();
            }
            else if (c == '"')
            {
                isQuoted = !isQuoted;
            }
            else
            {
                field.Append(c);
            }
        }

        return [.. fields];
    }
}
