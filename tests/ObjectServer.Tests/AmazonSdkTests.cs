using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace PD12M.Testing;

/// <summary>The vendor's own client has to take the server for S3.</summary>
public class AmazonSdkTests
{
    [Fact]
    public async Task An_anonymous_client_gets_an_object()
    {
        await using ServedFolder served = new();
        served.Write("images/ä b.jpeg", "abc");
        using AmazonS3Client client = Anonymous(served);

        using GetObjectResponse response = await client.GetObjectAsync("pd12m", "images/ä b.jpeg");

        Assert.Equal("abc", await ReadAsync(response));
        Assert.Equal("\"900150983cd24fb0d6963f7d28e17f72\"", response.ETag);
        Assert.False(Assert.Single(served.Server.Statistics.Log).IsAuthorized);
    }

    [Fact]
    public async Task A_client_gets_a_range()
    {
        await using ServedFolder served = new();
        served.Write("a", "0123456789");
        using AmazonS3Client client = Anonymous(served);

        using GetObjectResponse response = await client.GetObjectAsync(
            new GetObjectRequest { BucketName = "pd12m", Key = "a", ByteRange = new ByteRange(2, 4) });

        Assert.Equal(HttpStatusCode.PartialContent, response.HttpStatusCode);
        Assert.Equal("234", await ReadAsync(response));
        Assert.Equal("bytes 2-4/10", response.ContentRange);
    }

    [Fact]
    public async Task A_client_gets_metadata()
    {
        await using ServedFolder served = new();
        served.Write("a", "0123456789");
        using AmazonS3Client client = Anonymous(served);

        GetObjectMetadataResponse response = await client.GetObjectMetadataAsync("pd12m", "a");

        Assert.Equal(10, response.ContentLength);
    }

    [Fact]
    public async Task Errors_have_S3s_codes()
    {
        await using ServedFolder served = new();
        using AmazonS3Client client = Anonymous(served);

        NoSuchKeyException key = await Assert.ThrowsAsync<NoSuchKeyException>(() => client.GetObjectAsync("pd12m", "missing"));
        AmazonS3Exception bucket = await Assert.ThrowsAnyAsync<AmazonS3Exception>(() => client.GetObjectAsync("other", "a"));

        Assert.Equal(HttpStatusCode.NotFound, key.StatusCode);
        Assert.Equal("NoSuchBucket", bucket.ErrorCode);
    }

    [Fact]
    public async Task A_client_without_credentials_is_denied_where_they_are_demanded()
    {
        await using ServedFolder served = new(new ObjectServerOptions { RequireCredentials = true });
        served.Write("a", "abc");
        using AmazonS3Client anonymous = Anonymous(served);
        using AmazonS3Client known = Known(served);

        AmazonS3Exception error = await Assert.ThrowsAnyAsync<AmazonS3Exception>(() => anonymous.GetObjectAsync("pd12m", "a"));
        using GetObjectResponse response = await known.GetObjectAsync("pd12m", "a");

        Assert.Equal("AccessDenied", error.ErrorCode);
        Assert.Equal("abc", await ReadAsync(response));
    }

    [Fact]
    public async Task SlowDown_is_retried()
    {
        await using ServedFolder served = new();
        served.Write("a", "abc");
        served.Server.Faults.Add(new Fault(FaultKind.Status) { Times = 2 });
        using AmazonS3Client client = Anonymous(served, retries: 3);

        using GetObjectResponse response = await client.GetObjectAsync("pd12m", "a");

        Assert.Equal("abc", await ReadAsync(response));
        Assert.Equal(3, served.Server.Statistics.RequestsFor("a"));
    }

    [Fact]
    public async Task Listings_are_sorted_and_paged()
    {
        await using ServedFolder served = new();
        string[] keys = ["images/a", "images/b&<c>", "images/b/1", "images/b/2", "images/ä", "images/\uFF5E", "images/\U0001F600"];
        foreach (string key in keys.Reverse().Append("other"))
        {
            served.Write(key, "abc");
        }

        using AmazonS3Client client = Anonymous(served);
        ListObjectsV2Request request = new() { BucketName = "pd12m", Prefix = "images/", MaxKeys = 2 };
        List<S3Object> listed = [];
        int pages = 0;
        ListObjectsV2Response page;
        do
        {
            page = await client.ListObjectsV2Async(request);
            listed.AddRange(page.S3Objects);
            request.ContinuationToken = page.NextContinuationToken;
            pages++;
        }
        while (page.IsTruncated == true);

        Assert.Equal(keys, listed.Select(item => item.Key));
        Assert.Equal(4, pages);
        Assert.All(listed, item => Assert.Equal(3, item.Size));
        Assert.All(listed, item => Assert.Equal("\"900150983cd24fb0d6963f7d28e17f72\"", item.ETag));
    }

    [Fact]
    public async Task Listings_fold_what_is_behind_the_delimiter()
    {
        await using ServedFolder served = new();
        foreach (string key in (string[])["a", "images/1", "images/2", "metadata/1", "z"])
        {
            served.Write(key, "abc");
        }

        using AmazonS3Client client = Anonymous(served);
        ListObjectsV2Request request = new() { BucketName = "pd12m", Delimiter = "/", MaxKeys = 2, Encoding = EncodingType.Url };
        ListObjectsV2Response first = await client.ListObjectsV2Async(request);
        request.ContinuationToken = first.NextContinuationToken;
        ListObjectsV2Response second = await client.ListObjectsV2Async(request);

        Assert.Equal("a", Assert.Single(first.S3Objects).Key);
        Assert.Equal("images/", Assert.Single(first.CommonPrefixes));
        Assert.Equal("metadata/", Assert.Single(second.CommonPrefixes));
        Assert.Equal("z", Assert.Single(second.S3Objects).Key);
        Assert.False(second.IsTruncated);
    }

    [Theory]
    [InlineData("../")]
    [InlineData("linked/")]
    [InlineData("missing/")]
    public async Task Listings_never_leave_the_folder(string prefix)
    {
        await using ServedFolder served = new();
        await File.WriteAllTextAsync(Path.Combine(served.Outside, "secret"), "secret");
        Directory.CreateSymbolicLink(Path.Combine(served.Folder, "linked"), served.Outside);
        using AmazonS3Client client = Anonymous(served);

        ListObjectsV2Response page = await client.ListObjectsV2Async(new() { BucketName = "pd12m", Prefix = prefix });

        Assert.Equal(0, page.KeyCount);
    }

    [Fact]
    public async Task A_client_stores_an_object()
    {
        await using ServedFolder served = new(new ObjectServerOptions { AllowWrite = true, RequireCredentials = true });
        using AmazonS3Client client = Known(served);

        await client.PutObjectAsync(new PutObjectRequest { BucketName = "pd12m", Key = "a", ContentBody = "0123456789" });

        Assert.Equal("0123456789", await File.ReadAllTextAsync(Path.Combine(served.Folder, "a")));
    }

    private static AmazonS3Client Anonymous(ServedFolder served, int retries = 0) =>
        new(new AnonymousAWSCredentials(), Configuration(served, retries));

    private static AmazonS3Client Known(ServedFolder served) =>
        new(new BasicAWSCredentials("access", "secret"), Configuration(served, retries: 0));

    private static AmazonS3Config Configuration(ServedFolder served, int retries) => new()
    {
        ServiceURL = served.Server.Endpoint.AbsoluteUri,
        AuthenticationRegion = "us-west-2",
        ForcePathStyle = true,
        MaxErrorRetry = retries,
    };

    private static async Task<string> ReadAsync(GetObjectResponse response)
    {
        using StreamReader reader = new(response.ResponseStream);
        return await reader.ReadToEndAsync();
    }
}
