using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using PD12M.Testing;

namespace PD12M.Transfer.Tests;

public sealed class RemoteFaultTests
{
    [Theory]
    [InlineData(FaultKind.Status, 503)]
    [InlineData(FaultKind.Status, 429)]
    [InlineData(FaultKind.Status, 500)]
    [InlineData(FaultKind.Reset, null)]
    [InlineData(FaultKind.Truncate, null)]
    [InlineData(FaultKind.GarbageHeaders, null)]
    public async Task Passing_faults_are_overcome(FaultKind kind, int? status)
    {
        await using MetadataOnServer metadata = new();
        Fault fault = metadata.Server.Faults.Add(new Fault(kind) { Status = status, Every = 3, Times = 4 });

        string[] records = MetadataOnServer.ReadRemote(metadata.OpenSource());

        Assert.Equal(metadata.ReadLocal(), records);
        Assert.InRange(fault.Fired, 2, 4);
    }

    [Fact]
    public async Task A_reset_in_the_middle_of_a_body_is_overcome()
    {
        await using MetadataOnServer metadata = new();
        metadata.Server.Faults.Add(new Fault(FaultKind.Reset) { AfterBytes = 30_000, Every = 2, Times = 3 });

        Assert.Equal(metadata.ReadLocal(), MetadataOnServer.ReadRemote(metadata.OpenSource()));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(20_000L)]
    public async Task Silence_is_overcome(long? afterBytes)
    {
        await using MetadataOnServer metadata = new(rows: 3_000);
        metadata.Server.Faults.Add(new Fault(FaultKind.Stall) { AfterBytes = afterBytes, Times = 1 });
        metadata.Server.Faults.Add(new Fault(FaultKind.Stall) { AfterBytes = afterBytes, SkipFirst = 1, Times = 1 });
        RemoteOptions options = MetadataOnServer.Options with { FirstByteTimeout = TimeSpan.FromMilliseconds(500), StallTimeout = TimeSpan.FromMilliseconds(500) };

        Assert.Equal(metadata.ReadLocal(), MetadataOnServer.ReadRemote(metadata.OpenSource(options)));
    }

    [Fact]
    public async Task Silence_that_lasts_is_a_timeout()
    {
        await using MetadataOnServer metadata = new(rows: 100);
        metadata.Server.Faults.Add(new Fault(FaultKind.Stall));
        RemoteOptions options = MetadataOnServer.Options with { FirstByteTimeout = TimeSpan.FromMilliseconds(100), Attempts = 2 };

        Refused(RemoteFault.TimedOut, () => metadata.OpenSource(options));

        Assert.Equal(2, metadata.Statistics.Requests);
    }

    [Theory]
    [InlineData(404, RemoteFault.NotFound, 1)]
    [InlineData(403, RemoteFault.AccessDenied, 1)]
    [InlineData(401, RemoteFault.AccessDenied, 1)]
    [InlineData(400, RemoteFault.ServerError, 1)]
    [InlineData(501, RemoteFault.ServerError, 1)]
    [InlineData(503, RemoteFault.ServerError, 5)]
    internal async Task An_answer_that_lasts_is_an_error_at_once_unless_it_may_pass(int status, RemoteFault fault, int requests)
    {
        await using MetadataOnServer metadata = new(rows: 100);
        metadata.Server.Faults.Add(new Fault(FaultKind.Status) { Status = status });

        Refused(fault, () => metadata.OpenSource());

        Assert.Equal(requests, metadata.Statistics.Requests);
    }

    [Fact]
    public async Task A_name_that_is_not_there_is_not_found()
    {
        await using MetadataOnServer metadata = new(rows: 100);

        Refused(RemoteFault.NotFound, () => metadata.OpenSource(key: "metadata/pd12m.999.parquet"));
    }

    [Theory]
    [InlineData("1", 2)]
    [InlineData("3600", 1)]
    public async Task A_server_is_left_alone_as_long_as_it_asks_for_or_for_good(string retryAfter, int requests)
    {
        await using MetadataOnServer metadata = new(rows: 100);
        metadata.Server.Faults.Add(new Fault(FaultKind.Status) { RetryAfter = retryAfter });

        Refused(RemoteFault.ServerError, () => metadata.OpenSource(MetadataOnServer.Options with { Attempts = 2 }));

        Assert.Equal(requests, metadata.Statistics.Requests);
    }

    [Fact]
    public void A_server_that_does_not_listen_is_a_failed_connection()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();

        Refused(RemoteFault.ConnectionFailed, () => MetadataOnServer.Open($"http://127.0.0.1:{port}/a.parquet"));
    }

    [Fact]
    public async Task A_file_that_is_replaced_meanwhile_is_an_error_and_never_a_mixture()
    {
        await using MetadataOnServer metadata = new();
        using RemoteByteSource source = metadata.OpenSource();
        long length = source.Length;
        metadata.Write(rows: 20_000, rowsPerGroup: 1_000_000, seed: 2);
        byte[] buffer = new byte[10];

        Refused(RemoteFault.Changed, () => source.Read(1_000, buffer, 0, 10));
        using IDisposable announcement = source.Prefetch([new(100_000, 200_000, 0)]);
        Refused(RemoteFault.Changed, () => source.Read(150_000, buffer, 0, 10));

        Assert.Equal(new byte[10], buffer);
        Assert.Equal(length, source.Length);
    }

    [Fact]
    public void A_file_that_is_replaced_on_a_server_without_ETags_is_an_error()
    {
        string modified = "Mon, 01 Jan 2024 00:00:00 GMT";
        using LoopbackStore store = RangeStore(1_000_000, () => $"Last-Modified: {modified}\r\n");
        using RemoteByteSource source = MetadataOnServer.Open($"{store.Endpoint}a.parquet");
        byte[] buffer = new byte[10];
        Assert.Equal(10, source.Read(1_000, buffer, 0, 10));

        modified = "Tue, 02 Jan 2024 00:00:00 GMT";

        Refused(RemoteFault.Changed, () => source.Read(1_000, buffer, 0, 10));
    }

    [Fact]
    public void A_weak_ETag_is_compared_but_never_a_condition()
    {
        string tag = "W/\"1\"";
        List<string> heads = [];
        using LoopbackStore store = RangeStore(1_000_000, () => $"ETag: {tag}\r\n", heads.Add);
        using RemoteByteSource source = MetadataOnServer.Open($"{store.Endpoint}a.parquet");
        byte[] buffer = new byte[10];
        Assert.Equal(10, source.Read(1_000, buffer, 0, 10));

        tag = "W/\"2\"";

        Refused(RemoteFault.Changed, () => source.Read(1_000, buffer, 0, 10));
        Assert.DoesNotContain(heads, head => head.Contains("If-Match", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void A_server_without_ranges_is_an_error_for_a_large_file()
    {
        using LoopbackStore store = LoopbackStore.Start(new Dictionary<string, byte[]> { ["a.parquet"] = new byte[1_000_000] });

        Refused(RemoteFault.RangesUnsupported, () => MetadataOnServer.Open($"{store.Endpoint}a.parquet"));
    }

    [Fact]
    public void A_server_without_ranges_will_do_for_a_small_file()
    {
        byte[] bytes = [.. Enumerable.Range(0, 50_000).Select(i => (byte)i)];
        using LoopbackStore store = LoopbackStore.Start(new Dictionary<string, byte[]> { ["a.parquet"] = bytes });
        using RemoteByteSource source = MetadataOnServer.Open($"{store.Endpoint}a.parquet");
        byte[] buffer = new byte[50_000];

        Assert.Equal(50_000, source.Read(0, buffer, 0, 50_000));

        Assert.Equal(bytes, buffer);
        Assert.Equal(1, store.CountOf("a.parquet"));
    }

    [Fact]
    public void A_server_that_has_no_ranges_from_the_end_is_asked_for_the_end_by_its_place()
    {
        using LoopbackStore store = RangeStore(1_000_000, () => "ETag: \"1\"\r\n", hasSuffixRanges: false);
        using RemoteByteSource source = MetadataOnServer.Open($"{store.Endpoint}a.parquet");
        byte[] buffer = new byte[1];

        Assert.Equal(1, source.Read(999_999, buffer, 0, 1));

        Assert.Equal(999_999 % 251, buffer[0]);
        Assert.Equal(2, store.CountOf("a.parquet"));
    }

    [Theory]
    [InlineData("Content-Range: bytes 0-65535/1000000\r\n")]
    [InlineData("Content-Range: bytes 934464-999999/*\r\n")]
    [InlineData("")]
    [InlineData("Content-Range: bytes 934464-999999/1000000\r\nContent-Encoding: gzip\r\n")]
    public void An_answer_that_is_not_the_part_that_was_asked_for_is_an_error(string headers)
    {
        using LoopbackStore store = LoopbackStore.Start(new Dictionary<string, byte[]>(), async request =>
        {
            await request.SendAsync($"HTTP/1.1 206 Partial Content\r\nContent-Length: 65536\r\n{headers}\r\n");
            await request.SendAsync(new byte[65_536]);
            return true;
        });

        Refused(RemoteFault.ServerError, () => MetadataOnServer.Open($"{store.Endpoint}a.parquet"));
    }

    [Fact]
    public async Task An_empty_file_has_no_bytes()
    {
        await using MetadataOnServer metadata = new(rows: 100);
        await File.WriteAllBytesAsync(metadata.LocalPath, []);

        using RemoteByteSource source = metadata.OpenSource();

        Assert.Equal(0, source.Length);
        Assert.Equal(0, source.Read(0, new byte[1], 0, 1));
    }

    [Fact]
    public async Task Cancelling_ends_the_opening()
    {
        await using MetadataOnServer metadata = new(rows: 100);
        Fault fault = metadata.Server.Faults.Add(new Fault(FaultKind.Stall));
        using CancellationTokenSource cancellation = new();

        Task opening = Task.Run(() => metadata.OpenSource(token: cancellation.Token));
        SpinWait.SpinUntil(() => fault.Fired > 0);
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => opening);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Cancelling_ends_the_reading(bool isAnnounced)
    {
        await using MetadataOnServer metadata = new();
        using CancellationTokenSource cancellation = new();
        using RemoteByteSource source = metadata.OpenSource(token: cancellation.Token);
        Fault fault = metadata.Server.Faults.Add(new Fault(FaultKind.Stall) { AfterBytes = 100 });

        using IDisposable announcement = source.Prefetch(isAnnounced ? [new(0, 100_000, 0)] : []);
        Task reading = Task.Run(() => source.Read(1_000, new byte[5_000], 0, 5_000));
        SpinWait.SpinUntil(() => fault.Fired > 0);
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
    }

    [Fact]
    public async Task An_announcement_that_ends_gives_up_its_requests()
    {
        await using MetadataOnServer metadata = new();
        using RemoteByteSource source = metadata.OpenSource();
        Fault fault = metadata.Server.Faults.Add(new Fault(FaultKind.Stall) { Times = 2 });
        IDisposable announcement = source.Prefetch([new(0, 100_000, 0), new(400_000, 500_000, 1)]);
        SpinWait.SpinUntil(() => fault.Fired == 2);

        announcement.Dispose();

        // The server's silence ends only when its client hangs up.
        SpinWait.SpinUntil(() => metadata.Statistics.ConcurrentRequests == 0);
        Assert.Equal(10, source.Read(0, new byte[10], 0, 10));
    }

    private static void Refused(RemoteFault fault, Func<object?> action)
    {
        RemoteFileException error = Assert.Throws<RemoteFileException>(() =>
        {
            (action() as IDisposable)?.Dispose();
        });
        Assert.Equal(fault, error.Fault);
        Assert.Contains(".parquet'", error.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", error.Message, StringComparison.Ordinal);
    }

    /// <summary>A store of one file of bytes that count from 0 to 250 again and again, with ranges and headers of the test's choice.</summary>
    private static LoopbackStore RangeStore(int length, Func<string> headers, Action<string>? log = null, bool hasSuffixRanges = true)
    {
        byte[] bytes = [.. Enumerable.Range(0, length).Select(i => (byte)(i % 251))];
        return LoopbackStore.Start(new Dictionary<string, byte[]>(), async request =>
        {
            log?.Invoke(request.Head);
            Match range = Regex.Match(request.Head, @"\r\nRange: bytes=(\d*)-(\d+)\r\n");
            int last = int.Parse(range.Groups[2].Value, CultureInfo.InvariantCulture);
            bool isSuffix = range.Groups[1].Length == 0;
            int start = isSuffix ? length - last : int.Parse(range.Groups[1].Value, CultureInfo.InvariantCulture);
            int end = isSuffix ? length : last + 1;
            if (isSuffix && !hasSuffixRanges)
            {
                await request.SendAsync($"HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n{headers()}\r\n");
                await request.SendAsync(bytes);
            }
            else
            {
                await request.SendAsync($"HTTP/1.1 206 Partial Content\r\nContent-Length: {end - start}\r\nContent-Range: bytes {start}-{end - 1}/{length}\r\n{headers()}\r\n");
                await request.SendAsync(bytes[start..end]);
            }

            return true;
        });
    }
}
