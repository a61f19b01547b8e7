using System.Net;
using System.Net.Sockets;
using System.Text;

namespace PD12M.Testing;

public class FaultTests
{
    private const string Request = "GET /pd12m/a HTTP/1.1\r\nHost: x\r\n\r\n";
    private const string LastRequest = "GET /pd12m/a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

    [Theory]
    [InlineData(403, "AccessDenied")]
    [InlineData(404, "NoSuchKey")]
    [InlineData(429, "TooManyRequests")]
    [InlineData(500, "InternalError")]
    [InlineData(503, "SlowDown")]
    public async Task Status_gives_S3s_error(int status, string code)
    {
        await using ServedFolder served = new();
        Uri address = served.Write("a", "abc");
        served.Server.Faults.Add(new Fault(FaultKind.Status) { Status = status, RetryAfter = "7", Times = 1 });

        using HttpResponseMessage struck = await served.GetAsync(address);
        using HttpResponseMessage next = await served.GetAsync(address);

        Assert.Equal(status, (int)struck.StatusCode);
        Assert.Contains($"<Code>{code}</Code>", await struck.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromSeconds(7), struck.Headers.RetryAfter?.Delta);
        Assert.Equal("abc", await next.Content.ReadAsStringAsync());
        Assert.Equal(1, served.Server.Statistics.ConnectionsOpened);
    }

    [Fact]
    public async Task Reset_before_the_headers_leaves_the_client_with_nothing()
    {
        await using ServedFolder served = new();
        served.Write("a", "abc");
        served.Server.Faults.Add(new Fault(FaultKind.Reset));
        using TcpClient client = await served.ConnectAsync();
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(Request));

        IOException error = await Assert.ThrowsAsync<IOException>(() => client.GetStream().ReadExactlyAsync(new byte[1]).AsTask());

        Assert.Equal(SocketError.ConnectionReset, Assert.IsType<SocketException>(error.InnerException).SocketErrorCode);
    }

    [Fact]
    public async Task Reset_in_the_body_breaks_the_download()
    {
        await using ServedFolder served = new();
        Uri address = served.Write("a", new string('x', 500_000));
        served.Server.Faults.Add(new Fault(FaultKind.Reset) { AfterBytes = 300_000 });

        await Assert.ThrowsAsync<HttpRequestException>(() => served.Client.GetByteArrayAsync(address));

        Assert.Equal(300_000, served.Server.Statistics.Bytes);
    }

    [Fact]
    public async Task Truncate_declares_the_whole_and_closes_early()
    {
        await using ServedFolder served = new();
        served.Write("a", "0123456789");
        served.Server.Faults.Add(new Fault(FaultKind.Truncate) { AfterBytes = 4 });

        string answer = await served.ExchangeAsync(Request);

        Assert.Contains("Content-Length: 10\r\n", answer, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n0123", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WrongBytes_keeps_length_and_ETag()
    {
        await using ServedFolder served = new();
        Uri address = served.Write("a", "abc");
        served.Server.Faults.Add(new Fault(FaultKind.WrongBytes) { AfterBytes = 2 });

        using HttpResponseMessage response = await served.GetAsync(address);

        Assert.Equal([(byte)'a', (byte)'b', 0x9C], await response.Content.ReadAsByteArrayAsync());
        Assert.Equal("\"900150983cd24fb0d6963f7d28e17f72\"", response.Headers.ETag?.Tag);
    }

    [Theory]
    [InlineData(-2, "a")]
    [InlineData(-5, "")]
    [InlineData(2, "abc\0\0")]
    public async Task WrongLength_declares_what_it_sends(int change, string body)
    {
        await using ServedFolder served = new();
        Uri address = served.Write("a", "abc");
        served.Server.Faults.Add(new Fault(FaultKind.WrongLength) { LengthChange = change, Times = 1 });

        Assert.Equal(body, await served.Client.GetStringAsync(address));
        Assert.Equal("abc", await served.Client.GetStringAsync(address));
    }

    [Fact]
    public async Task Stall_sends_some_and_then_waits_for_the_client()
    {
        await using ServedFolder served = new();
        served.Write("a", "0123456789");
        served.Server.Faults.Add(new Fault(FaultKind.Stall) { AfterBytes = 4 });
        using TcpClient client = await served.ConnectAsync();
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(Request));
        StringBuilder answer = new();
        byte[] piece = new byte[4096];
        while (!answer.ToString().EndsWith("\r\n\r\n0123", StringComparison.Ordinal))
        {
            answer.Append(Encoding.Latin1.GetString(piece, 0, await client.GetStream().ReadAsync(piece)));
        }

        ValueTask<int> more = client.GetStream().ReadAsync(piece);
        Assert.False(more.IsCompleted);
        Assert.Equal(1, served.Server.Statistics.ConcurrentRequests);

        client.Client.Shutdown(SocketShutdown.Send);
        Assert.Equal(0, await more);
    }

    [Fact]
    public async Task Disposal_ends_a_stall()
    {
        ServedFolder served = new();
        served.Write("a", "abc");
        served.Server.Faults.Add(new Fault(FaultKind.Stall));
        using TcpClient client = await served.ConnectAsync();
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(Request));
        while (served.Server.Statistics.ConcurrentRequests == 0)
        {
            await Task.Delay(1);
        }

        await served.DisposeAsync();

        await Assert.ThrowsAnyAsync<SocketException>(() => served.ConnectAsync());
        Assert.Equal(0, served.Server.Statistics.ConcurrentRequests);
    }

    [Fact]
    public async Task Latency_holds_its_own_requests_only()
    {
        ServedFolder served = new();
        Uri held = served.Write("a", "abc");
        Uri free = served.Write("b", "abc");
        served.Server.Faults.Add(new Fault(FaultKind.Latency) { Key = "a", Delay = TimeSpan.FromDays(1) });

        Task<string> waiting = served.Client.GetStringAsync(held);
        Assert.Equal("abc", await served.Client.GetStringAsync(free));
        Assert.False(waiting.IsCompleted);

        await served.Server.DisposeAsync();
        await Assert.ThrowsAsync<HttpRequestException>(() => waiting);
        await served.DisposeAsync();
    }

    [Fact]
    public async Task Gathered_requests_are_answered_when_all_of_them_are_there()
    {
        await using ServedFolder served = new();
        Uri address = served.Write("a", "abc");
        served.Server.Faults.Add(new Fault(FaultKind.Gather) { SkipFirst = 1, Together = 3 });
        Assert.Equal("abc", await served.Client.GetStringAsync(address));

        Task<string>[] waiting = [served.Client.GetStringAsync(address), served.Client.GetStringAsync(address)];
        while (served.Server.Statistics.Requests < 3)
        {
            await Task.Delay(1);
        }

        Assert.Equal(3, served.Server.Statistics.Bytes);
        Assert.DoesNotContain(waiting, task => task.IsCompleted);
        Assert.Equal("abc", await served.Client.GetStringAsync(address));
        Assert.Equal(["abc", "abc"], await Task.WhenAll(waiting));
        Assert.Equal("abc", await served.Client.GetStringAsync(address));
        Assert.Equal(3, served.Server.Statistics.ConcurrentRequestsHighWater);
    }

    [Fact]
    public async Task Latency_leaves_the_answer_to_later_rules()
    {
        await using ServedFolder served = new();
        Uri address = served.Write("a", "abc");
        Fault latency = served.Server.Faults.Add(new Fault(FaultKind.Latency) { Delay = TimeSpan.FromMilliseconds(1), Times = 1 });
        served.Server.Faults.Add(new Fault(FaultKind.Status) { Status = 500, Times = 1 });

        int[] statuses = await StatusesAsync(served, address, 2);

        Assert.Equal([500, 200], statuses);
        Assert.Equal(1, latency.Fired);
    }

    [Fact]
    public async Task Throttle_answers_SlowDown_above_its_rate()
    {
        await using ServedFolder served = new();
        Uri address = served.Write("a", "abc");
        Fault throttle = served.Server.Faults.Add(new Fault(FaultKind.Throttle) { Rate = 0.0001 });

        using HttpResponseMessage first = await served.GetAsync(address);
        using HttpResponseMessage second = await served.GetAsync(address);

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, second.StatusCode);
        Assert.Contains("<Code>SlowDown</Code>", await second.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(1, throttle.Fired);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    public async Task Redirect_leads_to_the_location(int status)
    {
        await using ServedFolder served = new();
        Uri address = served.Write("a", "abc");
        Uri target = served.Write("b", "redirected");
        served.Server.Faults.Add(new Fault(FaultKind.Redirect) { Key = "a", Status = status, Location = target });
        using HttpClient follower = new();

        using HttpResponseMessage response = await served.GetAsync(address);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(target, response.Headers.Location);
        Assert.Equal("redirected", await follower.GetStringAsync(address));
    }

    [Fact]
    public async Task GarbageHeaders_are_not_HTTP()
    {
        await using ServedFolder served = new();
        Uri address = served.Write("a", "abc");
        served.Server.Faults.Add(new Fault(FaultKind.GarbageHeaders));

        HttpRequestException error = await Assert.ThrowsAsync<HttpRequestException>(() => served.Client.GetAsync(address));

        Assert.Equal(HttpRequestError.InvalidResponse, error.HttpRequestError);
    }

    [Fact]
    public async Task BytesPerSecond_drips_the_same_body()
    {
        await using ServedFolder served = new();
        served.Write("a", "0123456789");
        served.Server.Faults.Add(new Fault(FaultKind.BytesPerSecond) { Rate = 40 });

        Assert.EndsWith("\r\n\r\n0123456789", await served.ExchangeAsync(LastRequest), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rules_choose_by_key_number_and_times()
    {
        await using ServedFolder served = new();
        Uri a = served.Write("images/a.jpeg", "abc");
        Uri b = served.Write("metadata/b.parquet", "abc");
        served.Server.Faults.Add(
            new Fault(FaultKind.Status) { Key = "images/*.jp?g", SkipFirst = 1, Every = 2, Times = 2, Status = 500 });

        int[] ofB = await StatusesAsync(served, b, 2);
        int[] ofA = await StatusesAsync(served, a, 7);

        Assert.Equal([200, 200], ofB);
        Assert.Equal([200, 500, 200, 500, 200, 200, 200], ofA);
    }

    [Fact]
    public async Task A_seed_draws_the_same_requests_again()
    {
        await using ServedFolder served = new();
        Uri address = served.Write("a", "abc");
        List<int[]> runs = [];
        foreach (int seed in (int[])[1, 1, 2])
        {
            Fault fault = served.Server.Faults.Add(new Fault(FaultKind.Status) { Probability = 0.5, Seed = seed });
            runs.Add(await StatusesAsync(served, address, 100));
            Assert.InRange(fault.Fired, 30, 70);
            Assert.True(served.Server.Faults.Remove(fault));
        }

        Assert.Equal(runs[0], runs[1]);
        Assert.NotEqual(runs[0], runs[2]);
    }

    private static async Task<int[]> StatusesAsync(ServedFolder served, Uri address, int count)
    {
        int[] statuses = new int[count];
        for (int i = 0; i < count; i++)
        {
            using HttpResponseMessage response = await served.GetAsync(address);
            statuses[i] = (int)response.StatusCode;
        }

        return statuses;
    }
}
