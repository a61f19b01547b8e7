using System.Net;
using System.Text;

namespace PD12M.Testing;

public class ObjectRequestTests
{
    [Fact]
    public async Task An_object_comes_with_its_MD5_as_ETag()
    {
        await using ServedFolder served = new();
        Uri address = served.Write("images/a.jpeg", "abc");

        using HttpResponseMessage response = await served.GetAsync(address);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("abc", await response.Content.ReadAsStringAsync());
        // RFC 1321, A.5: the digest of "abc".
        Assert.Equal("\"900150983cd24fb0d6963f7d28e17f72\"", response.Headers.ETag?.Tag);
        Assert.Equal("image/jpeg", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("bytes", Assert.Single(response.Headers.AcceptRanges));
        Assert.NotNull(response.Content.Headers.LastModified);
        Assert.True(response.Headers.Contains("x-amz-request-id"));
    }

    [Fact]
    public async Task A_changed_object_has_a_new_ETag()
    {
        await using ServedFolder served = new();
        Uri address = served.Write("a", "abc");
        using HttpResponseMessage before = await served.GetAsync(address);
        served.Write("a", "abd");

        using HttpResponseMessage after = await served.GetAsync(address);

        Assert.NotEqual(before.Headers.ETag, after.Headers.ETag);
        Assert.Equal("abd", await after.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task HEAD_has_the_headers_of_GET_and_no_body()
    {
        await using ServedFolder served = new();
        Uri address = served.Write("a", "abc");

        using HttpResponseMessage response = await served.SendAsync(HttpMethod.Head, address);
        using HttpResponseMessage next = await served.GetAsync(address);

        Assert.Equal(3, response.Content.Headers.ContentLength);
        Assert.Equal(next.Headers.ETag, response.Headers.ETag);
        Assert.Equal("abc", await next.Content.ReadAsStringAsync());
        Assert.Equal(1, served.Server.Statistics.ConnectionsOpened);
    }

    [Theory]
    [InlineData("bytes=0-2", "012", "bytes 0-2/10")]
    [InlineData("bytes=7-", "789", "bytes 7-9/10")]
    [InlineData("bytes=-4", "6789", "bytes 6-9/10")]
    [InlineData("bytes=8-100", "89", "bytes 8-9/10")]
    [InlineData("bytes=-100", "0123456789", "bytes 0-9/10")]
    public async Task A_range_is_answered_with_the_part(string range, string part, string contentRange)
    {
        await using ServedFolder served = new();
        Uri address = served.Write("a", "0123456789");

        using HttpResponseMessage response = await served.GetAsync(address, ("Range", range));

        Assert.Equal(HttpStatusCode.PartialContent, response.StatusCode);
        Assert.Equal(part, await response.Content.ReadAsStringAsync());
        Assert.Equal(contentRange, response.Content.Headers.ContentRange?.ToString());
    }

    [Theory]
    [InlineData("bytes=10-")]
    [InlineData("bytes=-0")]
    public async Task A_range_outside_the_object_is_416(string range)
    {
        await using ServedFolder served = new();
        Uri address = served.Write("a", "0123456789");

        using HttpResponseMessage response = await served.GetAsync(address, ("Range", range));

        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, response.StatusCode);
        Assert.Equal("bytes */10", response.Content.Headers.ContentRange?.ToString());
        Assert.Contains("<Code>InvalidRange</Code>", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bytes=5-2")]
    [InlineData("bytes=0-1,4-5")]
    [InlineData("rows=0-1")]
    public async Task A_range_that_S3_ignores_gives_the_whole_object(string range)
    {
        await using ServedFolder served = new();
        Uri address = served.Write("a", "0123456789");

        using HttpResponseMessage response = await served.GetAsync(address, ("Range", range));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("0123456789", await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("If-Match", "\"900150983cd24fb0d6963f7d28e17f72\"", HttpStatusCode.OK)]
    [InlineData("If-Match", "\"00000000000000000000000000000000\"", HttpStatusCode.PreconditionFailed)]
    [InlineData("If-None-Match", "\"x\", W/\"900150983cd24fb0d6963f7d28e17f72\"", HttpStatusCode.NotModified)]
    [InlineData("If-None-Match", "*", HttpStatusCode.NotModified)]
    [InlineData("If-None-Match", "\"x\"", HttpStatusCode.OK)]
    public async Task Conditions_compare_the_ETag(string header, string value, HttpStatusCode status)
    {
        await using ServedFolder served = new();
        Uri address = served.Write("a", "abc");

        using HttpResponseMessage response = await served.GetAsync(address, (header, value));
        using HttpResponseMessage next = await served.GetAsync(address);

        Assert.Equal(status, response.StatusCode);
        Assert.Equal("abc", await next.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task If_Range_with_another_ETag_gives_the_whole_object()
    {
        await using ServedFolder served = new();
        Uri address = served.Write("a", "abc");

        using HttpResponseMessage response = await served.GetAsync(address, ("Range", "bytes=1-"), ("If-Range", "\"x\""));

        Assert.Equal("abc", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Keys_are_percent_decoded()
    {
        await using ServedFolder served = new();
        served.Write("a b/ä+%.txt", "abc");

        Assert.Equal("abc", await served.Client.GetStringAsync(new Uri(served.Server.Endpoint, "pd12m/a%20b/%C3%A4+%25.txt")));
    }

    [Fact]
    public async Task The_bucket_may_be_the_hosts_first_label()
    {
        await using ServedFolder served = new();
        served.Write("images/a", "abc");
        Uri address = new(served.Server.Endpoint, "images/a");

        using HttpResponseMessage response = await served.GetAsync(address, ("Host", "pd12m.s3.us-west-2.amazonaws.com"));
        using HttpResponseMessage other = await served.GetAsync(address, ("Host", "other.s3.localhost:9000"));

        Assert.Equal("abc", await response.Content.ReadAsStringAsync());
        Assert.Contains("<Code>NoSuchBucket</Code>", await other.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_bucket_of_its_own_every_subfolder_is_one()
    {
        await using ServedFolder served = new(new ObjectServerOptions { Bucket = null });
        Uri address = served.Write("second/images/a", "abc");
        using HttpResponseMessage missing = await served.GetAsync(served.Server.AddressOf("third/a"));

        Assert.Equal("abc", await served.Client.GetStringAsync(address));
        Assert.Contains("<Code>NoSuchBucket</Code>", await missing.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/pd12m/nothing", 404, "NoSuchKey")]
    [InlineData("/pd12m/folder", 404, "NoSuchKey")]
    [InlineData("/pd12m/folder/", 404, "NoSuchKey")]
    [InlineData("/other/folder/a", 404, "NoSuchBucket")]
    [InlineData("/", 404, "NoSuchBucket")]
    public async Task Missing_things_are_named_in_the_error(string path, int status, string code)
    {
        await using ServedFolder served = new();
        served.Write("folder/a", "abc");

        using HttpResponseMessage response = await served.GetAsync(new Uri(served.Server.Endpoint, path));

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Contains($"<Code>{code}</Code>", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../secret")]
    [InlineData("%2e%2e/secret")]
    [InlineData("images/..%2f..%2fsecret")]
    [InlineData("images/../images/a")]
    [InlineData("./images/a")]
    [InlineData("/images/a")]
    [InlineData("images//a")]
    [InlineData("link")]
    [InlineData("linked/secret")]
    [InlineData("images/a%00")]
    public async Task Nothing_but_the_keys_own_file_is_served(string key)
    {
        await using ServedFolder served = new();
        served.Write("images/a", "abc");
        string secret = Path.Combine(served.Outside, "secret");
        await File.WriteAllTextAsync(secret, "secret");
        File.CreateSymbolicLink(Path.Combine(served.Folder, "link"), secret);
        Directory.CreateSymbolicLink(Path.Combine(served.Folder, "linked"), served.Outside);

        string answer = await served.ExchangeAsync($"GET /pd12m/{key} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 404 ", answer, StringComparison.Ordinal);
        Assert.Contains("<Code>NoSuchKey</Code>", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_absolute_key_is_not_served()
    {
        await using ServedFolder served = new();
        string secret = Path.Combine(served.Outside, "secret");
        await File.WriteAllTextAsync(secret, "secret");

        string answer = await served.ExchangeAsync(
            $"GET /pd12m/{Uri.EscapeDataString(secret)} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        Assert.Contains("<Code>NoSuchKey</Code>", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_that_stays_inside_is_served()
    {
        await using ServedFolder served = new();
        served.Write("images/a", "abc");
        File.CreateSymbolicLink(Path.Combine(served.Folder, "b"), "images/a");

        Assert.Equal("abc", await served.Client.GetStringAsync(served.Server.AddressOf("b")));
    }

    [Fact]
    public async Task Credentials_can_be_demanded()
    {
        await using ServedFolder served = new(new ObjectServerOptions { RequireCredentials = true });
        Uri address = served.Write("a", "abc");

        using HttpResponseMessage anonymous = await served.GetAsync(address);
        using HttpResponseMessage known = await served.GetAsync(address, ("Authorization", "AWS4-HMAC-SHA256 x"));

        Assert.Equal(HttpStatusCode.Forbidden, anonymous.StatusCode);
        Assert.Contains("<Code>AccessDenied</Code>", await anonymous.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("abc", await known.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_large_object_arrives_whole()
    {
        await using ServedFolder served = new();
        byte[] content = new byte[3_000_001];
        new Random(1).NextBytes(content);
        await File.WriteAllBytesAsync(Path.Combine(served.Folder, "large"), content);

        byte[] received = await served.Client.GetByteArrayAsync(served.Server.AddressOf("large"));

        Assert.Equal(content, received);
        Assert.Equal(content.Length, served.Server.Statistics.Bytes);
    }

    [Fact]
    public async Task Pipelined_requests_are_answered_in_order()
    {
        await using ServedFolder served = new();
        served.Write("a", "first");
        served.Write("b", "second");

        string answer = await served.ExchangeAsync(
            "\r\nGET /pd12m/a HTTP/1.1\r\nHost: x\r\n\r\nGET /pd12m/b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        Assert.EndsWith("second", answer, StringComparison.Ordinal);
        Assert.Contains("\r\n\r\nfirstHTTP/1.1 200 OK\r\n", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no request\r\n\r\n")]
    [InlineData("GET / SPDY/3\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\n: nameless\r\n\r\n")]
    [InlineData("PUT /pd12m/a HTTP/1.1\r\nContent-Length: some\r\n\r\n")]
    public async Task What_is_not_HTTP_is_400(string request)
    {
        await using ServedFolder served = new();

        Assert.StartsWith("HTTP/1.1 400 ", await served.ExchangeAsync(request), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_head_without_end_is_refused()
    {
        await using ServedFolder served = new();
        StringBuilder request = new("GET / HTTP/1.1\r\nX: ");
        request.Append('x', (64 * 1024) - request.Length);

        Assert.StartsWith("HTTP/1.1 400 ", await served.ExchangeAsync(request.ToString()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_may_take_the_server_for_a_proxy()
    {
        await using ServedFolder served = new();
        served.Write("images/a", "abc");
        using HttpClient client = new(new SocketsHttpHandler { Proxy = new WebProxy(served.Server.Endpoint) });

        Assert.Equal("abc", await client.GetStringAsync(new Uri("http://pd12m.s3.us-west-2.amazonaws.com/images/a")));
    }
}
