using System.Security.Cryptography;
using Amazon.Runtime;
using Amazon.S3.Model;
using PD12M.Testing;
using PD12M.Transfer.Buckets;

namespace PD12M.Transfer.Tests.Servers;

[Collection(SharedServers.Name)]
public sealed class BucketDestinationTests(TestStores stores)
{
    private const string Key = "copy/0a1/0a1b2c3d.jpeg";

    [Theory]
    [On(ServerKind.ObjectServer)]
    [On(ServerKind.S3rver)]
    [On(ServerKind.RadosGateway)]
    public async Task An_object_is_there_whole_with_its_MD5_as_its_ETag(ServerKind kind)
    {
        (TestStore store, string bucket, BucketDestination destination) = await OpenAsync(kind);
        using BucketDestination opened = destination;
        using SpoolFile file = FileOf(TransferFixture.Bytes);

        Assert.Null(await destination.FindAsync(Key, CancellationToken.None));
        await destination.PutAsync(Key, file, MD5.HashData(TransferFixture.Bytes), CancellationToken.None);

        Assert.Equal(TransferFixture.Bytes.Length, await destination.FindAsync(Key, CancellationToken.None));
        using GetObjectResponse saved = await store.Client.GetObjectAsync(bucket, Key);
        Assert.Equal("image/jpeg", saved.Headers.ContentType);
        Assert.Equal($"\"{Convert.ToHexStringLower(MD5.HashData(TransferFixture.Bytes))}\"", saved.ETag);
        using MemoryStream bytes = new();
        await saved.ResponseStream.CopyToAsync(bytes);
        Assert.Equal(TransferFixture.Bytes, bytes.ToArray());
    }

    [Theory]
    [On(ServerKind.ObjectServer)]
    [On(ServerKind.S3rver)]
    [On(ServerKind.RadosGateway)]
    public async Task An_object_that_is_there_is_replaced_and_one_of_nothing_and_one_of_many_pieces_are_saved(ServerKind kind)
    {
        (TestStore store, string bucket, BucketDestination destination) = await OpenAsync(kind);
        using BucketDestination opened = destination;
        byte[] large = RandomNumberGenerator.GetBytes((20 << 20) + 1);
        foreach (byte[] bytes in (byte[][])[[1, 2, 3], [], large])
        {
            using SpoolFile file = FileOf(bytes);
            await destination.PutAsync(Key, file, MD5.HashData(bytes), CancellationToken.None);

            Assert.Equal(bytes.Length, await destination.FindAsync(Key, CancellationToken.None));
            GetObjectMetadataResponse saved = await store.Client.GetObjectMetadataAsync(bucket, Key);
            Assert.Equal($"\"{Convert.ToHexStringLower(MD5.HashData(bytes))}\"", saved.ETag);
        }
    }

    [Theory]
    [On(ServerKind.ObjectServer)]
    [On(ServerKind.RadosGateway)]
    public async Task Bytes_that_are_not_those_of_the_MD5_are_refused_by_the_store(ServerKind kind)
    {
        (TestStore store, string bucket, BucketDestination destination) = await OpenAsync(kind);
        using BucketDestination opened = destination;
        using SpoolFile file = FileOf(TransferFixture.Bytes);

        BucketException error = await Assert.ThrowsAsync<BucketException>(() => destination.PutAsync(Key, file, new byte[16], CancellationToken.None));

        Assert.Contains("BadDigest", error.Message, StringComparison.Ordinal);
        Assert.Contains($"s3://{bucket}/{Key}", error.Message, StringComparison.Ordinal);
        Assert.Null(await destination.FindAsync(Key, CancellationToken.None));
    }

    [Theory]
    [On(ServerKind.RadosGateway)]
    public async Task A_wrong_secret_is_refused_when_the_bucket_is_opened(ServerKind kind)
    {
        TestStore store = await stores.GetAsync(kind);
        string bucket = await store.CreateBucketAsync();

        BucketException error = await Assert.ThrowsAsync<BucketException>(() => OpenAsync(store, bucket, store.WrongCredentials));

        Assert.Equal(ImageFault.WriteDenied, error.Fault);
        Assert.Contains("SignatureDoesNotMatch", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("X-Amz", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [On(ServerKind.ObjectServer)]
    [On(ServerKind.S3rver)]
    [On(ServerKind.RadosGateway)]
    public async Task A_bucket_that_is_not_there_is_an_error_when_it_is_opened(ServerKind kind)
    {
        TestStore store = await stores.GetAsync(kind);

        BucketException error = await Assert.ThrowsAsync<BucketException>(() => OpenAsync(store, "no-such-bucket", store.Credentials));

        Assert.Equal(ImageFault.NotFound, error.Fault);
        Assert.Contains("NoSuchBucket", error.Message, StringComparison.Ordinal);
        Assert.Contains("s3://no-such-bucket/copy", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [On(ServerKind.RadosGateway)]
    public async Task A_user_who_may_only_read_is_refused_once(ServerKind kind)
    {
        TestStore store = await stores.GetAsync(kind);
        string bucket = await store.CreateBucketAsync();
        await store.Client.PutBucketPolicyAsync(bucket, $$"""
            {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Principal": "*", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::{{bucket}}/*"}]}
            """);
        using BucketDestination destination = await OpenAsync(store, bucket, store.Credentials);
        using SpoolFile file = FileOf(TransferFixture.Bytes);

        BucketException error = await Assert.ThrowsAsync<BucketException>(() => destination.PutAsync(Key, file, MD5.HashData(TransferFixture.Bytes), CancellationToken.None));

        Assert.Equal(ImageFault.WriteDenied, error.Fault);
        Assert.Contains("s3:PutObject", error.Message, StringComparison.Ordinal);
    }

    private static SpoolFile FileOf(byte[] bytes)
    {
        SpoolFile file = new();
        file.Write(bytes, bytes.Length);
        return file;
    }

    private async Task<(TestStore Store, string Bucket, BucketDestination Destination)> OpenAsync(ServerKind kind)
    {
        TestStore store = await stores.GetAsync(kind);
        string bucket = await store.CreateBucketAsync();
        return (store, bucket, await OpenAsync(store, bucket, store.Credentials));
    }

    private static Task<BucketDestination> OpenAsync(TestStore store, string bucket, AWSCredentials credentials)
    {
        Assert.True(BucketAddress.TryParse($"s3://{bucket}/copy/", out BucketAddress? address, out string? problem), problem);
        return BucketDestination.OpenAsync(address, TransferFixture.OptionsFor(store.Endpoint) with { Credentials = credentials }, CancellationToken.None);
    }
}
