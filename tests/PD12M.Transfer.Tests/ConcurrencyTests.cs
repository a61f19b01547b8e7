namespace PD12M.Transfer.Tests;

public sealed class ConcurrencyTests
{
    [Theory]
    [InlineData(0.05, 2000, 64, 160)]
    [InlineData(0.5, 100, 32, 80)]
    [InlineData(0.001, 3000, 2, 16)]
    [InlineData(0.05, 1_000_000, 256, 256)]
    public void The_limit_settles_where_more_transfers_bring_no_more(double latency, double capacity, int least, int most)
    {
        ConcurrencyTuner tuner = new(256);

        Run(tuner, 200, limit => Math.Min(limit / latency, capacity));

        Assert.InRange(tuner.Limit, least, most);
    }

    [Fact]
    public void The_limit_follows_a_line_that_becomes_wider()
    {
        ConcurrencyTuner tuner = new(256);
        Run(tuner, 100, limit => Math.Min(limit / 0.05, 400));
        int before = tuner.Limit;

        Run(tuner, 300, limit => Math.Min(limit / 0.05, 3000));

        Assert.InRange(before, 1, 40);
        Assert.InRange(tuner.Limit, 100, 256);
    }

    [Fact]
    public void A_busy_processor_ends_the_growth()
    {
        ConcurrencyTuner tuner = new(256);
        for (int i = 0; i < 100; i++)
        {
            // Each doubling brings a little, but there is nothing left to work with.
            tuner.Adjust(Window(1000 + (tuner.Limit / 8), cpuShare: 0.97));
        }

        Assert.InRange(tuner.Limit, 2, 16);
    }

    [Fact]
    public void Requests_are_held_to_what_the_store_took()
    {
        RequestPace pace = new();
        Assert.True(double.IsPositiveInfinity(pace.PerSecond));

        pace.Adjust(new TransferWindow(1, Completed: 200, Throttled: 300, Bytes: 1, CpuShare: 0));
        Assert.Equal(200, pace.PerSecond);

        pace.Adjust(new TransferWindow(1, Completed: 200, Throttled: 0, Bytes: 1, CpuShare: 0));
        Assert.InRange(pace.PerSecond, 201, 220);

        for (int i = 0; i < 20; i++)
        {
            pace.Adjust(new TransferWindow(1, Completed: 100, Throttled: 0, Bytes: 1, CpuShare: 0));
        }
        Assert.True(double.IsPositiveInfinity(pace.PerSecond));
    }

    [Fact]
    public void A_few_refusals_by_chance_do_not_slow_a_run_down()
    {
        RequestPace pace = new();

        pace.Adjust(new TransferWindow(1, Completed: 950, Throttled: 50, Bytes: 1, CpuShare: 0));

        Assert.True(double.IsPositiveInfinity(pace.PerSecond));
    }

    [Fact]
    public async Task No_more_transfers_run_than_there_is_leave_for()
    {
        using ConcurrencyLimit limit = new(3, _ => { });
        int running = 0;
        int most = 0;
        await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Task.Run(async () =>
        {
            await limit.EnterAsync(CancellationToken.None);
            int now = Interlocked.Increment(ref running);
            lock (limit)
            {
                most = Math.Max(most, now);
            }
            await Task.Yield();
            Interlocked.Decrement(ref running);
            limit.Leave(isDone: true, isThrottled: false);
        })));

        Assert.InRange(most, 1, 3);
    }

    [Fact]
    public async Task The_limit_grows_while_objects_are_so_large_that_none_has_ended()
    {
        using ConcurrencyLimit limit = new(0, _ => { });
        int first = limit.Limit;
        for (int i = 0; i < first; i++)
        {
            await limit.EnterAsync(CancellationToken.None);
        }

        while (limit.Limit == first)
        {
            limit.AddBytes(1 << 20);
            await Task.Delay(1);
        }

        Assert.Equal(2 * first, limit.Limit);
    }

    [Fact]
    public async Task A_wait_for_leave_ends_when_the_run_does()
    {
        using ConcurrencyLimit limit = new(1, _ => { });
        using CancellationTokenSource cancellation = new();
        await limit.EnterAsync(cancellation.Token);
        Task second = limit.EnterAsync(cancellation.Token).AsTask();

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
    }

    private static void Run(ConcurrencyTuner tuner, int windows, Func<int, double> rate)
    {
        for (int i = 0; i < windows; i++)
        {
            tuner.Adjust(Window(rate(tuner.Limit), cpuShare: 0.3));
        }
    }

    private static TransferWindow Window(double rate, double cpuShare) =>
        new(Seconds: 1, Completed: (int)rate, Throttled: 0, Bytes: (long)(rate * 100_000), cpuShare);
}
