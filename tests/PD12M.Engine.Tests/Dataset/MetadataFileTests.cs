using PD12M.Dataset;
using PD12M.Engine.Tests.Parquet;
using PD12M.Parquet;

namespace PD12M.Engine.Tests.Dataset;

public sealed class MetadataFileTests : IDisposable
{
    private static readonly ParquetColumn[] s_today =
    [
        Text("id"), Text("url"), Text("caption"), Number("width"), Number("height"),
        Text("mime_type"), Text("hash"), Text("license"), Text("source"),
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Files_of_a_folder_come_in_natural_order()
    {
        foreach (string name in (string[])["pd12m.10.parquet", "pd12m.9.parquet", "PD12M.009a.parquet", "pd12m.100.parquet", "notes.txt", "pd12m.parquet.tmp"])
        {
            File.WriteAllBytes(_folder[name], []);
        }
        Assert.Equal(
            ["pd12m.9.parquet", "PD12M.009a.parquet", "pd12m.10.parquet", "pd12m.100.parquet"],
            MetadataFile.InFolder(_folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void Unsigned_sizes_are_what_they_are_or_nothing_where_a_record_cannot_hold_them()
    {
        ParquetColumn Unsigned(string name, PhysicalType type, int bits) => new(name, type, LogicalType: LogicalType.UnsignedInteger) { BitWidth = bits };
        string path = Write([Unsigned("width", PhysicalType.Int32, 32), Unsigned("height", PhysicalType.Int64, 64)], [uint.MaxValue, 1UL << 63], [3_000_000_000u, 5UL], [7u, null]);
        Record[] Read(string? filter) => [.. new MetadataScan(RecordSelection.Of(["width", "height"]), 0, long.MaxValue, CancellationToken.None)
        {
            Filter = filter is null ? null : RecordFilter.Parse(filter, (VariablePath _, out object? value) => (value = null) is not null),
        }.Read([path]).SelectMany(batch => batch)];

        Assert.Equal([4_294_967_295L, 3_000_000_000L, 7L], Read(null).Select(record => record.Width));
        Assert.Equal([null, 5L, null], Read(null).Select(record => record.Height));
        Assert.Equal([0L, 1L], Read("width -gt 2147483647").Select(record => record.RowIndex));
        Assert.Equal([0L, 2L], Read("height -eq $null").Select(record => record.RowIndex));
    }

    [Fact]
    public void Sizes_that_add_up_to_more_than_a_number_can_hold_are_corrupt()
    {
        CompactBytes chunk = new CompactBytes().Struct(3, new CompactBytes().Integer(1, 1).Integer(4, 0).Integer(5, 0).Integer(6, long.MaxValue).Integer(7, 1).Integer(9, 4));
        CompactBytes group = new CompactBytes().Structs(1, [chunk]).Integer(2, 1).Integer(3, 0);
        CompactBytes footer = new CompactBytes()
            .Structs(2, [new CompactBytes().Text(4, "schema").Integer(5, 1), new CompactBytes().Integer(1, 1).Integer(3, 0).Text(4, "a")]).Structs(4, [group, group]);
        File.WriteAllBytes(_folder["x.parquet"], HandMadeFile.WithFooter("PAR1"u8.ToArray(), footer));
        using MetadataFile file = MetadataFile.Open(_folder["x.parquet"]);

        ParquetException error = Assert.Throws<ParquetException>(() => file.Info);

        Assert.Equal(ParquetFault.Corrupt, error.Fault);
        Assert.Contains("'a'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_record_has_what_its_row_has()
    {
        string path = Write(s_today, ["a1b2", "https://pd12m.s3.us-west-2.amazonaws.com/images/a1b2.jpeg", "Grün — ein Leuchtturm.", 3000L, 2000L, "image/jpeg", "0cc175b9c0f1b6a831c399e269772661", "https://example.org/zero", "Museum"]);
        Record record = Assert.Single(Read(path));
        Assert.Equal("a1b2", record.Id);
        Assert.Equal("https://pd12m.s3.us-west-2.amazonaws.com/images/a1b2.jpeg", record.Url);
        Assert.Equal("Grün — ein Leuchtturm.", record.Caption);
        Assert.Equal(3000, record.Width);
        Assert.Equal(2000, record.Height);
        Assert.Equal("image/jpeg", record.MimeType);
        Assert.Equal("0cc175b9c0f1b6a831c399e269772661", record.Hash);
        Assert.Equal("https://example.org/zero", record.License);
        Assert.Equal("Museum", record.Source);
        Assert.Equal("a1b2.jpeg", record.FileName);
        Assert.Equal(6.0, record.Megapixels);
        Assert.Equal(1.5, record.AspectRatio);
        Assert.Equal(path, record.MetadataFile);
        Assert.Equal(0, record.RowIndex);
    }

    [Fact]
    public void Nulls_are_null_and_an_empty_text_is_empty()
    {
        string path = Write(s_today, [null, null, null, null, null, null, null, null, null], ["x", "", "", 0L, 0L, "", "", "", ""]);
        Record[] records = Read(path);
        Assert.All(
            (object?[])[records[0].Id, records[0].Url, records[0].Caption, records[0].Width, records[0].Height, records[0].MimeType, records[0].Hash, records[0].License, records[0].Source, records[0].FileName, records[0].Megapixels, records[0].AspectRatio],
            Assert.Null);
        Assert.Equal("x", records[1].Id);
        Assert.Equal("", records[1].Caption);
        Assert.Equal("", records[1].Hash);
        Assert.Equal("", records[1].License);
        Assert.Equal(0.0, records[1].Megapixels);
        Assert.Null(records[1].AspectRatio);
    }

    [Fact]
    public void Column_names_of_older_releases_are_understood_and_source_may_be_missing()
    {
        string path = Write(
            [Text("id"), Text("url"), Text("s3_key"), Text("caption"), Text("md5_hash"), Number("width"), Number("height"), Text("mime_type"), Text("license_type")],
            ["i", "u", "images/i.jpeg", "c", "0cc175b9c0f1b6a831c399e269772661", 1L, 2L, "image/png", "zero"]);
        Record record = Assert.Single(Read(path));
        Assert.Equal("0cc175b9c0f1b6a831c399e269772661", record.Hash);
        Assert.Equal("zero", record.License);
        Assert.Null(record.Source);
    }

    [Fact]
    public void A_missing_column_is_named_with_those_that_are_there()
    {
        string path = Write([Text("id"), Text("url"), Text("title")], ["i", "u", "t"]);
        var error = Assert.Throws<MetadataColumnException>(() => Read(path));
        Assert.Equal(MetadataColumnFault.Missing, error.Fault);
        Assert.Contains("'caption'", error.Message, StringComparison.Ordinal);
        Assert.Contains("id, url, title", error.Message, StringComparison.Ordinal);
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_column_of_another_type_is_refused()
    {
        string path = Write([Text("id"), Text("width")], ["i", "wide"]);
        var error = Assert.Throws<MetadataColumnException>(() => Read(path, RecordSelection.Of(["Id", "Width"])));
        Assert.Equal(MetadataColumnFault.WrongType, error.Fault);
        Assert.Contains("'width'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_what_is_selected_is_filled_and_needed()
    {
        string path = Write([Text("id"), Number("height"), Number("WIDTH"), Text("aesthetic")], ["i", 10L, 20L, "nice"]);
        Record record = Assert.Single(Read(path, RecordSelection.Of(["AspectRatio", "AESTHETIC", "RowIndex"])));
        Assert.Null(record.Id);
        Assert.Equal(2.0, record.AspectRatio);
        Assert.Equal("nice", Assert.Single(record.ExtraValues));
    }

    [Theory]
    [InlineData(PhysicalType.Double)]
    [InlineData(PhysicalType.Float)]
    [InlineData(PhysicalType.Int32)]
    public void A_size_may_be_any_number(PhysicalType type)
    {
        object value = type switch { PhysicalType.Double => (object)1024.0, PhysicalType.Float => 1024f, _ => 1024 };
        string path = Write([new ParquetColumn("width", type)], [value], [null]);
        Assert.Equal([1024L, null], Read(path, RecordSelection.Of(["width"])).Select(record => record.Width));
    }

    [Fact]
    public void NaN_is_no_size()
    {
        string path = Write([new ParquetColumn("width", PhysicalType.Double)], [double.NaN]);
        Assert.Null(Assert.Single(Read(path, RecordSelection.Of(["width"]))).Width);
    }

    [Theory]
    [InlineData(0, 10)]
    [InlineData(1, 1)]
    [InlineData(999, 3)]
    [InlineData(1000, 1000)]
    [InlineData(2503, 700)]
    [InlineData(4990, 10)]
    [InlineData(4990, long.MaxValue)]
    [InlineData(5000, 1)]
    [InlineData(long.MaxValue, 1)]
    public void Any_window_of_rows_can_be_read(long skip, long take)
    {
        const int Rows = 5000;
        string path = WriteRows(
            [Text("id"), Text("caption"), Number("width"), Text("license")],
            Enumerable.Range(0, Rows).Select(row => (object?[])[$"id-{row}", row % 7 == 0 ? null : new string('x', row % 300), (long)row, row % 3 == 0 ? "a" : "b"]),
            new ParquetWriterOptions { RowGroupRows = 1000, PageBytes = 2000 });
        Record[] records = Read(path, RecordSelection.Of(["id", "caption", "width", "license", "rowindex"]), skip, take);

        int[] expected = [.. Enumerable.Range(0, Rows).Where(row => row >= skip && (ulong)row < (ulong)skip + (ulong)take)];
        Assert.Equal(expected.Select(row => $"id-{row}"), records.Select(record => record.Id));
        Assert.Equal(expected.Select(row => row % 7 == 0 ? null : new string('x', row % 300)), records.Select(record => record.Caption));
        Assert.Equal(expected.Select(row => (long?)row), records.Select(record => record.Width));
        Assert.Equal(expected.Select(row => row % 3 == 0 ? "a" : "b"), records.Select(record => record.License));
        Assert.Equal(expected.Select(row => (long)row), records.Select(record => record.RowIndex));
    }

    [Fact]
    public void Rows_of_few_distinct_licenses_share_their_strings()
    {
        string path = WriteRows(
            [Text("license")], Enumerable.Repeat<object?[]>(["https://example.org/zero"], 1000), new ParquetWriterOptions { DictionaryBytes = 0 });
        Assert.Single(Read(path, RecordSelection.Of(["license"])).Select(record => record.License).Distinct(ReferenceEqualityComparer.Instance));
    }

    [Fact]
    public void A_scan_that_is_left_early_lets_go_of_its_files()
    {
        string path = WriteRows([Text("id")], Enumerable.Range(0, 100_000).Select(row => (object?[])[$"id-{row}"]));
        foreach (Record[] batch in new MetadataScan(RecordSelection.Of(["id"]), 0, long.MaxValue, CancellationToken.None) { RunsAtOnce = 3 }.Read([path, path, path]))
        {
            Assert.Equal("id-0", batch[0].Id);
            break;
        }
        using FileStream alone = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
    }

    [Fact]
    public void A_scan_that_is_cancelled_says_so()
    {
        string path = WriteRows([Text("id")], Enumerable.Range(0, 100_000).Select(row => (object?[])[$"id-{row}"]));
        using var stop = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() =>
        {
            foreach (Record[] _ in new MetadataScan(RecordSelection.Of(["id"]), 0, long.MaxValue, stop.Token).Read([path]))
            {
                stop.Cancel();
            }
        });
    }

    [Theory]
    [InlineData(1, 0, long.MaxValue)]
    [InlineData(4, 0, long.MaxValue)]
    [InlineData(4, 1500, 2000)]
    [InlineData(4, 0, 999)]
    [InlineData(3, 3999, 2)]
    [InlineData(2, 5000, 1)]
    public void Files_read_at_once_come_in_order(int filesAtOnce, long skip, long take)
    {
        string path = WriteRows([Number("width")], Enumerable.Range(0, 1000).Select(row => (object?[])[(long)row]));
        string[] files = [path, path, path, path, path];
        var scan = new MetadataScan(RecordSelection.Of(["width"]), skip, take, CancellationToken.None) { RunsAtOnce = filesAtOnce };
        long?[] widths = [.. scan.Read(files).SelectMany(batch => batch).Select(record => record.Width)];
        Assert.Equal(Enumerable.Range(0, 5000).Where(row => row >= skip && row - skip < take).Select(row => (long?)(row % 1000)), widths);
    }

    [Fact]
    public void A_damaged_file_is_told_and_the_others_are_read()
    {
        string path = WriteRows([Number("width")], Enumerable.Range(0, 1000).Select(row => (object?[])[(long)row]), new ParquetWriterOptions { RowGroupRows = 500, DictionaryBytes = 0 });
        string damaged = _folder["damaged.parquet"];
        byte[] bytes = File.ReadAllBytes(path);
        using (ParquetFile file = ParquetFile.Open(path))
        {
            bytes.AsSpan((int)file.RowGroups[1].Columns[0].StartOffset, 40).Fill(0xFF);
        }
        File.WriteAllBytes(damaged, bytes);
        List<(string Path, Exception Error)> failures = [];
        var scan = new MetadataScan(RecordSelection.Of(["width"]), 0, 2200, CancellationToken.None) { RunsAtOnce = 2, Failed = (file, error) => failures.Add((file, error)) };
        int rows = scan.Read([path, damaged, _folder["none.parquet"], path]).Sum(batch => batch.Length);
        Assert.Equal(2200, rows);
        Assert.Equal([damaged, _folder["none.parquet"]], failures.Select(failure => failure.Path));
        Assert.IsType<ParquetException>(failures[0].Error);
        Assert.IsType<FileNotFoundException>(failures[1].Error);
    }

    [Theory]
    [InlineData(1, 0, long.MaxValue, 2)]
    [InlineData(2, 0, long.MaxValue, 2)]
    [InlineData(5, 69_990, 140_020, 1)]
    [InlineData(3, 300_000, 40, 1)]
    [InlineData(3, 0, 10, 1)]
    public void Row_groups_read_at_once_come_in_order(int runsAtOnce, long skip, long take, int filesOpened)
    {
        string path = WriteRowGroups(300_000, 70_000);
        var opened = new List<string>();
        var scan = new MetadataScan(RecordSelection.Of(["width"]), skip, take, CancellationToken.None) { RunsAtOnce = runsAtOnce, Opened = (file, _) => opened.Add(file.Path) };
        Record[] records = [.. scan.Read([path, path]).SelectMany(batch => batch)];
        long[] expected = [.. Enumerable.Range(0, 600_000).Select(row => row % 300_000L).Skip((int)skip).Take((int)Math.Min(take, 600_000))];
        Assert.Equal(expected, records.Select(record => record.Width!.Value));
        Assert.Equal(expected, records.Select(record => record.RowIndex));
        Assert.Equal(filesOpened, opened.Count);
        Assert.Equal(1.0, records[^1].Origin.Progress(records[^1].RowIndex));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void A_filter_passes_the_same_records_of_row_groups_read_at_once(int runsAtOnce)
    {
        string path = WriteRowGroups(300_000, 70_000);
        var scan = new MetadataScan(RecordSelection.Of(["width"]), 5, 100, CancellationToken.None)
        {
            RunsAtOnce = runsAtOnce,
            Filter = RecordFilter.Parse("width -like '*999'", (VariablePath _, out object? value) => (value = null) is not null),
        };
        Assert.Equal(Enumerable.Range(5, 100).Select(i => (i * 1000L) + 999), scan.Read([path]).SelectMany(batch => batch).Select(record => record.RowIndex));
    }

    [Fact]
    public void Row_groups_behind_a_damaged_one_are_not_read_and_it_is_told_once()
    {
        string path = WriteRowGroups(300_000, 70_000);
        string damaged = _folder["damaged.parquet"];
        byte[] bytes = File.ReadAllBytes(path);
        using (ParquetFile file = ParquetFile.Open(path))
        {
            foreach (int group in (int[])[1, 2, 3])
            {
                bytes.AsSpan((int)file.RowGroups[group].Columns[0].StartOffset, 40).Fill(0xFF);
            }
        }
        File.WriteAllBytes(damaged, bytes);
        List<string> failures = [];
        var scan = new MetadataScan(RecordSelection.Of(["width"]), 0, long.MaxValue, CancellationToken.None) { RunsAtOnce = 4, Failed = (file, _) => failures.Add(file) };
        Assert.Equal(70_000 + 300_000, scan.Read([damaged, path]).Sum(batch => batch.Length));
        Assert.Equal([damaged], failures);
        using FileStream alone = new(damaged, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
    }

    [Fact]
    public void A_file_whose_row_groups_are_read_at_once_is_let_go_of_when_the_scan_is_left()
    {
        string path = WriteRowGroups(300_000, 70_000);
        foreach (Record[] batch in new MetadataScan(RecordSelection.Of(["width"]), 256, long.MaxValue, CancellationToken.None) { RunsAtOnce = 3 }.Read([path, path]).Take(2))
        {
            Assert.NotEmpty(batch);
        }
        using FileStream alone = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
    }

    private string WriteRowGroups(int rows, int rowGroupRows) =>
        WriteRows([Number("width")], Enumerable.Range(0, rows).Select(row => (object?[])[(long)row]), new ParquetWriterOptions { RowGroupRows = rowGroupRows });

    private static ParquetColumn Text(string name) => new(name, PhysicalType.ByteArray, LogicalType: LogicalType.String);

    private static ParquetColumn Number(string name) => new(name, PhysicalType.Int64);

    private static Record[] Read(string path, RecordSelection? selection = null, long skip = 0, long take = long.MaxValue) =>
        [.. new MetadataScan(selection ?? RecordSelection.Everything, skip, take, CancellationToken.None).Read([path]).SelectMany(batch => batch)];

    private string Write(ParquetColumn[] columns, params object?[][] rows) => WriteRows(columns, rows);

    private string WriteRows(ParquetColumn[] columns, IEnumerable<object?[]> rows, ParquetWriterOptions? options = null)
    {
        string path = _folder["table.parquet"];
        using var writer = new ParquetWriter(File.Create(path), columns, options);
        foreach (object?[] row in rows)
        {
            writer.WriteRow(row);
        }
        writer.Finish();
        return path;
    }
}
