using System.Net;
using System.Net.Sockets;

namespace PD12M.Transfer.Tests;

public sealed class StoreFaultTests
{
    [Fact]
    public async Task What_a_terminal_would_obey_is_not_passed_on()
    {
        using TransferFixture fixture = new(async request =>
        {
            await request.SendAsync("HTTP/1.1 400 \u001b[31mred\u001b]0;title\u0007\r\nContent-Length: 0\r\n\r\n");
            return true;
        });

        SaveResult result = await fixture.SaveAsync();

        Assert.Contains("400 \uFFFD[31mred\uFFFD]0;title\uFFFD", result.Problem!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_truncated_body_is_asked_for_again_and_then_a_fault()
    {
        using TransferFixture fixture = new(async request =>
        {
            await request.SendHeadersAsync(TransferFixture.Bytes.Length);
            await request.SendAsync(TransferFixture.Bytes[..150_000]);
            request.Stream.Close();
            return true;
        });

        SaveResult result = await fixture.SaveAsync();

        Assert.Contains(result.Problem!.Fault, new[] { ImageFault.ConnectionFailed, ImageFault.LengthMismatch });
        Assert.Equal(3, result.Attempts);
        Assert.Equal(3, fixture.RequestCount);
        fixture.AssertNoFiles();
    }

    [Fact]
    public async Task A_reset_in_mid_body_is_overcome()
    {
        using TransferFixture fixture = new(async request =>
        {
            if (request.Count > 1)
            {
                return false;
            }
            await request.SendHeadersAsync(TransferFixture.Bytes.Length);
            await request.SendAsync(TransferFixture.Bytes[..70_000]);
            request.Reset();
            return true;
        });

        SaveResult result = await fixture.SaveAsync();

        Assert.Null(result.Problem);
        Assert.Equal(2, result.Attempts);
        Assert.Equal(TransferFixture.Bytes, await File.ReadAllBytesAsync(fixture.ImagePath));
        Assert.Empty(fixture.PartialFiles);
    }

    [Theory]
    [InlineData("404 Not Found", "NoSuchKey", ImageFault.NotFound)]
    [InlineData("403 Forbidden", "AccessDenied", ImageFault.AccessDenied)]
    [InlineData("400 Bad Request", "InvalidRequest", ImageFault.StoreError)]
    [InlineData("301 Moved Permanently", "PermanentRedirect", ImageFault.StoreError)]
    [InlineData("501 Not Implemented", "NotImplemented", ImageFault.StoreError)]
    internal async Task A_permanent_answer_is_asked_for_once(string status, string code, ImageFault fault)
    {
        using TransferFixture fixture = new(async request =>
        {
            await request.SendErrorAsync(status, code);
            return true;
        });

        SaveResult result = await fixture.SaveAsync();

        fixture.AssertNothingSaved(fault, result);
        Assert.Contains($"{status.Split(' ')[0]} {code}", result.Problem!.Message, StringComparison.Ordinal);
        Assert.Equal(1, fixture.RequestCount);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>no such page</html>")]
    [InlineData("<?xml version=\"1.0\"?><Error><Code>NoSu")]
    public async Task A_404_is_one_whatever_its_body_says(string body)
    {
        using TransferFixture fixture = new(async request =>
        {
            await request.SendErrorBodyAsync("404 Not Found", body);
            return true;
        });

        fixture.AssertNothingSaved(ImageFault.NotFound, await fixture.SaveAsync());
        Assert.Equal(1, fixture.RequestCount);
    }

    [Fact]
    public async Task Two_answers_of_503_are_overcome()
    {
        using TransferFixture fixture = new(async request =>
        {
            if (request.Count > 2)
            {
                return false;
            }
            await request.SendErrorAsync("503 Slow Down", "SlowDown");
            return true;
        });

        SaveResult result = await fixture.SaveAsync();

        Assert.Null(result.Problem);
        Assert.Equal(3, fixture.RequestCount);
    }

    [Fact]
    public async Task Silence_in_mid_body_is_a_timeout()
    {
        using TransferFixture fixture = new(
            async request =>
            {
                await request.SendHeadersAsync(TransferFixture.Bytes.Length);
                await request.SendAsync(TransferFixture.Bytes[..70_000]);
                await Task.Delay(Timeout.Infinite, request.Stopping);
                return true;
            },
            stallTimeout: TimeSpan.FromMilliseconds(200));

        fixture.AssertNothingSaved(ImageFault.TimedOut, await fixture.SaveAsync());
    }

    [Fact]
    public async Task Silence_before_the_headers_is_a_timeout()
    {
        using TransferFixture fixture = new(
            async request =>
            {
                await Task.Delay(Timeout.Infinite, request.Stopping);
                return true;
            },
            stallTimeout: TimeSpan.FromMilliseconds(200));

        fixture.AssertNothingSaved(ImageFault.TimedOut, await fixture.SaveAsync());
    }

    [Fact]
    public async Task Silence_in_a_refusal_is_a_refusal_all_the_same()
    {
        using TransferFixture fixture = new(
            async request =>
            {
                await request.SendAsync("HTTP/1.1 404 Not Found\r\nContent-Length: 1000\r\n\r\n<?xml");
                await Task.Delay(Timeout.Infinite, request.Stopping);
                return true;
            },
            stallTimeout: TimeSpan.FromMilliseconds(200));

        fixture.AssertNothingSaved(ImageFault.NotFound, await fixture.SaveAsync());
    }

    [Fact]
    public async Task An_object_that_drips_for_ever_ends_with_the_time_of_an_item()
    {
        using TransferFixture fixture = new(async request =>
        {
            await request.SendHeadersAsync(TransferFixture.Bytes.Length, "ETag: \"v1\"\r\n");
            for (int i = 0; i < TransferFixture.Bytes.Length; i++)
            {
                await request.SendAsync(TransferFixture.Bytes[i..(i + 1)]);
                await Task.Delay(10, request.Stopping);
            }
            return true;
        });
        using ImageStore store = new(TransferFixture.OptionsFor(fixture.Store.Endpoint) with { ItemTimeout = TimeSpan.FromMilliseconds(300) });

        SaveResult result = await new ImageDownload(store, fixture.Destination).SaveAsync(TransferFixture.Request, CancellationToken.None);

        fixture.AssertNothingSaved(ImageFault.TimedOut, result);
        Assert.Equal(1, fixture.RequestCount);
    }

    [Fact]
    public async Task A_store_cannot_ask_for_more_patience_than_there_is()
    {
        using TransferFixture fixture = new(async request =>
        {
            if (request.Count > 1)
            {
                return false;
            }
            await request.SendAsync("HTTP/1.1 503 Slow Down\r\nRetry-After: 86400\r\nContent-Length: 0\r\n\r\n");
            return true;
        });
        StoreOptions options = TransferFixture.OptionsFor(fixture.Store.Endpoint);
        using ImageStore store = new(options with { Retry = options.Retry with { LongestRetryAfter = TimeSpan.FromMilliseconds(1) } });

        SaveResult result = await new ImageDownload(store, fixture.Destination).SaveAsync(TransferFixture.Request, CancellationToken.None);

        Assert.Null(result.Problem);
        Assert.Equal(2, result.Attempts);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Cancelling_ends_a_transfer_and_leaves_nothing(bool isInBody)
    {
        using CancellationTokenSource cancellation = new();
        using TransferFixture fixture = new(async request =>
        {
            if (isInBody)
            {
                await request.SendHeadersAsync(TransferFixture.Bytes.Length);
                await request.SendAsync(TransferFixture.Bytes[..70_000]);
            }
            await cancellation.CancelAsync();
            await Task.Delay(Timeout.Infinite, request.Stopping);
            return true;
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fixture.SaveAsync(cancellationToken: cancellation.Token));

        fixture.AssertNoFiles();
        Assert.Equal(1, fixture.RequestCount);
    }

    [Fact]
    public async Task A_store_that_does_not_listen_is_a_failed_connection()
    {
        using TransferFixture fixture = new();
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        using ImageStore store = new(TransferFixture.OptionsFor(new Uri($"http://127.0.0.1:{port}/")));
        ImageDownload download = new(store, fixture.Destination);

        fixture.AssertNothingSaved(ImageFault.ConnectionFailed, await download.SaveAsync(TransferFixture.Request, CancellationToken.None));
    }

    [Fact]
    public async Task Keys_with_odd_characters_are_asked_for_as_they_are()
    {
        using TransferFixture fixture = new();
        Dictionary<string, byte[]> objects = new() { ["b/a b+c/ü~!*'()%41.png"] = TransferFixture.Bytes };
        using LoopbackStore server = LoopbackStore.Start(objects);
        using ImageStore store = new(new StoreOptions { AllowHost = ["127.0.0.1"] });
        ImageDownload download = new(store, fixture.Destination);

        SaveResult result = await download.SaveAsync(
            TransferFixture.Request with { Url = $"{server.Endpoint}b/a%20b+c/%C3%BC~!*'()%2541.png" }, CancellationToken.None);

        Assert.Null(result.Problem);
    }

    [Fact]
    public async Task An_endpoint_with_a_path_is_kept()
    {
        using TransferFixture fixture = new();
        Dictionary<string, byte[]> objects = new() { ["storage/v1/s3/b/images/1.png"] = TransferFixture.Bytes };
        using LoopbackStore server = LoopbackStore.Start(objects);
        using ImageStore store = new(new StoreOptions { EndpointUrl = new Uri(server.Endpoint, "storage/v1/s3") });
        ImageDownload download = new(store, fixture.Destination);

        SaveResult result = await download.SaveAsync(TransferFixture.Request with { Url = "s3://b/images/1.png" }, CancellationToken.None);

        Assert.Null(result.Problem);
    }

    [Theory]
    [InlineData("ftp://127.0.0.1/")]
    [InlineData("http://user:word@127.0.0.1/")]
    [InlineData("http://127.0.0.1/?list")]
    public void An_endpoint_that_is_no_plain_address_is_refused(string endpoint) =>
        Assert.Throws<StoreOptionException>(() => new ImageStore(new StoreOptions { EndpointUrl = new Uri(endpoint) }).Dispose());
}
