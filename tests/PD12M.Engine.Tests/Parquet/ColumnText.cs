using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using PD12M.Parquet;

namespace PD12M.Engine.Tests.Parquet;

/// <summary>A column as lines of text, in a form that other programs can produce as well.</summary>
internal static class ColumnText
{
    /// <summary>The values of all row groups: integers in decimal, floats as the bits of a double, bytes in hexadecimal, INT96 as nanoseconds since 1970.</summary>
    public static List<string> Read(ParquetFile file, string column)
    {
        int index = file.Columns.Select((c, i) => (c.Name, i)).Single(c => c.Name == column).i;
        List<string> lines = [];
        for (int group = 0; group < file.RowGroups.Count; group++)
        {
            using ColumnReader reader = file.OpenColumn(group, index);
            Read(reader, lines);
        }

        return lines;
    }

    public static void Read(ColumnReader reader, List<string> lines)
    {
        for (int ready = reader.Fill(); ready > 0; ready = reader.Fill())
        {
            for (int row = 0; row < ready; row++)
            {
                lines.Add(Line(reader, row));
            }

            reader.Advance(ready);
        }
    }

    public static string Line(ColumnReader reader, int row) => reader switch
    {
        _ when reader.IsNull(row) => "null",
        ByteArrayColumnReader { Column.Type: PhysicalType.Int96 } bytes => Nanoseconds(bytes.GetBytes(row)),
        ByteArrayColumnReader bytes => Convert.ToHexStringLower(bytes.GetBytes(row)),
        ValueColumnReader<bool> booleans => booleans.GetValueOrDefault(row) ? "true" : "false",
        ValueColumnReader<float> floats => Bits(floats.GetValueOrDefault(row)),
        ValueColumnReader<double> doubles => Bits(doubles.GetValueOrDefault(row)),
        ValueColumnReader<int> integers => integers.GetValueOrDefault(row).ToString(CultureInfo.InvariantCulture),
        _ => ((ValueColumnReader<long>)reader).GetValueOrDefault(row).ToString(CultureInfo.InvariantCulture),
    };

    public static string Md5(IEnumerable<string> lines) =>
        Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n")))));

    private static string Bits(double value) =>
        double.IsNaN(value) ? "NaN" : BitConverter.DoubleToInt64Bits(value).ToString("x16", CultureInfo.InvariantCulture);

    private static string Nanoseconds(ReadOnlySpan<byte> value)
    {
        BigInteger days = BitConverter.ToInt32(value[8..]) - 2440588;
        return ((days * 86_400_000_000_000) + BitConverter.ToInt64(value)).ToString(CultureInfo.InvariantCulture);
    }
}
