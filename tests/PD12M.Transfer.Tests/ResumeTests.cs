using System.Globalization;
using System.Text;

namespace PD12M.Transfer.Tests;

public sealed class ResumeTests
{
    private const string ETag = "ETag: \"v1\"\r\n";

    [Fact]
    public async Task A_transfer_that_broke_off_goes_on_where_it_stopped()
    {
        string? second = null;
        using TransferFixture fixture = new(async request =>
        {
            if (request.Count == 1)
            {
                await SendStartAsync(request, 70_000, ETag);
            }
            else
            {
                second = request.Head;
                await SendPartAsync(request, 70_000, ETag);
            }
            return true;
        });

        SaveResult result = await fixture.SaveAsync();

        Assert.Null(result.Problem);
        Assert.Contains("Range: bytes=70000-\r\n", second, StringComparison.Ordinal);
        Assert.Contains("If-Match: \"v1\"\r\n", second, StringComparison.Ordinal);
        Assert.Equal(2, result.Attempts);
        Assert.Equal(300_001, result.Image!.Length);
        Assert.Equal(300_001, fixture.Download.ReceivedBytes);
        Assert.Equal(TransferFixture.Bytes, await File.ReadAllBytesAsync(fixture.ImagePath));
    }

    [Theory]
    [InlineData("\"\u00e9\"")]
    [InlineData("W/\"v1\"")]
    [InlineData("\"a b\"")]
    public async Task What_cannot_be_asked_for_again_begins_anew(string eTag)
    {
        string? second = null;
        using TransferFixture fixture = new(async request =>
        {
            if (request.Count == 1)
            {
                await request.SendAsync(Encoding.Latin1.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {TransferFixture.Bytes.Length}\r\nETag: {eTag}\r\n\r\n"));
                await request.SendAsync(TransferFixture.Bytes[..70_000]);
                request.Stream.Close();
                return true;
            }
            second = request.Head;
            return false;
        });

        SaveResult result = await fixture.SaveAsync();

        Assert.Null(result.Problem);
        Assert.DoesNotContain("If-Match", second, StringComparison.Ordinal);
        Assert.Equal(TransferFixture.Bytes, await File.ReadAllBytesAsync(fixture.ImagePath));
    }

    [Fact]
    public async Task Breaks_do_not_count_as_long_as_each_attempt_brings_something()
    {
        using TransferFixture fixture = new(async request =>
        {
            int start = StartOf(request);
            string status = start == 0
                ? $"200 OK\r\nContent-Length: {TransferFixture.Bytes.Length}"
                : $"206 Partial Content\r\nContent-Length: {TransferFixture.Bytes.Length - start}\r\nContent-Range: bytes {start}-300000/300001";
            await request.SendAsync($"HTTP/1.1 {status}\r\n{ETag}\r\n");
            await request.SendAsync(TransferFixture.Bytes[start..Math.Min(start + 40_000, 300_001)]);
            request.Stream.Close();
            return true;
        });

        SaveResult result = await fixture.SaveAsync();

        Assert.Null(result.Problem);
        Assert.Equal(8, result.Attempts);
        Assert.Equal(TransferFixture.Bytes, await File.ReadAllBytesAsync(fixture.ImagePath));
    }

    [Theory]
    [InlineData("412 Precondition Failed", "PreconditionFailed")]
    [InlineData("416 Range Not Satisfiable", "InvalidRange")]
    public async Task An_object_that_was_replaced_meanwhile_is_received_from_its_start(string status, string code)
    {
        using TransferFixture fixture = new(async request =>
        {
            if (request.Count == 1)
            {
                await request.SendHeadersAsync(100_000, ETag);
                await request.SendAsync(new byte[70_000]);
                request.Stream.Close();
                return true;
            }
            if (StartOf(request) > 0)
            {
                await request.SendErrorAsync(status, code);
                return true;
            }
            return false;
        });

        SaveResult result = await fixture.SaveAsync();

        Assert.Null(result.Problem);
        Assert.Equal(TransferFixture.Bytes, await File.ReadAllBytesAsync(fixture.ImagePath));
    }

    [Fact]
    public async Task A_store_that_gives_no_parts_gives_the_whole_again()
    {
        using TransferFixture fixture = new(async request =>
        {
            if (request.Count == 1)
            {
                await SendStartAsync(request, 70_000, ETag);
                return true;
            }
            return false;
        });

        SaveResult result = await fixture.SaveAsync();

        Assert.Null(result.Problem);
        Assert.Equal(TransferFixture.Bytes, await File.ReadAllBytesAsync(fixture.ImagePath));
    }

    [Theory]
    [InlineData("")]
    [InlineData("ETag: W/\"v1\"\r\n")]
    public async Task Nothing_is_pieced_together_without_an_ETag_that_stands_for_the_bytes(string etag)
    {
        string? second = null;
        using TransferFixture fixture = new(async request =>
        {
            if (request.Count == 1)
            {
                await SendStartAsync(request, 70_000, etag);
                return true;
            }
            second = request.Head;
            return false;
        });

        SaveResult result = await fixture.SaveAsync();

        Assert.Null(result.Problem);
        Assert.DoesNotContain("Range:", second, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bytes 60000-300000/300001", "\"v1\"")]
    [InlineData("bytes 70000-300000/300001", "\"v2\"")]
    [InlineData("bytes 70000-300000/400001", "\"v1\"")]
    public async Task Another_part_than_was_asked_for_is_not_taken(string contentRange, string etag)
    {
        using TransferFixture fixture = new(async request =>
        {
            switch (request.Count)
            {
                case 1:
                    await SendStartAsync(request, 70_000, ETag);
                    return true;
                case 2:
                    await request.SendAsync($"HTTP/1.1 206 Partial Content\r\nContent-Length: 230001\r\nContent-Range: {contentRange}\r\nETag: {etag}\r\n\r\n");
                    await request.SendAsync(TransferFixture.Bytes[70_000..]);
                    return true;
                default:
                    return false;
            }
        });

        SaveResult result = await fixture.SaveAsync();

        Assert.Null(result.Problem);
        Assert.Equal(3, result.Attempts);
        Assert.Equal(TransferFixture.Bytes, await File.ReadAllBytesAsync(fixture.ImagePath));
    }

    [Fact]
    public async Task Wrong_bytes_before_a_break_cost_one_more_attempt_and_are_never_saved()
    {
        using TransferFixture fixture = new(async request =>
        {
            switch (request.Count)
            {
                case 1:
                    await request.SendHeadersAsync(TransferFixture.Bytes.Length, ETag);
                    await request.SendAsync(new byte[70_000]);
                    request.Stream.Close();
                    return true;
                case 2:
                    await SendPartAsync(request, 70_000, ETag);
                    return true;
                default:
                    return false;
            }
        });

        SaveResult result = await fixture.SaveAsync();

        Assert.Null(result.Problem);
        Assert.Equal(3, result.Attempts);
        Assert.Equal(TransferFixture.Bytes, await File.ReadAllBytesAsync(fixture.ImagePath));
    }

    private static async Task SendStartAsync(StoreRequest request, int count, string headers)
    {
        await request.SendHeadersAsync(TransferFixture.Bytes.Length, headers);
        await request.SendAsync(TransferFixture.Bytes[..count]);
        request.Stream.Close();
    }

    private static async Task SendPartAsync(StoreRequest request, int start, string headers)
    {
        await request.SendAsync(
            $"HTTP/1.1 206 Partial Content\r\nContent-Length: {TransferFixture.Bytes.Length - start}\r\nContent-Range: bytes {start}-300000/300001\r\n{headers}\r\n");
        await request.SendAsync(TransferFixture.Bytes[start..]);
    }

    private static int StartOf(StoreRequest request)
    {
        const string Range = "Range: bytes=";
        int at = request.Head.IndexOf(Range, StringComparison.Ordinal);
        return at < 0 ? 0 : int.Parse(request.Head[(at + Range.Length)..].Split('-')[0], CultureInfo.InvariantCulture);
    }
}
