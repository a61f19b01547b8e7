using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace PD12M.Transfer.Tests;

public sealed class OutageTests : IDisposable
{
    private const int Items = 40;

    private static readonly RetryOptions s_quick = new()
    {
        Attempts = 4,
        FirstDelay = TimeSpan.FromMilliseconds(1),
        OutageFailures = 10,
        OutageSilence = TimeSpan.Zero,
        FirstProbe = TimeSpan.FromMilliseconds(1),
        LongestProbe = TimeSpan.FromMilliseconds(5),
        LongestStart = TimeSpan.FromMinutes(5),
    };

    private readonly string _root = TemporaryFolder.Create();
    private readonly ConcurrentQueue<StoreNotice> _notices = new();

    public void Dispose() => TemporaryFolder.Delete(_root);

    [Fact]
    public async Task A_run_waits_for_a_store_that_is_down_and_then_saves_everything()
    {
        using LoopbackStore server = StartInTrouble("500 Internal Server Error", "InternalError");

        SaveResult[] results = await SaveAllAsync(server, s_quick);

        Assert.All(results, result => Assert.Null(result.Problem));
        string[] warnings = [.. _notices.Where(notice => notice.IsWarning).Select(notice => notice.Text)];
        Assert.Equal(2, warnings.Length);
        Assert.Contains("seems to be down", warnings[0], StringComparison.Ordinal);
        Assert.Contains("answers again", warnings[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_stays_down_fails_all_items_by_few_requests()
    {
        int requests = 0;
        using LoopbackStore server = LoopbackStore.Start(new Dictionary<string, byte[]>(), request =>
        {
            Interlocked.Increment(ref requests);
            request.Reset();
            return Task.FromResult(true);
        });

        SaveResult[] results = await SaveAllAsync(server, s_quick with { LongestStart = TimeSpan.FromMilliseconds(50), LongestProbe = TimeSpan.FromMinutes(1) });

        Assert.All(results, result => Assert.Equal(ImageFault.ConnectionFailed, result.Problem?.Fault));
        Assert.Contains(results, result => result.Problem!.Message.StartsWith("The store has been down for", StringComparison.Ordinal));
        Assert.InRange(requests, 10, Items * s_quick.Attempts / 2);
    }

    [Fact]
    public async Task A_store_that_is_down_keeps_nobody_from_another()
    {
        using LoopbackStore down = LoopbackStore.Start(new Dictionary<string, byte[]>(), request =>
        {
            request.Reset();
            return Task.FromResult(true);
        });
        using LoopbackStore up = LoopbackStore.Start(new Dictionary<string, byte[]> { ["b/x"] = TransferFixture.Bytes });
        using ImageStore store = new(new StoreOptions { AllowHost = ["127.0.0.1"], Retry = s_quick with { LongestStart = TimeSpan.FromMilliseconds(50), LongestProbe = TimeSpan.FromMinutes(1) } });
        using DestinationFolder destination = DestinationFolder.Open(_root);
        ImageDownload download = new(store, destination) { Layout = ImageLayout.Flat };
        string hash = Convert.ToHexString(MD5.HashData(TransferFixture.Bytes));
        Task<SaveResult[]> SaveAsync(LoopbackStore server, string name) => Task.WhenAll(Enumerable.Range(0, Items).Select(
            i => download.SaveAsync(new ImageRequest($"{name}{i:x3}", $"{server.Endpoint}b/x", hash, "image/jpeg"), CancellationToken.None)));

        Assert.All(await SaveAsync(down, "d"), result => Assert.Equal(ImageFault.ConnectionFailed, result.Problem?.Fault));
        Assert.All(await SaveAsync(up, "u"), result => Assert.Null(result.Problem));
    }

    [Fact]
    public async Task A_store_that_says_when_to_come_again_is_left_alone_until_then()
    {
        int requests = 0;
        using LoopbackStore server = LoopbackStore.Start(new Dictionary<string, byte[]>(), async request =>
        {
            bool isBeforeOutage = Interlocked.Increment(ref requests) <= s_quick.OutageFailures;
            await request.SendAsync($"HTTP/1.1 503 Slow Down\r\nContent-Length: 0\r\n{(isBeforeOutage ? "" : "Retry-After: 3600\r\n")}\r\n");
            return true;
        });

        SaveResult[] results = await SaveAllAsync(server, s_quick with { LongestOutage = TimeSpan.FromMilliseconds(500), LongestRetryAfter = TimeSpan.FromHours(1) }, throttleLimit: 1);

        Assert.All(results, result => Assert.Equal(ImageFault.StoreError, result.Problem?.Fault));

        // The first probe is told to wait; the next is made when the run's patience ends, which timers may find a little early.
        // Without the wish there would be one every 5 ms.
        Assert.InRange(requests, s_quick.OutageFailures + 1, s_quick.OutageFailures + 5);
    }

    [Fact]
    public async Task A_store_that_answers_that_it_is_busy_is_there()
    {
        using LoopbackStore server = StartInTrouble("503 Slow Down", "SlowDown");

        SaveResult[] results = await SaveAllAsync(server, s_quick with { LongestStart = TimeSpan.Zero });

        Assert.All(results, result => Assert.Null(result.Problem));
    }

    [Fact]
    public async Task Refusals_are_no_outage()
    {
        using LoopbackStore server = LoopbackStore.Start(new Dictionary<string, byte[]>());

        SaveResult[] results = await SaveAllAsync(server, s_quick);

        Assert.All(results, result => Assert.Equal(ImageFault.NotFound, result.Problem?.Fault));
        Assert.DoesNotContain(_notices, notice => notice.IsWarning);
    }

    [Fact]
    public async Task Waiting_for_a_store_ends_when_the_run_does()
    {
        using CancellationTokenSource cancellation = new();
        using LoopbackStore server = LoopbackStore.Start(new Dictionary<string, byte[]>(), async request =>
        {
            await request.SendErrorAsync("500 Internal Server Error", "InternalError");
            return true;
        });
        RetryOptions patient = s_quick with { FirstProbe = TimeSpan.FromHours(1), LongestProbe = TimeSpan.FromHours(1), LongestStart = TimeSpan.FromHours(2) };
        void StopAtFirst(StoreNotice notice)
        {
            if (notice.IsWarning)
            {
                cancellation.Cancel();
            }
        }


        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => SaveAllAsync(server, patient, StopAtFirst, cancellationToken: cancellation.Token));
    }

    [Fact]
    public void Retries_beyond_the_runs_share_are_put_off()
    {
        RetryBudget budget = new(new RetryOptions { Reserve = 2, Share = 0.5 });

        Assert.Equal(TimeSpan.Zero, budget.Take());
        Assert.Equal(TimeSpan.Zero, budget.Take());
        Assert.NotEqual(TimeSpan.Zero, budget.Take());
    }

    [Fact]
    public void A_servers_wish_is_waited_for_besides()
    {
        Backoff backoff = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(4));

        Assert.All(Enumerable.Range(1, 50), attempt => Assert.InRange(backoff.Next(attempt, null), TimeSpan.Zero, TimeSpan.FromSeconds(4)));
        Assert.All(Enumerable.Range(1, 50), attempt => Assert.InRange(backoff.Next(attempt, TimeSpan.FromSeconds(7)), TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(11)));
    }

    /// <summary>A store that fails more often than all items together have attempts for, and then has every object.</summary>
    private static LoopbackStore StartInTrouble(string status, string code)
    {
        int requests = 0;
        return LoopbackStore.Start(new Dictionary<string, byte[]>(), async request =>
        {
            if (Interlocked.Increment(ref requests) <= 200)
            {
                await request.SendErrorAsync(status, code);
            }
            else
            {
                await request.SendHeadersAsync(TransferFixture.Bytes.Length);
                await request.SendAsync(TransferFixture.Bytes);
            }
            return true;
        });
    }

    private async Task<SaveResult[]> SaveAllAsync(
        LoopbackStore server, RetryOptions retry, Action<StoreNotice>? notify = null, int throttleLimit = 0, CancellationToken cancellationToken = default)
    {
        using ImageStore store = new(new StoreOptions { EndpointUrl = server.Endpoint, Retry = retry, ThrottleLimit = throttleLimit, Notify = notify ?? _notices.Enqueue });
        using DestinationFolder destination = DestinationFolder.Open(_root);
        ImageDownload download = new(store, destination) { Layout = ImageLayout.Flat };
        string hash = Convert.ToHexString(MD5.HashData(TransferFixture.Bytes));
        return await Task.WhenAll(Enumerable.Range(0, Items).Select(i => download.SaveAsync(
            new ImageRequest($"{i:x3}", $"s3://pd12m/images/{i:x3}.jpeg", hash), cancellationToken)));
    }
}
