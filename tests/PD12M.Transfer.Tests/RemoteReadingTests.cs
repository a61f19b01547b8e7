using PD12M.Dataset;
using PD12M.Parquet;
using PD12M.Testing;

namespace PD12M.Transfer.Tests;

public sealed class RemoteReadingTests
{
    [Fact]
    public async Task A_footer_takes_one_request_for_the_end_of_the_file()
    {
        await using MetadataOnServer metadata = new();

        using MetadataFile file = MetadataFile.Open(metadata.OpenSource(), "remote");

        Assert.Equal(20_000, file.RowCount);
        Assert.Equal("bytes=-65536", Assert.Single(metadata.Statistics.Log).Range);
        Assert.Equal(65_536, metadata.Statistics.Bytes);
    }

    [Fact]
    public async Task A_footer_of_more_than_64_KB_takes_a_second_request()
    {
        await using MetadataOnServer metadata = new(rows: 10, keyValues: new Dictionary<string, string> { ["pandas"] = new('x', 200_000) });

        using MetadataFile file = MetadataFile.Open(metadata.OpenSource(), "remote");

        Assert.Equal(10, file.RowCount);
        Assert.Equal(2, metadata.Statistics.Requests);
        Assert.InRange(metadata.Statistics.Bytes, 200_000, 202_000);
    }

    [Fact]
    public async Task A_file_of_at_most_64_KB_takes_one_request_in_all()
    {
        await using MetadataOnServer metadata = new(rows: 100);

        Assert.Equal(metadata.ReadLocal(), MetadataOnServer.ReadRemote(metadata.OpenSource()));

        Assert.Equal(1, metadata.Statistics.Requests);
        Assert.Equal(new FileInfo(metadata.LocalPath).Length, metadata.Statistics.Bytes);
    }

    [Theory]
    [InlineData(20_000)]
    [InlineData(3_000)]
    public async Task Records_are_the_same_as_those_of_the_local_file(int rowsPerGroup)
    {
        await using MetadataOnServer metadata = new(rowsPerGroup: rowsPerGroup);

        string[] records = MetadataOnServer.ReadRemote(metadata.OpenSource());

        Assert.Equal(20_000, records.Length);
        Assert.Equal(metadata.ReadLocal(), records);
    }

    [Theory]
    [InlineData(12_345, 10)]
    [InlineData(2_999, 2)]
    [InlineData(19_999, 5)]
    public async Task Records_from_the_middle_are_the_same_as_those_of_the_local_file(long skip, long take)
    {
        await using MetadataOnServer metadata = new(rowsPerGroup: 3_000);

        Assert.Equal(metadata.ReadLocal(null, skip, take), MetadataOnServer.ReadRemote(metadata.OpenSource(), null, skip, take));
    }

    [Theory]
    [InlineData(1_000_000, "id", "hash")]
    [InlineData(5_000, "id", "hash")]
    [InlineData(1_000_000, "width", "height")]
    public async Task Only_the_chosen_columns_are_fetched(int rowsPerGroup, string first, string second)
    {
        await using MetadataOnServer metadata = new(rowsPerGroup: rowsPerGroup);
        RecordSelection selection = RecordSelection.Of([first, second]);
        RemoteByteSource source = metadata.OpenSource();

        Assert.Equal(metadata.ReadLocal(selection), MetadataOnServer.ReadRemote(source, selection));

        // Beside the chunks: the end of the file, and 100 bytes behind each chunk for the sizes of old writers.
        long chunks = metadata.SizeOf(first, second);
        Assert.InRange(metadata.Statistics.Bytes, chunks, chunks + 65_536 + (8 * 100));
        Assert.Equal(metadata.Statistics.Bytes, source.Traffic.BytesRead);
        Assert.Equal(metadata.Statistics.Requests, source.Traffic.Requests);
    }

    [Fact]
    public async Task Small_neighbouring_columns_are_fetched_in_one_request()
    {
        await using MetadataOnServer metadata = new(rows: 3_000);
        RecordSelection selection = RecordSelection.Of(["id", "url", "width", "height"]);
        Assert.InRange(metadata.SizeOf("caption"), 300_000, 600_000);

        Assert.Equal(metadata.ReadLocal(selection), MetadataOnServer.ReadRemote(metadata.OpenSource(), selection));

        // The end; id and url; width and height behind the captions.
        Assert.Equal(3, metadata.Statistics.Requests);
    }

    [Fact]
    public async Task Several_pieces_are_on_their_way_at_once_and_no_byte_twice()
    {
        await using MetadataOnServer metadata = new(rows: 40_000);
        metadata.Server.Faults.Add(new Fault(FaultKind.Gather) { SkipFirst = 1, Together = ReadAhead.MostInFlight });

        Assert.Equal(metadata.ReadLocal(), MetadataOnServer.ReadRemote(metadata.OpenSource()));

        Assert.InRange(metadata.Statistics.ConcurrentRequestsHighWater, ReadAhead.MostInFlight, ReadAhead.MostInFlight + 1);
        Assert.InRange(metadata.Statistics.Bytes, 10_000_000, new FileInfo(metadata.LocalPath).Length);
    }

    [Fact]
    public async Task What_was_not_announced_is_fetched_when_it_is_read()
    {
        await using MetadataOnServer metadata = new();
        byte[] expected = await File.ReadAllBytesAsync(metadata.LocalPath);
        using RemoteByteSource source = metadata.OpenSource();
        byte[] bytes = new byte[5_000];

        int read = source.Read(1_234_567, bytes, 1_000, 4_000);

        Assert.Equal(4_000, read);
        Assert.Equal(expected.AsSpan(1_234_567, 4_000), bytes.AsSpan(1_000));
        Assert.Equal("bytes=1234567-1238566", metadata.Statistics.Log[1].Range);
        Assert.Equal(0, source.Read(expected.Length, bytes, 0, 10));
    }

    [Fact]
    public async Task Ranges_that_overlap_or_lie_outside_of_the_file_are_read_as_far_as_they_go()
    {
        await using MetadataOnServer metadata = new();
        byte[] expected = await File.ReadAllBytesAsync(metadata.LocalPath);
        using RemoteByteSource source = metadata.OpenSource();
        byte[] bytes = new byte[expected.Length];

        using (source.Prefetch([new(0, 2_000_000, 0), new(1_000_000, 1_500_000, 1), new(1_999_900, long.MaxValue, 2), new(-5, 100, 3), new(700, 600, 4), new(long.MaxValue - 1, long.MaxValue, 5)]))
        {
            for (int position = 0; position < expected.Length;)
            {
                int read = source.Read(position, bytes, position, Math.Min(300_000, expected.Length - position));
                Assert.InRange(read, 1, 300_000);
                position += read;
            }
        }

        Assert.Equal(expected, bytes);
    }

    [Fact]
    public async Task Row_groups_that_are_read_at_once_are_each_fetched_once()
    {
        await using MetadataOnServer metadata = new(rows: 40_000, rowsPerGroup: 10_000);
        using RemoteByteSource source = metadata.OpenSource();
        using ParquetFile file = ParquetFile.Open(source, "remote");
        int[] columns = [.. Enumerable.Range(0, file.Columns.Count)];

        long[] rows = await Task.WhenAll(Enumerable.Range(0, file.RowGroups.Count).Select(group => Task.Factory.StartNew(
            () =>
            {
                using IDisposable? announcement = file.Prefetch(group, columns);
                return columns.Sum(column => CountRows(file, group, column));
            },
            TaskCreationOptions.LongRunning)));

        Assert.Equal([90_000, 90_000, 90_000, 90_000], rows);
        Assert.InRange(metadata.Statistics.Bytes, 10_000_000, new FileInfo(metadata.LocalPath).Length + (4 * 100));
    }

    [Fact]
    public async Task Nothing_more_is_fetched_when_nobody_reads()
    {
        await using MetadataOnServer metadata = new(rows: 10);
        using (FileStream file = File.OpenWrite(metadata.LocalPath))
        {
            file.SetLength(100_000_000);
        }

        using RemoteByteSource source = metadata.OpenSource();
        using IDisposable announcement = source.Prefetch([new(0, 100_000_000, 0)]);
        SpinWait.SpinUntil(() => source.Traffic.Requests > ReadAhead.MostHeld && metadata.Statistics.ConcurrentRequests == 0);

        Assert.Equal(1 + ReadAhead.MostHeld, source.Traffic.Requests);
        Assert.InRange(source.Traffic.BytesRead, 1, 65_536 + ((long)ReadAhead.MostHeld * ReadAhead.PieceLength));
    }

    [Fact]
    public async Task What_a_dictionary_rules_out_is_not_fetched()
    {
        await using MetadataOnServer metadata = new(rowsPerGroup: 5_000);
        RecordFilter filter = RecordFilter.Parse("caption -like '*x*' -and license -eq 'none'", (VariablePath _, out object? value) => (value = null) is not null);
        MetadataScan scan = new(RecordSelection.Everything, 0, long.MaxValue, CancellationToken.None) { Filter = filter, Open = (_, token) => MetadataFile.Open(metadata.OpenSource(token: token), "remote") };

        Assert.Empty(scan.Read(["remote"]));

        Assert.Equal(4, scan.Pruning.Excluded(PruningMeans.Dictionary));
        Assert.InRange(metadata.Statistics.Bytes, 65_536, 65_536 + metadata.SizeOf("license") + (4 * 100));
    }

    [Theory]
    [InlineData(1_000_000)]
    [InlineData(5_000)]
    public async Task Behind_a_filter_no_byte_is_fetched_twice_and_columns_are_fetched_side_by_side(int rowsPerGroup)
    {
        await using MetadataOnServer metadata = new(rows: 40_000, rowsPerGroup: rowsPerGroup);
        metadata.Server.Faults.Add(new Fault(FaultKind.Latency) { Delay = TimeSpan.FromMilliseconds(20) });
        RecordFilter filter = RecordFilter.Parse("width -ge 1024", (VariablePath _, out object? value) => (value = null) is not null);
        MetadataScan scan = new(RecordSelection.Everything, 0, long.MaxValue, CancellationToken.None) { Filter = filter, Open = (_, token) => MetadataFile.Open(metadata.OpenSource(token: token), "remote") };

        Assert.InRange(scan.Read(["remote"]).Sum(batch => batch.Length), 30_000, 40_000);

        // Beside the file: its end once more where a chunk reaches into it, and 100 bytes behind each chunk for the sizes of old writers.
        Assert.InRange(metadata.Statistics.Bytes, 10_000_000, new FileInfo(metadata.LocalPath).Length + 65_536 + (8 * 9 * 100));
        Assert.InRange(metadata.Statistics.ConcurrentRequestsHighWater, 2, ReadAhead.MostInFlight + 2);
    }

    [Fact]
    public async Task A_scan_that_is_left_does_not_wait_for_a_silent_server()
    {
        await using MetadataOnServer metadata = new(rows: 40_000, rowsPerGroup: 2_000);
        // So slow that the end is far when the first record comes.
        metadata.Server.Faults.Add(new Fault(FaultKind.Latency) { Delay = TimeSpan.FromMilliseconds(100) });
        RecordFilter filter = RecordFilter.Parse("rowindex -eq 0 -or caption -like 'nowhere*'", (VariablePath _, out object? value) => (value = null) is not null);
        MetadataScan scan = new(RecordSelection.Of(["caption"]), 0, long.MaxValue, CancellationToken.None)
        {
            Filter = filter,
            Open = (_, token) => MetadataFile.Open(metadata.OpenSource(new RemoteOptions(), token: token), "remote"),
        };
        IEnumerator<Record[]> batches = scan.Read(["remote"]).GetEnumerator();
        Assert.True(batches.MoveNext());
        metadata.Server.Faults.Clear();
        metadata.Server.Faults.Add(new Fault(FaultKind.Stall));
        long before = metadata.Statistics.Requests;
        Assert.True(SpinWait.SpinUntil(() => metadata.Statistics.Requests > before, TimeSpan.FromSeconds(30)));

        // Longer than this, and shorter than the reader's own patience, nobody waits.
        await Task.Run(batches.Dispose).WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Row_groups_that_a_scan_reads_at_once_share_one_footer()
    {
        const int Rows = 280_000;
        await using MetadataOnServer metadata = new(rows: 1);
        using (ParquetWriter writer = new(File.Create(metadata.LocalPath), [new("width", PhysicalType.Int64)], new ParquetWriterOptions { RowGroupRows = 70_000, DictionaryBytes = 0 }))
        {
            for (int row = 0; row < Rows; row++)
            {
                writer.WriteRow([row * 7919L % 1_000_003]);
            }

            writer.Finish();
        }

        MetadataScan scan = new(RecordSelection.Of(["width"]), 0, long.MaxValue, CancellationToken.None) { RunsAtOnce = 4, Open = (_, token) => MetadataFile.Open(metadata.OpenSource(token: token), "remote") };
        long[] widths = [.. scan.Read(["remote"]).SelectMany(batch => batch).Select(record => record.Width!.Value)];

        Assert.Equal(Enumerable.Range(0, Rows).Select(row => row * 7919L % 1_000_003), widths);
        Assert.Equal("bytes=-65536", Assert.Single(metadata.Statistics.Log, request => request.Range == "bytes=-65536").Range);
        Assert.InRange(metadata.Statistics.Bytes, metadata.SizeOf("width"), metadata.SizeOf("width") + 65_536 + (4 * 100));
    }

    [Fact]
    public async Task The_next_row_group_is_on_its_way_before_it_is_asked_for()
    {
        await using MetadataOnServer metadata = new(rows: 4_000, rowsPerGroup: 1_000);
        using RemoteByteSource source = metadata.OpenSource();
        using ParquetFile file = ParquetFile.Open(source, "remote");
        int[] columns = [.. Enumerable.Range(0, file.Columns.Count)];
        long Arrived(int groups) => 65_536 + file.RowGroups.Take(groups).Sum(group => group.Columns.Sum(chunk => chunk.CompressedSize));

        file.Prefetch(0, columns);
        SpinWait.SpinUntil(() => source.Traffic.BytesRead >= Arrived(1), 10_000);
        Assert.InRange(source.Traffic.BytesRead, Arrived(1), Arrived(2) - 10_000);

        // Two in turn: the third comes too.
        using IDisposable? second = file.Prefetch(1, columns);
        SpinWait.SpinUntil(() => source.Traffic.BytesRead >= Arrived(3), 10_000);
        Assert.InRange(source.Traffic.BytesRead, Arrived(3), Arrived(4) - 10_000);
    }

    [Fact]
    public async Task Row_groups_that_are_passed_over_leave_nothing_behind()
    {
        await using MetadataOnServer metadata = new(rows: 20_000, rowsPerGroup: 1_000);
        using RemoteByteSource source = metadata.OpenSource();
        using ParquetFile file = ParquetFile.Open(source, "remote");
        int[] columns = [.. Enumerable.Range(0, file.Columns.Count)];

        // 2, 7, 12 and 17 are fetched ahead and never read; they must not take the room of those that are.
        foreach (int group in (int[])[0, 1, 5, 6, 10, 11, 15, 16, 19])
        {
            using IDisposable? announcement = file.Prefetch(group, columns);
            Assert.Equal(9 * 1_000, columns.Sum(column => CountRows(file, group, column)));
        }

        Assert.InRange(metadata.Statistics.Requests, 10, 60);
    }

    [Fact]
    public async Task A_range_of_any_size_takes_little_memory_to_announce()
    {
        await using MetadataOnServer metadata = new(rows: 10);
        Assert.True(RemoteAddress.TryParse(metadata.Server.AddressOf(MetadataOnServer.Key).AbsoluteUri, out RemoteAddress? address, out _));
        RemoteFile file = await RemoteFile.OpenAsync(address, MetadataOnServer.Options, CancellationToken.None);
        using CancellationTokenSource stop = new();
        ReadAhead ahead = new(file, stop.Token);

        long before = GC.GetAllocatedBytesForCurrentThread();
        ahead.Announce([new(0, long.MaxValue, 0)], long.MaxValue).Dispose();

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16 << 20);
    }

    private static long CountRows(ParquetFile file, int rowGroup, int column)
    {
        using ColumnReader reader = file.OpenColumn(rowGroup, column);
        long rows = 0;
        for (int ready = reader.Fill(); ready > 0; ready = reader.Fill())
        {
            rows += ready;
            reader.Advance(ready);
        }

        return rows;
    }
}
