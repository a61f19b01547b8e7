using System.Security.Cryptography;

namespace PD12M.Transfer.Tests;

/// <summary>A store with one image, a destination in the temporary folder, and a download between them.</summary>
internal sealed class TransferFixture : IDisposable
{
    public const string Id = "0a1b2c3d-0000-5000-8000-000000000001";
    public const string ObjectPath = "pd12m/images/" + Id + ".jpeg";

    private readonly ImageStore _imageStore;

    public TransferFixture(
        Func<StoreRequest, Task<bool>>? answer = null, bool force = false, TimeSpan? stallTimeout = null, long maximumLength = 1 << 20, string? root = null)
    {
        Root = root ?? TemporaryFolder.Create();
        Dictionary<string, byte[]> objects = new() { [ObjectPath] = Bytes };
        Store = LoopbackStore.Start(objects, answer);
        _imageStore = new ImageStore(OptionsFor(Store.Endpoint) with
        {
            FirstByteTimeout = stallTimeout ?? TimeSpan.FromSeconds(60),
            StallTimeout = stallTimeout ?? TimeSpan.FromSeconds(60),
        });
        Destination = DestinationFolder.Open(Root);
        Download = new ImageDownload(_imageStore, Destination) { Force = force, MaximumLength = maximumLength };
    }

    /// <summary>The image.</summary>
    public static byte[] Bytes { get; } = MakeBytes();

    public static ImageRequest Request { get; } = new(
        Id, $"https://pd12m.s3.us-west-2.amazonaws.com/images/{Id}.jpeg", Convert.ToHexString(MD5.HashData(Bytes)), "image/jpeg");

    /// <summary>A store that is tried three times, quickly.</summary>
    public static StoreOptions OptionsFor(Uri? endpoint) => new()
    {
        EndpointUrl = endpoint,
        ThrottleLimit = 8,
        Retry = new RetryOptions { Attempts = 3, FirstDelay = TimeSpan.FromMilliseconds(1) },
    };

    public string Root { get; }

    public LoopbackStore Store { get; }

    public DestinationFolder Destination { get; }

    public ImageDownload Download { get; }

    public string ImagePath => Path.Combine(Root, "0a1", Id + ".jpeg");

    public int RequestCount => Store.CountOf(ObjectPath);

    public string[] PartialFiles => Directory.GetFiles(Path.Combine(Root, ".pd12m"), "*.part");

    public Task<SaveResult> SaveAsync(ImageRequest? request = null, CancellationToken cancellationToken = default) =>
        Download.SaveAsync(request ?? Request, cancellationToken);

    public void AssertNothingSaved(ImageFault fault, SaveResult result)
    {
        Assert.Null(result.Image);
        Assert.Equal(fault, result.Problem?.Fault);
        Assert.EndsWith(".", result.Problem!.Message, StringComparison.Ordinal);
        AssertNoFiles();
    }

    public void AssertNoFiles()
    {
        Assert.False(File.Exists(ImagePath));
        Assert.Empty(PartialFiles);
    }

    public void Dispose()
    {
        Destination.Dispose();
        _imageStore.Dispose();
        Store.Dispose();
        TemporaryFolder.Delete(Root);
    }

    private static byte[] MakeBytes()
    {
        byte[] bytes = new byte[300_001];
        new Random(12).NextBytes(bytes);
        return bytes;
    }
}
