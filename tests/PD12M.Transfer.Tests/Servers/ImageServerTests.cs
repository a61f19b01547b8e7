using System.Security.Cryptography;
using Amazon.S3.Model;

namespace PD12M.Transfer.Tests.Servers;

[Collection(SharedServers.Name)]
public sealed class ImageServerTests(TestStores stores) : IDisposable
{
    private const string Key = "images/1.jpeg";

    private readonly string _root = TemporaryFolder.Create();

    public void Dispose() => TemporaryFolder.Delete(_root);

    [Theory]
    [On(ServerKind.RadosGateway)]
    public async Task An_object_is_given_to_whoever_has_the_right_secret(ServerKind kind)
    {
        TestStore store = await stores.GetAsync(kind);
        string bucket = await BucketWithImageAsync(store);

        Assert.Null((await SaveAsync(store.Endpoint, bucket, new StoreOptions { Credentials = store.Credentials })).Problem);
        File.Delete(ImagePath);
        SaveResult refused = await SaveAsync(store.Endpoint, bucket, new StoreOptions { Credentials = store.WrongCredentials });

        Assert.Equal(ImageFault.AccessDenied, refused.Problem?.Fault);
        Assert.Contains("SignatureDoesNotMatch", refused.Problem!.Message, StringComparison.Ordinal);
        Assert.Equal(1, refused.Attempts);
        Assert.False(File.Exists(ImagePath));
    }

    [Theory]
    [On(ServerKind.RadosGateway)]
    public async Task An_object_is_given_to_everybody_only_where_the_buckets_policy_says_so(ServerKind kind)
    {
        TestStore store = await stores.GetAsync(kind);
        string bucket = await BucketWithImageAsync(store);

        Assert.Equal(ImageFault.AccessDenied, (await SaveAsync(store.Endpoint, bucket, new StoreOptions())).Problem?.Fault);
        await OpenToEverybodyAsync(store, bucket);

        Assert.Null((await SaveAsync(store.Endpoint, bucket, new StoreOptions())).Problem);
    }

    [Theory]
    [On(ServerKind.S3rver)]
    [On(ServerKind.RadosGateway)]
    public async Task A_bucket_that_asks_for_no_money_does_not_mind_an_offer(ServerKind kind)
    {
        TestStore store = await stores.GetAsync(kind);
        string bucket = await BucketWithImageAsync(store);

        Assert.Null((await SaveAsync(store.Endpoint, bucket, new StoreOptions { Credentials = store.Credentials, RequestPayer = true })).Problem);
    }

    [Theory]
    [On(ServerKind.RadosGateway)]
    public async Task A_bucket_in_the_hosts_name_is_found(ServerKind kind)
    {
        TestStore store = await stores.GetAsync(kind);
        string bucket = await BucketWithImageAsync(store, TransferFixture.ObjectPath);
        await OpenToEverybodyAsync(store, bucket);
        using LoopbackStore relay = Relay.Start(store.Endpoint);
        Dictionary<string, string> environment = new() { ["http_proxy"] = relay.Endpoint.AbsoluteUri, ["no_proxy"] = "", ["NO_PROXY"] = "" };

        Assert.Equal("", await OwnProcess.SaveAsync(_root, new Uri($"http://{bucket}.s3.localhost/"), environment));
        Assert.Equal(1, relay.CountOf($"http://{bucket}.s3.localhost/{TransferFixture.ObjectPath}"));
    }

    [Theory]
    [On(ServerKind.S3rver)]
    [On(ServerKind.RadosGateway)]
    public async Task An_object_stored_in_parts_goes_on_where_its_transfer_broke_off(ServerKind kind)
    {
        TestStore store = await stores.GetAsync(kind);
        string bucket = await store.CreateBucketAsync();
        byte[] bytes = RandomNumberGenerator.GetBytes(7_000_001);
        await PutPartsAsync(store, bucket, bytes, 5 << 20);
        List<string> heads = [];
        using LoopbackStore relay = Relay.Start(store.Endpoint, cutFirst: 3_000_000, heads);

        SaveResult result = await SaveAsync(relay.Endpoint, bucket, new StoreOptions { Credentials = store.Credentials }, hash: MD5.HashData(bytes));

        Assert.Null(result.Problem);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(ImagePath));
        Assert.Equal(2, heads.Count);
        Assert.Contains($"\r\nIf-Match: {(await store.Client.GetObjectMetadataAsync(bucket, Key)).ETag}\r\n", heads[1], StringComparison.Ordinal);
        Assert.Matches("\r\nRange: bytes=[1-9][0-9]*-\r\n", heads[1]);
    }

    private string ImagePath => Path.Combine(_root, "1.jpeg");

    private static async Task<string> BucketWithImageAsync(TestStore store, string key = Key)
    {
        string bucket = await store.CreateBucketAsync();
        using MemoryStream bytes = new(TransferFixture.Bytes);
        await store.Client.PutObjectAsync(new PutObjectRequest { BucketName = bucket, Key = key, InputStream = bytes, UseChunkEncoding = false });
        return bucket;
    }

    private static async Task OpenToEverybodyAsync(TestStore store, string bucket) => await store.Client.PutBucketPolicyAsync(bucket, $$"""
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::{{bucket}}/*"}]}
        """);

    private static async Task PutPartsAsync(TestStore store, string bucket, byte[] bytes, int partLength)
    {
        string upload = (await store.Client.InitiateMultipartUploadAsync(bucket, Key)).UploadId;
        CompleteMultipartUploadRequest request = new() { BucketName = bucket, Key = Key, UploadId = upload, PartETags = [] };
        foreach (byte[] part in bytes.Chunk(partLength))
        {
            int number = request.PartETags.Count + 1;
            using MemoryStream content = new(part);
            UploadPartResponse answer = await store.Client.UploadPartAsync(
                new UploadPartRequest { BucketName = bucket, Key = Key, UploadId = upload, PartNumber = number, InputStream = content, UseChunkEncoding = false });
            request.PartETags.Add(new PartETag(number, answer.ETag));
        }
        await store.Client.CompleteMultipartUploadAsync(request);
    }

    private async Task<SaveResult> SaveAsync(Uri endpoint, string bucket, StoreOptions options, byte[]? hash = null)
    {
        using ImageStore store = new(options with { EndpointUrl = endpoint, Retry = TransferFixture.OptionsFor(null).Retry });
        using DestinationFolder destination = DestinationFolder.Open(_root);
        return await new ImageDownload(store, destination) { Layout = ImageLayout.Flat }.SaveAsync(
            new ImageRequest("1", $"s3://{bucket}/{Key}", Convert.ToHexString(hash ?? MD5.HashData(TransferFixture.Bytes))), CancellationToken.None);
    }
}
