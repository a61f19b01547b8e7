using PD12M.Dataset;
using PD12M.Engine.Tests.Dataset.Filter;
using PD12M.Engine.Tests.Parquet;
using PD12M.Parquet;

namespace PD12M.Engine.Tests.Dataset;

/// <summary>Files that are far away: the same records, of the pages alone that are needed where the file has an offset index.</summary>
public class FarFileTests
{
    private static readonly string s_folder = Path.Combine(TestData.Folder, "pruning");

    private static readonly RecordSelection s_selection = RecordSelection.Of(["id", "caption", "width", "height", "license", "source"]);

    private static readonly string[] s_filters =
    [
        "width -ge 1100", "width -eq 456", "width -eq $null", "height -lt 270 -or height -gt 1500", "caption -like '*lighthouse*' -and width -lt 300", "license -like '*ZERO*'",
        "source -eq $null", "rowindex -in 5,250", "rowindex -ge 150 -and rowindex -lt 170", "id -like '0*'", "caption -like 'Plate 19*'", "$true", "$false",
    ];

    public static TheoryData<string> Files => ["duckdb-bloom.parquet", "arrow-pages.parquet", "hyparquet-pages.parquet"];

    [Theory]
    [MemberData(nameof(Files))]
    public void Records_are_those_of_a_file_at_hand(string name)
    {
        byte[] bytes = File.ReadAllBytes(Path.Combine(s_folder, name));
        foreach (string filter in s_filters)
        {
            Assert.Equal(Read(Near(bytes), filter), Read(new FarByteSource(bytes), filter));
        }
        foreach ((long skip, long take) in ((long, long)[])[(0, 5), (19, 3), (150, 10), (199, 2), (250, 50), (299, 5), (300, 1), (7, 290)])
        {
            Assert.Equal(Read(Near(bytes), null, skip, take), Read(new FarByteSource(bytes), null, skip, take));
        }
    }

    [Theory]
    [InlineData("arrow-pages.parquet", 150, 10)]
    [InlineData("arrow-pages.parquet", 285, 3)]
    [InlineData("hyparquet-pages.parquet", 290, 10)]
    public void Skipping_reads_no_page_but_those_of_the_rows_that_are_wanted(string name, long skip, long take)
    {
        byte[] bytes = File.ReadAllBytes(Path.Combine(s_folder, name));
        (long Start, long End)[] wanted = Pages(bytes, skip, skip + take);
        var source = new FarByteSource(bytes);
        using MetadataFile file = MetadataFile.Open(source, "far");
        int opening = source.Reads.Count;
        Assert.Equal(take, new MetadataScan(RecordSelection.Of(["id", "caption", "width", "height"]), skip, take, CancellationToken.None) { Open = (_, _) => file }.Read(["far"]).Sum(batch => batch.Length));
        Assert.All(source.Reads.Skip(opening), read => Assert.True(IsIndex(bytes, read) || wanted.Any(page => page.Start <= read.Start && read.End <= page.End), $"{read}"));
        Assert.All(source.Announced, range => Assert.Contains(wanted, page => page.Start <= range.Start));
    }

    [Fact]
    public void Behind_a_filter_only_the_pages_of_its_survivors_are_read_of_the_other_columns()
    {
        byte[] bytes = File.ReadAllBytes(Path.Combine(s_folder, "arrow-pages.parquet"));
        var source = new FarByteSource(bytes);
        using MetadataFile file = MetadataFile.Open(source, "far");
        int opening = source.Reads.Count;
        var scan = new MetadataScan(RecordSelection.Of(["id", "caption"]), 0, long.MaxValue, CancellationToken.None) { Open = (_, _) => file, Filter = FilterTable.Parse("source -like 'Open*' -and height -lt 290") };
        Record[] records = [.. scan.Read(["far"]).SelectMany(batch => batch)];
        Assert.NotEmpty(records);
        using ParquetFile near = HandMadeFile.Open(bytes);
        (long Start, long End)[] captions = [.. near.RowGroups.Select(group => group.Columns[1]).Select(chunk => (chunk.StartOffset, chunk.StartOffset + chunk.CompressedSize))];
        (long Start, long End)[] wanted = [.. records.SelectMany(record => Pages(bytes, record.RowIndex, record.RowIndex + 1))];
        (long Start, long End)[] read = [.. source.Reads.Skip(opening).Where(read => captions.Any(chunk => chunk.Start <= read.Start && read.End <= chunk.End))];
        Assert.NotEmpty(read);
        Assert.All(read, range => Assert.Contains(wanted, page => page.Start <= range.Start && range.End <= page.End));
        Assert.Equal(read.Length, read.Distinct().Count());
    }

    [Fact]
    public void Behind_a_filter_with_many_survivors_all_pages_of_the_other_columns_are_announced_at_once()
    {
        byte[] bytes = File.ReadAllBytes(Path.Combine(s_folder, "arrow-pages.parquet"));
        var source = new FarByteSource(bytes);
        using MetadataFile file = MetadataFile.Open(source, "far");
        var scan = new MetadataScan(RecordSelection.Of(["id", "caption"]), 0, long.MaxValue, CancellationToken.None) { Open = (_, _) => file, Filter = FilterTable.Parse("height -ge 300") };
        Assert.InRange(scan.Read(["far"]).Sum(batch => batch.Length), 200, 299);
        using ParquetFile near = HandMadeFile.Open(bytes);
        (long Start, long End)[] announced = [.. source.Announced];
        foreach (ColumnChunk chunk in near.RowGroups.Select(group => group.Columns[1]))
        {
            // One range, from the first page on, and none for a page alone.
            (long Start, long End)[] of = [.. announced.Where(range => range.Start >= chunk.StartOffset && range.End <= chunk.EndOffset)];
            Assert.Equal(chunk.StartOffset + chunk.CompressedSize, Assert.Single(of).End);
        }
    }

    [Fact]
    public void All_indexes_are_read_at_once_and_only_where_they_can_spare_something()
    {
        byte[] bytes = File.ReadAllBytes(Path.Combine(s_folder, "arrow-pages.parquet"));
        Assert.Equal(0, IndexReads(bytes, null));
        Assert.Equal(1, IndexReads(bytes, "width -ge 1100"));
        Assert.Equal(1, IndexReads(bytes, "height -lt 270 -or width -gt 1500"));
    }

    [Fact]
    public void An_index_that_is_damaged_is_told_and_not_used()
    {
        byte[] bytes = File.ReadAllBytes(Path.Combine(s_folder, "arrow-pages.parquet"));
        string[] expected = Read(Near(bytes), "height -lt 290");
        using (ParquetFile file = HandMadeFile.Open(bytes))
        {
            foreach (FileRange index in file.RowGroups.SelectMany(group => group.Columns).Select(chunk => chunk.OffsetIndex!.Value))
            {
                bytes.AsSpan((int)index.Offset, index.Length!.Value).Fill(0x55);
            }
        }
        var scan = new MetadataScan(s_selection, 0, long.MaxValue, CancellationToken.None) { Open = (_, _) => MetadataFile.Open(new FarByteSource(bytes), "far"), Filter = FilterTable.Parse("height -lt 290") };
        Assert.Equal(expected, scan.Read(["far"]).SelectMany(batch => batch).Select(Text));
        Assert.InRange(scan.Pruning.Unusable, 1, 100);
        Assert.Contains("far", scan.Pruning.WhyUnusable, StringComparison.Ordinal);
    }

    [Fact]
    public void An_index_that_gives_a_page_other_rows_than_it_has_never_moves_a_record()
    {
        byte[] bytes = File.ReadAllBytes(Path.Combine(s_folder, "arrow-pages.parquet"));
        string[] expected = Read(Near(bytes), null, 150, 10);
        FileRange index;
        using (ParquetFile file = HandMadeFile.Open(bytes))
        {
            index = file.RowGroups[0].Columns[1].OffsetIndex!.Value;
        }
        int wrong = 0;
        for (int i = 0; i < index.Length; i++)
        {
            foreach (byte change in (byte[])[1, 2, 4, 0x10])
            {
                byte[] damaged = [.. bytes];
                damaged[index.Offset + i] ^= change;
                try
                {
                    Assert.Equal(expected, Read(new FarByteSource(damaged), null, 150, 10));
                }
                catch (ParquetException error)
                {
                    Assert.Contains("column 'caption'", error.Message, StringComparison.Ordinal);
                    wrong++;
                }
            }
        }
        Assert.InRange(wrong, 1, 4 * index.Length!.Value);
    }

    private static StreamByteSource Near(byte[] bytes) => new(new MemoryStream(bytes), leaveOpen: false);

    private static int IndexReads(byte[] bytes, string? filter)
    {
        var source = new FarByteSource(bytes);
        using MetadataFile file = MetadataFile.Open(source, "far");
        int opening = source.Reads.Count;
        var scan = new MetadataScan(s_selection, 0, long.MaxValue, CancellationToken.None) { Open = (_, _) => file, Filter = filter is null ? null : FilterTable.Parse(filter) };
        Assert.NotEmpty(scan.Read(["far"]));
        return source.Reads.Skip(opening).Count(read => IsIndex(bytes, read));
    }

    private static string[] Read(ByteSource source, string? filter, long skip = 0, long take = long.MaxValue)
    {
        using MetadataFile file = MetadataFile.Open(source, "far");
        var scan = new MetadataScan(s_selection, skip, take, CancellationToken.None) { Open = (_, _) => file, Filter = filter is null ? null : FilterTable.Parse(filter) };
        return [.. scan.Read(["far"]).SelectMany(batch => batch).Select(Text)];
    }

    private static string Text(Record record) => $"{record.RowIndex}|{record.Id}|{record.Caption}|{record.Width}|{record.Height}|{record.License}|{record.Source}";

    private static bool IsIndex(byte[] bytes, (long Start, long End) read)
    {
        using ParquetFile file = HandMadeFile.Open(bytes);
        FileRange[] indexes = [.. file.RowGroups.SelectMany(group => group.Columns).SelectMany(chunk => (FileRange[])[chunk.ColumnIndex!.Value, chunk.OffsetIndex!.Value])];
        return read.Start >= indexes.Min(index => index.Offset) && read.End <= indexes.Max(index => index.Offset + index.Length!.Value);
    }

    /// <summary>The places of all pages that have some rows, and of their dictionaries.</summary>
    private static (long Start, long End)[] Pages(byte[] bytes, long first, long end)
    {
        using ParquetFile file = HandMadeFile.Open(bytes);
        List<(long Start, long End)> places = [];
        long start = 0;
        foreach (RowGroup group in file.RowGroups)
        {
            foreach (ColumnChunk chunk in group.Columns)
            {
                PageLocations pages = PageLocations.Read(bytes.AsSpan((int)chunk.OffsetIndex!.Value.Offset, chunk.OffsetIndex.Value.Length!.Value).ToArray(), group.RowCount);
                places.Add((chunk.StartOffset, pages.Offset(0)));
                places.AddRange(Enumerable.Range(0, pages.Count)
                    .Where(page => start + pages.FirstRow(page) < end && start + pages.EndRow(page) > first)
                    .Select(page => (pages.Offset(page), pages.EndOffset(page))));
            }
            start += group.RowCount;
        }
        return [.. places];
    }
}
