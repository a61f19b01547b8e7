using Amazon.Runtime;
using Amazon.S3;
using PD12M.Testing;

namespace PD12M.Transfer.Tests.Servers;

/// <summary>A running S3 server with one user, and Amazon's own client to look into it.</summary>
internal sealed class TestStore : IAsyncDisposable
{
    // The example key of the AWS General Reference, with one character more, so that nothing takes it for a real one.
    private const string Secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEYx";

    private readonly ServerProcess? _process;
    private readonly string? _folder;
    private int _buckets;

    private TestStore(Uri endpoint, string accessKey, string secretKey)
    {
        Endpoint = endpoint;
        Credentials = new BasicAWSCredentials(accessKey, secretKey);
        WrongCredentials = new BasicAWSCredentials(accessKey, "not the secret");
        Client = new AmazonS3Client(Credentials, new AmazonS3Config
        {
            ServiceURL = endpoint.AbsoluteUri,
            AuthenticationRegion = "us-east-1",
            ForcePathStyle = true,
            IgnoreConfiguredEndpointUrls = true,
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
        });
    }

    private TestStore(ServerProcess process, string accessKey, string secretKey)
        : this(process.Endpoint, accessKey, secretKey) => _process = process;

    private TestStore(string folder)
        : this(ObjectServer.Start(folder, new ObjectServerOptions { Bucket = null, AllowWrite = true }), folder)
    {
    }

    private TestStore(ObjectServer server, string folder)
        : this(server.Endpoint, "AKIDEXAMPLE", Secret)
    {
        Server = server;
        _folder = folder;
    }

    public Uri Endpoint { get; }

    public BasicAWSCredentials Credentials { get; }

    public BasicAWSCredentials WrongCredentials { get; }

    /// <summary>Amazon's client, signed in.</summary>
    public AmazonS3Client Client { get; }

    /// <summary>The tests' own server, where it is that.</summary>
    public ObjectServer? Server { get; }

    public static async Task<TestStore> StartAsync(ServerKind kind) => kind switch
    {
        ServerKind.RadosGateway => new TestStore(await ServerProcess.StartAsync("radosgw.sh", 2, "AKIDEXAMPLE", Secret), "AKIDEXAMPLE", Secret),

        // Its only user.
        ServerKind.S3rver => new TestStore(await ServerProcess.StartAsync("s3rver.sh", 1), "S3RVER", "S3RVER"),
        _ => new TestStore(TemporaryFolder.Create()),
    };

    /// <summary>Makes a bucket.</summary>
    public async Task<string> CreateBucketAsync()
    {
        string name = $"bucket-{Interlocked.Increment(ref _buckets)}";
        if (_folder is not null)
        {
            Directory.CreateDirectory(Path.Combine(_folder, name));
        }
        else
        {
            await Client.PutBucketAsync(name);
        }
        return name;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        _process?.Dispose();
        if (Server is not null)
        {
            await Server.DisposeAsync();
            TemporaryFolder.Delete(_folder!);
        }
    }
}

/// <summary>The servers of a run, each started when the first test asks for it.</summary>
public sealed class TestStores : IAsyncLifetime
{
    private readonly Dictionary<ServerKind, Task<TestStore>> _stores = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (Task<TestStore> store in _stores.Values.Where(store => store.IsCompletedSuccessfully))
        {
            await (await store).DisposeAsync();
        }
    }

    internal Task<TestStore> GetAsync(ServerKind kind)
    {
        lock (_stores)
        {
            return _stores.TryGetValue(kind, out Task<TestStore>? store) ? store : _stores[kind] = TestStore.StartAsync(kind);
        }
    }
}

/// <summary>The tests that share the servers.</summary>
[CollectionDefinition(Name)]
public sealed class SharedServers : ICollectionFixture<TestStores>
{
    public const string Name = "Servers";
}
