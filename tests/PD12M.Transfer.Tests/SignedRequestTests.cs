using Amazon.Runtime;

namespace PD12M.Transfer.Tests;

public sealed class SignedRequestTests
{
    // The example key of the AWS General Reference, with one character more, so that nothing takes it for a real one.
    private const string Secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEYx";

    private static readonly BasicAWSCredentials s_credentials = new("AKIDEXAMPLE", Secret);

    [Fact]
    public async Task A_request_to_the_endpoint_is_signed_and_may_be_paid_for()
    {
        string? target = null;
        using TransferFixture fixture = new(async request =>
        {
            target = request.Head.Split(' ')[1];
            await request.SendHeadersAsync(TransferFixture.Bytes.Length);
            await request.SendAsync(TransferFixture.Bytes);
            return true;
        });

        SaveResult result = await SaveAsync(fixture, new StoreOptions { Region = "eu-north-1", RequestPayer = true });

        Assert.Null(result.Problem);
        Assert.StartsWith($"/{TransferFixture.ObjectPath}?", target, StringComparison.Ordinal);
        Assert.Contains("X-Amz-Credential=AKIDEXAMPLE%2F", target, StringComparison.Ordinal);
        Assert.Contains("%2Feu-north-1%2Fs3%2Faws4_request", target, StringComparison.Ordinal);
        Assert.Contains("X-Amz-Signature=", target, StringComparison.Ordinal);
        Assert.Contains("x-amz-request-payer=requester", target, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("403 Forbidden", "SignatureDoesNotMatch", ImageFault.AccessDenied)]
    [InlineData("404 Not Found", "NoSuchKey", ImageFault.NotFound)]
    [InlineData("500 Internal Server Error", "InternalError", ImageFault.StoreError)]
    internal async Task No_problem_tells_a_secret_or_a_signature(string status, string code, ImageFault fault)
    {
        using TransferFixture fixture = new(async request =>
        {
            await request.SendErrorAsync(status, code);
            return true;
        });

        SaveResult result = await SaveAsync(fixture, new StoreOptions());

        fixture.AssertNothingSaved(fault, result);
        AssertKeepsSecret(result);
    }

    [Fact]
    public async Task No_failed_connection_tells_a_secret_or_a_signature()
    {
        using TransferFixture fixture = new(request =>
        {
            request.Reset();
            return Task.FromResult(true);
        });

        SaveResult result = await SaveAsync(fixture, new StoreOptions());

        fixture.AssertNothingSaved(ImageFault.ConnectionFailed, result);
        AssertKeepsSecret(result);
    }

    [Fact]
    public async Task A_redirect_gets_no_signature()
    {
        List<string> heads = [];
        using LoopbackStore other = LoopbackStore.Start(new Dictionary<string, byte[]>(), async request =>
        {
            heads.Add(request.Head);
            await request.SendHeadersAsync(TransferFixture.Bytes.Length);
            await request.SendAsync(TransferFixture.Bytes);
            return true;
        });
        using TransferFixture fixture = new(async request =>
        {
            await request.SendAsync($"HTTP/1.1 307 Elsewhere\r\nLocation: http://localhost:{other.Endpoint.Port}/x\r\nContent-Length: 0\r\n\r\n");
            return true;
        });

        SaveResult result = await SaveAsync(fixture, new StoreOptions { AllowHost = ["localhost"] });

        Assert.Null(result.Problem);
        string head = Assert.Single(heads);
        Assert.StartsWith("GET /x HTTP/1.1\r\n", head, StringComparison.Ordinal);
        Assert.DoesNotContain("Authorization", head, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Amz", head, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_host_that_is_neither_the_endpoint_nor_S3_is_asked_without_a_signature()
    {
        using TransferFixture fixture = new();
        using ImageStore store = new(new StoreOptions { Credentials = s_credentials, AllowHost = ["127.0.0.1"] });

        SaveResult result = await new ImageDownload(store, fixture.Destination).SaveAsync(
            TransferFixture.Request with { Url = $"{fixture.Store.Endpoint}{TransferFixture.ObjectPath}" }, CancellationToken.None);

        // The store finds its object by the whole target: a query would be part of it.
        Assert.Null(result.Problem);
    }

    private static async Task<SaveResult> SaveAsync(TransferFixture fixture, StoreOptions options)
    {
        using ImageStore store = new(options with
        {
            EndpointUrl = fixture.Store.Endpoint,
            Credentials = s_credentials,
            Retry = TransferFixture.OptionsFor(null).Retry,
        });
        return await new ImageDownload(store, fixture.Destination).SaveAsync(TransferFixture.Request, CancellationToken.None);
    }

    private static void AssertKeepsSecret(SaveResult result)
    {
        Assert.DoesNotContain("Amz", result.Problem!.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("AKID", result.Problem.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, result.Problem.ToString(), StringComparison.Ordinal);
    }
}
