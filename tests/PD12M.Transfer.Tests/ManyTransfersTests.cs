using System.Collections.Concurrent;
using System.Security.Cryptography;
using PD12M.Testing;

namespace PD12M.Transfer.Tests;

/// <summary>So many transfers at once that they are hashed in vector lanes, where the processor has them.</summary>
public sealed class ManyTransfersTests : IDisposable
{
    private const int Images = 150;

    private readonly string _folder = TemporaryFolder.Create();

    public void Dispose() => TemporaryFolder.Delete(_folder);

    [Theory]
    [InlineData(null)]
    [InlineData(1L << 40)]
    public async Task Whatever_breaks_off_goes_on_and_is_whole(long? bytesPerSecond)
    {
        Dictionary<string, byte[]> contents = MakeBucket();
        await using ObjectServer server = ObjectServer.Start(Path.Combine(_folder, "bucket"));
        server.Faults.Add(new Fault(FaultKind.Reset) { Probability = 0.3, Seed = 1, AfterBytes = 70_000 });
        server.Faults.Add(new Fault(FaultKind.Truncate) { Probability = 0.1, Seed = 2 });
        server.Faults.Add(new Fault(FaultKind.WrongBytes) { Every = 20, Times = 2, AfterBytes = 50 });

        ConcurrentDictionary<string, SaveResult> results = await SaveAllAsync(server.Endpoint, contents, bytesPerSecond);

        foreach ((string id, byte[] bytes) in contents)
        {
            Assert.Null(results[id].Problem);
            Assert.Equal(bytes, await File.ReadAllBytesAsync(results[id].Image!.Path));
        }
        Assert.Contains(results.Values, result => result.Attempts > 1);
    }

    [Fact]
    public async Task One_wrong_image_among_them_is_told_and_not_saved()
    {
        Dictionary<string, byte[]> contents = MakeBucket();
        await using ObjectServer server = ObjectServer.Start(Path.Combine(_folder, "bucket"));
        string wrong = contents.Keys.ElementAt(77);
        server.Faults.Add(new Fault(FaultKind.WrongBytes) { Key = $"images/{wrong}.jpeg", AfterBytes = 10 });

        ConcurrentDictionary<string, SaveResult> results = await SaveAllAsync(server.Endpoint, contents);

        Assert.Equal(ImageFault.HashMismatch, results[wrong].Problem?.Fault);
        Assert.Equal(Images - 1, results.Values.Count(result => result.Image is not null));
        Assert.Equal(Images - 1, Directory.GetFiles(Root, "*.jpeg", SearchOption.AllDirectories).Length);
    }

    private string Root => Path.Combine(_folder, "images");

    private async Task<ConcurrentDictionary<string, SaveResult>> SaveAllAsync(Uri endpoint, Dictionary<string, byte[]> contents, long? bytesPerSecond = null)
    {
        using ImageStore store = new(new StoreOptions
        {
            EndpointUrl = endpoint,
            ThrottleLimit = 48,
            Retry = new RetryOptions { Attempts = 50, FirstDelay = TimeSpan.FromMilliseconds(1) },
        });
        using DestinationFolder destination = DestinationFolder.Open(Root);
        ImageDownload download = new(store, destination) { Bandwidth = bytesPerSecond is { } rate ? new BandwidthLimit(rate) : null };
        ConcurrentDictionary<string, SaveResult> results = new();
        await Task.WhenAll(contents.Select(async item => results[item.Key] = await Task.Run(() => download.SaveAsync(
            new ImageRequest(item.Key, $"s3://pd12m/images/{item.Key}.jpeg", Convert.ToHexString(MD5.HashData(item.Value))), CancellationToken.None))));
        return results;
    }

    private Dictionary<string, byte[]> MakeBucket()
    {
        string bucket = Directory.CreateDirectory(Path.Combine(_folder, "bucket", "images")).FullName;
        Dictionary<string, byte[]> contents = [];
        Random random = new(3);
        for (int i = 0; i < Images; i++)
        {
            // Some in one piece, some in several, and of these some in whole ones.
            byte[] bytes = new byte[i % 20 == 0 ? 2 << 20 : i % 20 == 10 ? random.Next(1_000_000, 3_000_000) : random.Next(100, 400_000)];
            random.NextBytes(bytes);
            string id = $"{i % 16:x}{i:d5}";
            contents.Add(id, bytes);
            File.WriteAllBytes(Path.Combine(bucket, id + ".jpeg"), bytes);
        }
        return contents;
    }
}
