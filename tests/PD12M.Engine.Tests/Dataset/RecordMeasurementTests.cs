using PD12M.Dataset;
using PD12M.Engine.Tests.Dataset.Filter;
using PD12M.Parquet;

namespace PD12M.Engine.Tests.Dataset;

public class RecordMeasurementTests
{
    private static readonly ParquetColumn[] s_columns =
    [
        new("width", PhysicalType.Int64), new("height", PhysicalType.Int64), Text("license"), Text("caption"), new("score", PhysicalType.Double), new("rank", PhysicalType.Int32), new("flag", PhysicalType.Boolean),
    ];

    private static readonly string?[] s_licenses = ["zero", "mark", "Zero", "", "Öffentlich", null];

    [Theory]
    [InlineData("$true")]
    [InlineData("width -ge 500")]
    [InlineData("width -ge 100")]
    [InlineData("rowindex -ge 4000 -and rowindex -lt 4010")]
    [InlineData("height -eq $null -or license -eq 'zero'")]
    [InlineData("caption -like '*77*'")]
    [InlineData("width -gt 5000")]
    public void Columns_give_what_the_rows_give(string filter)
    {
        object?[][] rows = MakeRows(9000);
        foreach (ParquetWriterOptions options in (ParquetWriterOptions[])[new() { RowGroupRows = 2000, PageBytes = 3000 }, new() { DictionaryBytes = 0 }, new() { PageBytes = 5000, DictionaryBytes = 20000 }])
        {
            using var table = new FilterTable(s_columns, rows, options);
            object?[][] passed = [.. table.SelectByRow(filter).Select(row => rows[row])];
            MeasureTally tally = Measure(rows, options, filter, "Width", "height", "license", "caption", "score", "rank", "Megapixels", "source");
            Assert.Equal(passed.Length, tally.Count);
            object[] results = [.. tally.Properties.SelectMany(property => property.Results())];

            AssertNumbers(results, "Width", passed, row => (long?)row[0]);
            AssertNumbers(results, "height", passed, row => (long?)row[1]);
            AssertNumbers(results, "score", passed, row => row[4] is double score && !double.IsNaN(score) ? score : null);
            AssertNumbers(results, "rank", passed, row => (int?)row[5]);
            AssertNumbers(results, "Megapixels", passed, row => (long?)row[0] * (long?)row[1] / 1e6);
            AssertValues(results, "license", passed.Select(row => (string?)row[2]));
            AssertValues(results, "caption", passed.Select(row => (string?)row[3]));
            AssertValues(results, "source", passed.Select(row => (string?)null));
        }
    }

    [Fact]
    public void Integers_keep_every_digit_and_their_sum_does_not_overflow()
    {
        ParquetColumn[] columns = [new("big", PhysicalType.Int64)];
        MeasureTally tally = Measure(columns, [[long.MaxValue], [long.MaxValue], [long.MinValue], [null]], new(), null, "big");
        Assert.Equal(
            new NumberMeasure("big", 3, 1, long.MinValue, long.MaxValue, 9223372036854775806.0, 3074457345618258602.0),
            Assert.Single(Assert.Single(tally.Properties).Results()));
    }

    [Fact]
    public void The_most_frequent_value_comes_first_and_null_is_one()
    {
        ParquetColumn[] columns = [Text("license")];
        MeasureTally tally = Measure(columns, [["b"], ["a"], [null], ["c"], ["c"], [null], ["c"]], new(), null, "license");
        Assert.Equal(
            [new ValueCount("license", "c", 3), new ValueCount("license", null, 2), new ValueCount("license", "a", 1), new ValueCount("license", "b", 1)],
            Assert.Single(tally.Properties).Results());
    }

    [Fact]
    public void Nothing_is_read_where_the_footer_tells_the_count()
    {
        object?[][] rows = MakeRows(3000);
        byte[] bytes = Write(s_columns, rows, new() { RowGroupRows = 1000 });
        using ParquetFile whole = ParquetFile.Open(new MemoryStream(bytes), "whole.parquet");
        long footer = whole.RowGroups.SelectMany(group => group.Columns).Max(chunk => chunk.DataPageOffset + chunk.CompressedSize);

        // What lies between the magic and the last chunk is no longer parquet.
        Array.Clear(bytes, 4, (int)(footer * 9 / 10) - 4);
        using ParquetFile cleared = ParquetFile.Open(new MemoryStream(bytes), "cleared.parquet");
        foreach ((string? filter, long count) in new (string?, long)[] { (null, 3000), ("$true", 3000), ("width -ge 100", 3000), ("width -lt 100", 0), ("rowindex -lt 1000", 1000) })
        {
            Assert.Equal(count, new RecordMeasurement(filter is null ? null : FilterTable.Parse(filter), []).Measure(cleared).Count);
        }
        Assert.Throws<ParquetException>(() => new RecordMeasurement(FilterTable.Parse("width -ge 500"), []).Measure(cleared));
    }

    [Fact]
    public void Files_are_added_up()
    {
        ParquetColumn[] columns = [new("width", PhysicalType.Int64), Text("license")];
        MeasureTally total = Measure(columns, [[3L, "a"], [null, "b"]], new(), null, "width", "license");
        total.Merge(Measure(columns, [[5L, "b"], [10L, null]], new(), null, "width", "license"));
        Assert.Equal((4, 2), (total.Count, total.Files));
        Assert.Equal(
            [new NumberMeasure("width", 3, 1, 3L, 10L, 18, 6), new ValueCount("license", "b", 2), new ValueCount("license", null, 1), new ValueCount("license", "a", 1)],
            total.Properties.SelectMany(property => property.Results()));
    }

    [Fact]
    public void The_number_of_threads_changes_no_digit()
    {
        ParquetColumn[] columns = [new("width", PhysicalType.Int64), new("score", PhysicalType.Double), Text("license")];
        var random = new Random(5);
        object?[][] rows = [.. Enumerable.Range(0, 280_000).Select(row => (object?[])[
            (long)random.Next(100, 5000), random.Next(7) == 0 ? null : Math.Pow(10, random.Next(-12, 12)) * (random.NextDouble() - 0.5), s_licenses[random.Next(s_licenses.Length)]])];
        using ParquetFile file = ParquetFile.Open(new MemoryStream(Write(columns, rows, new() { RowGroupRows = 20_000 })), "table.parquet");
        foreach (string? filter in (string?[])[null, "width -ge 1000"])
        {
            var measurement = new RecordMeasurement(
                filter is null ? null : FilterTable.Parse(filter), [.. columns.Select(column => column.Name).Select(name => new MeasuredColumn(FilterColumn.Find(name)))]);
            object[][] results = [.. Enumerable.Range(1, 4).Select(threads => measurement.Measure(file, threads).Properties.SelectMany(property => property.Results()).ToArray())];
            Assert.All(results, result => Assert.Equal(results[0], result));
            Assert.Equal(
                rows.Where(row => filter is null || (long)row[0]! >= 1000).Count(row => row[1] is not null),
                Assert.Single(results[0].OfType<NumberMeasure>(), result => result.Property == "score").Count);
        }
    }

    [Fact]
    public void Of_several_damaged_parts_the_first_is_told()
    {
        ParquetColumn[] columns = [new("width", PhysicalType.Int64)];
        object?[][] rows = [.. Enumerable.Range(0, 300_000).Select(row => (object?[])[row * 7919L])];
        byte[] bytes = Write(columns, rows, new() { RowGroupRows = 70_000, DictionaryBytes = 0 });
        using ParquetFile whole = ParquetFile.Open(new MemoryStream(bytes), "whole.parquet");
        foreach (RowGroup group in whole.RowGroups.Skip(1))
        {
            bytes[group.Columns[0].DataPageOffset] = 0xFF;
        }
        using ParquetFile damaged = ParquetFile.Open(new MemoryStream(bytes), "damaged.parquet");
        foreach (int threads in (int[])[1, 2, 8])
        {
            var error = Assert.Throws<ParquetException>(() => new RecordMeasurement(null, [new MeasuredColumn(FilterColumn.Find("width"))]).Measure(damaged, threads));
            Assert.Contains("row group 1", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_column_of_neither_numbers_nor_text_is_refused()
    {
        var error = Assert.Throws<MetadataColumnException>(() => Measure(MakeRows(10), new(), null, "flag"));
        Assert.Equal(MetadataColumnFault.WrongType, error.Fault);
        Assert.Contains("'flag'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_many_distinct_values_are_refused()
    {
        ParquetColumn[] columns = [Text("caption")];
        MeasureTally most = Measure(columns, [.. Enumerable.Range(0, 100_000).Select(i => (object?[])[$"{i}"])], new(), null, "caption");
        Assert.Equal(100_000, Assert.Single(most.Properties).Results().Count());
        var error = Assert.Throws<MeasureLimitException>(() => most.Merge(Measure(columns, [["new"]], new(), null, "caption")));
        Assert.Contains("'caption'", error.Message, StringComparison.Ordinal);
    }

    private static ParquetColumn Text(string name) => new(name, PhysicalType.ByteArray, LogicalType: LogicalType.String);

    private static object?[][] MakeRows(int count)
    {
        var random = new Random(count);
        return [.. Enumerable.Range(0, count).Select(row => (object?[])[
            (long)random.Next(100, 1000), random.Next(8) == 0 ? null : (long)random.Next(1, 5000), s_licenses[random.Next(s_licenses.Length)],
            random.Next(20) == 0 ? null : $"caption {random.Next(count)} of a picture", random.Next(5) == 0 ? double.NaN : random.Next(6) == 0 ? null : random.NextDouble() - 0.5,
            random.Next(9) == 0 ? null : random.Next(-50, 50), true])];
    }

    private static byte[] Write(ParquetColumn[] columns, object?[][] rows, ParquetWriterOptions options)
    {
        var stream = new MemoryStream();
        using var writer = new ParquetWriter(stream, columns, options);
        foreach (object?[] row in rows)
        {
            writer.WriteRow(row);
        }
        writer.Finish();
        return stream.ToArray();
    }

    private static MeasureTally Measure(object?[][] rows, ParquetWriterOptions options, string? filter, params string[] properties) => Measure(s_columns, rows, options, filter, properties);

    private static MeasureTally Measure(ParquetColumn[] columns, object?[][] rows, ParquetWriterOptions options, string? filter, params string[] properties)
    {
        using ParquetFile file = ParquetFile.Open(new MemoryStream(Write(columns, rows, options)), "table.parquet");
        var measurement = new RecordMeasurement(filter is null ? null : FilterTable.Parse(filter), [.. properties.Select(name => new MeasuredColumn(FilterColumn.Find(name)))]);
        return measurement.Measure(file);
    }

    private static void AssertNumbers(object[] results, string property, object?[][] rows, Func<object?[], double?> value)
    {
        NumberMeasure measure = Assert.Single(results.OfType<NumberMeasure>(), result => result.Property == property);
        double?[] values = [.. rows.Select(value)];
        Assert.Equal((values.Count(v => v is not null), values.Count(v => v is null)), (measure.Count, measure.NullCount));
        Assert.Equal((values.Min(), values.Max()), (ToDouble(measure.Minimum), ToDouble(measure.Maximum)));
        if (measure.Count > 0)
        {
            Assert.Equal(values.Sum()!.Value, measure.Sum!.Value, 1e-6);
            Assert.Equal(values.Average()!.Value, measure.Average!.Value, 1e-6);
        }
    }

    private static double? ToDouble(object? value) => value is long integer ? integer : (double?)value;

    private static void AssertValues(object[] results, string property, IEnumerable<string?> values)
    {
        ValueCount[] counts = [.. results.OfType<ValueCount>().Where(result => result.Property == property)];
        Assert.Equal(counts.OrderByDescending(count => count.Count).Select(count => count.Count), counts.Select(count => count.Count));
        Assert.Equal(
            values.GroupBy(value => value).Select(group => (group.Key, (long)group.Count())).OrderBy(pair => pair.Key, StringComparer.Ordinal),
            counts.Select(count => (count.Value, count.Count)).OrderBy(pair => pair.Value, StringComparer.Ordinal));
    }
}
