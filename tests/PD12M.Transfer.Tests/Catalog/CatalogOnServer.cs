using System.Security.Cryptography;
using System.Text.Json;
using PD12M.Embeddings;
using PD12M.Testing;

namespace PD12M.Transfer.Tests;

/// <summary>Two metadata files of a megabyte and an embedding file, served as a plain folder and as a hub's repository, and a destination.</summary>
internal sealed class CatalogOnServer : IAsyncDisposable
{
    public const string Repository = "datasets/Spawning/PD12M";
    public const string Resolved = Repository + "/resolve/main/";
    public const string Listing = "api/datasets/Spawning/PD12M/tree/main/";
    public const string First = "metadata/pd12m.000.parquet";
    public const string Second = "metadata/pd12m.001.parquet";
    public const string Embedding = "embeddings/pd12m.00.npy";

    /// <summary>The most requests at once.</summary>
    public const int Connections = 4;

    /// <summary>Files of a megabyte have some sixteen ranges.</summary>
    public const int RangeLength = 64 * 1024;

    private readonly MetadataOnServer _metadata = new(rows: 3_000);

    public CatalogOnServer(string? destination = null)
    {
        Destination = destination ?? TemporaryFolder.Create();
        WriteFirst(seed: 2);
        File.Move(PathOf(First), PathOf(Second));
        WriteFirst(seed: 1);
        WriteEmbedding(PathOf(Embedding));
        foreach (string key in new[] { First, Second, Embedding })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(PathOf(Resolved + key))!);
            File.Copy(PathOf(key), PathOf(Resolved + key));
        }

        WriteListing("metadata", Entry(First), Entry(Second), new { type = "file", path = "metadata/README.md", size = 12, oid = "0a" });
        WriteListing("embeddings", Entry(Embedding));
    }

    public ObjectServer Server => _metadata.Server;

    public string Destination { get; }

    /// <summary>The plain folder's address.</summary>
    public Uri Plain => Server.AddressOf("");

    /// <summary>The repository's address.</summary>
    public Uri Hub => Server.AddressOf(Repository);

    public string WorkFolder => Path.Combine(Destination, ".pd12m");

    /// <summary>Where a key's file is on the server.</summary>
    public string PathOf(string key) => Path.Combine(_metadata.Folder, key);

    /// <summary>Where a key's file goes.</summary>
    public string SavedPathOf(string key) => Path.Combine(Destination, key);

    /// <summary>Puts another first file into the plain folder.</summary>
    public void WriteFirst(int seed) => _metadata.Write(rows: 3_000, rowsPerGroup: 1_000_000, seed);

    public void WriteListing(string folder, params object[] entries) => WriteListing(folder, JsonSerializer.Serialize(entries));

    public void WriteListing(string folder, string json)
    {
        string path = PathOf(Listing + folder);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, json);
    }

    /// <summary>A listing's entry for a key.</summary>
    public object Entry(string key, string? sha256 = null, long? size = null) => new
    {
        type = "file",
        oid = "f3c1d6a0",
        size = size ?? new FileInfo(PathOf(key)).Length,
        lfs = new { oid = sha256 ?? Sha256Of(PathOf(key)), size = 1, pointerSize = 133 },
        path = key,
    };

    public void WriteSums(params string[] lines) => File.WriteAllText(PathOf("SHA256SUMS"), string.Concat(lines.Select(line => line + "\n")));

    public static Task<FileCatalog> ListAsync(Uri home, RemoteCredential? credential = null, params DataSetPart[] parts)
    {
        Assert.True(CatalogHome.TryCreate(home, DataSetName.PD12M, "main", out CatalogHome? parsed, out string? problem), problem);
        return FileCatalog.ReadAsync(
            parsed, parts.Length > 0 ? parts : [DataSetPart.Metadata], _ => true, MetadataOnServer.Options with { Credential = credential }, Connections, CancellationToken.None);
    }

    public async Task<CatalogOutcome[]> SaveAsync(
        IEnumerable<CatalogFile> files, bool force = false, RemoteOptions? options = null, CancellationToken token = default)
    {
        using DestinationFolder destination = DestinationFolder.Open(Destination);
        using CatalogTransfer transfer = new(destination, options ?? MetadataOnServer.Options, Connections) { RangeLength = RangeLength, Force = force };
        return await Task.WhenAll(files.Select(file => transfer.SaveAsync(file, token)));
    }

    public async Task<CatalogOutcome[]> SaveAllAsync(Uri home, bool force = false, RemoteOptions? options = null, params DataSetPart[] parts) =>
        await SaveAsync((await ListAsync(home, options?.Credential, parts)).Files, force, options);

    public void AssertSaved(params string[] keys)
    {
        Assert.Equal(
            keys.Order(StringComparer.Ordinal),
            Directory.GetFiles(Destination, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(Destination, path).Replace('\\', '/')).Order(StringComparer.Ordinal));
        Assert.All(keys, key => Assert.Equal(Sha256Of(PathOf(key)), Sha256Of(SavedPathOf(key))));
        Assert.False(Directory.Exists(WorkFolder));
    }

    public static string Sha256Of(string path) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));

    public async ValueTask DisposeAsync()
    {
        await _metadata.DisposeAsync();
        TemporaryFolder.Delete(Destination);
    }

    private static void WriteEmbedding(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using NpyWriter writer = new(File.Create(path), rows: 500, dimensions: 64);
        float[] row = new float[64];
        Random random = new(3);
        for (int i = 0; i < 500; i++)
        {
            for (int j = 0; j < row.Length; j++)
            {
                row[j] = random.NextSingle();
            }

            writer.WriteRow(row);
        }

        writer.Finish();
    }
}
