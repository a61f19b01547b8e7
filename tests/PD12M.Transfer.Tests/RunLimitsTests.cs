using PD12M.Transfer.Runs;

namespace PD12M.Transfer.Tests;

public sealed class RunLimitsTests
{
    [Fact]
    public async Task A_transfer_that_outlasts_the_grace_is_ended_and_leaves_nothing()
    {
        using TransferFixture fixture = new(async request =>
        {
            await request.SendHeadersAsync(TransferFixture.Bytes.Length);
            await request.SendAsync(TransferFixture.Bytes[..1000]);
            await Task.Delay(Timeout.Infinite, request.Stopping);
            return true;
        });
        using RunLimits limits = new(fixture.Root, TimeSpan.FromMilliseconds(300), null, null) { Grace = TimeSpan.FromMilliseconds(100) };
        RunReport report = new(fixture.Root, null, null);
        using SaveRun run = new(fixture.Download, null, report, limits);

        SaveOutcome outcome = await run.SaveAsync(new SaveItem(TransferFixture.Request), CancellationToken.None);

        Assert.Null(outcome.Result);
        fixture.AssertNoFiles();
        SaveSummary summary = run.End(hasInputEnded: true);
        Assert.Equal((SaveEndReason.TimeLimit, 0L, 0L, 1L), (summary.EndReason, summary.Saved, summary.Failed, summary.Unfinished));
    }

    [Fact]
    public async Task A_log_ends_when_the_time_is_over_though_nobody_comes_back_to_end_the_run()
    {
        using TransferFixture fixture = new();
        string path = Path.Combine(fixture.Root, "save.jsonl");
        using RunLog log = RunReport.OpenLog(path, 1 << 20, fixture.Root);
        using RunLimits limits = new(fixture.Root, TimeSpan.FromMilliseconds(300), null, null) { Grace = TimeSpan.FromMilliseconds(100) };
        using SaveRun run = new(fixture.Download, null, new RunReport(fixture.Root, log, null), limits);

        while (!(await File.ReadAllTextAsync(path)).Contains("\"event\":\"end\",\"reason\":\"TimeLimit\"", StringComparison.Ordinal))
        {
            await Task.Delay(20);
        }

        SaveOutcome late = await run.SaveAsync(new SaveItem(TransferFixture.Request), CancellationToken.None);
        SaveSummary summary = run.End(hasInputEnded: false);
        Assert.Null(late.Result);
        Assert.Equal((SaveEndReason.TimeLimit, 0L, 1L), (summary.EndReason, summary.Saved, summary.Unfinished));
        Assert.Single(File.ReadLines(path), line => line.Contains("\"event\":\"end\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_stopped_pipeline_is_no_end_of_a_run()
    {
        using TransferFixture fixture = new(async request =>
        {
            await Task.Delay(Timeout.Infinite, request.Stopping);
            return true;
        });
        using RunLimits limits = new(fixture.Root, null, null, null);
        using SaveRun run = new(fixture.Download, null, new RunReport(fixture.Root, null, null), limits);
        using CancellationTokenSource stop = new();
        Task<SaveOutcome> saving = run.SaveAsync(new SaveItem(TransferFixture.Request), stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => saving);
    }

    [SmallVolumeFact]
    public async Task A_full_disk_ends_the_run()
    {
        using SmallVolume volume = SmallVolume.TryMount()!;
        using TransferFixture fixture = new(root: Path.Combine(volume.Root, "images"));
        using RunLimits limits = new(fixture.Root, null, null, null);
        using SaveRun run = new(fixture.Download, null, new RunReport(fixture.Root, null, null), limits);

        SaveOutcome first = await run.SaveAsync(new SaveItem(TransferFixture.Request), CancellationToken.None);
        SaveOutcome second = await run.SaveAsync(new SaveItem(TransferFixture.Request), CancellationToken.None);

        Assert.Equal(ImageFault.DiskFull, first.Result?.Problem?.Fault);
        Assert.Null(second.Result);
        Assert.Equal(SaveEndReason.DiskFull, run.End(hasInputEnded: false).EndReason);
    }

    [Fact]
    public async Task Bytes_are_not_given_sooner_than_the_rate_allows()
    {
        System.Diagnostics.Stopwatch clock = System.Diagnostics.Stopwatch.StartNew();
        BandwidthLimit limit = new(1_000_000);
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => limit.TakeAsync(50_000, CancellationToken.None)));
        // Half a second's worth, of which a tenth of a second's may come at once.
        Assert.InRange(clock.Elapsed.TotalSeconds, 0.39, double.MaxValue);
    }

    [Fact]
    public void Percentiles_lie_within_5_percent()
    {
        LatencyHistogram histogram = new();
        Assert.Equal(TimeSpan.Zero, histogram.Percentile(0.5));
        for (int i = 1; i <= 1000; i++)
        {
            histogram.Add(TimeSpan.FromMilliseconds(i));
        }
        Assert.InRange(histogram.Percentile(0.5).TotalMilliseconds, 500, 525);
        Assert.InRange(histogram.Percentile(0.99).TotalMilliseconds, 990, 1000);
        Assert.Equal(TimeSpan.FromSeconds(1), histogram.Percentile(1));
        Assert.Equal(TimeSpan.FromSeconds(1), histogram.Maximum);
    }

    [Fact]
    public void Durations_beyond_the_scale_count_as_its_ends()
    {
        LatencyHistogram histogram = new();
        histogram.Add(TimeSpan.Zero);
        histogram.Add(TimeSpan.FromDays(3000));
        Assert.InRange(histogram.Percentile(0.5), TimeSpan.Zero, TimeSpan.FromMilliseconds(1));
        Assert.Equal(TimeSpan.FromDays(3000), histogram.Maximum);
    }
}
