using System.Security.Cryptography;
using System.Text.Json;
using PD12M.Samples;
using PD12M.Testing;

namespace PD12M.Tests.Commands;

/// <summary>A sample data set of three metadata files and an embedding file, as a plain folder and as a hub's repository.</summary>
public sealed class DataSetMirror : IAsyncDisposable
{
    public const string Repository = "datasets/Spawning/PD12M";

    /// <summary>A plain folder whose address looks like a repository's.</summary>
    public const string LikeRepository = "datasets/plain/PD12M";

    private readonly TemporaryFolder _folder = new();

    public DataSetMirror(ObjectServerOptions? options = null, int records = 30)
    {
        SampleDataSet.Write(_folder.Path, records, new SampleOptions { RowsPerFile = records / 3 });
        foreach (string folder in new[] { "metadata", "embeddings" })
        {
            foreach (string copy in new[] { $"{Repository}/resolve/main/{folder}", $"{LikeRepository}/{folder}" })
            {
                Directory.CreateDirectory(_folder[copy]);
                foreach (string path in Directory.GetFiles(_folder[folder]))
                {
                    File.Copy(path, Path.Combine(_folder[copy], Path.GetFileName(path)));
                }
            }

            List(folder);
        }

        Server = ObjectServer.Start(_folder.Path, options);
    }

    public ObjectServer Server { get; }

    public Uri Hub => Server.AddressOf(Repository);

    public Uri Plain => Server.AddressOf("");

    public string Metadata => _folder["metadata"];

    public string Embeddings => _folder["embeddings"];

    public long MetadataLength => Directory.GetFiles(Metadata).Sum(path => new FileInfo(path).Length);

    /// <summary>Writes the listing of a folder, with further entries.</summary>
    public void List(string folder, params object[] more)
    {
        object[] entries =
        [
            .. Directory.GetFiles(_folder[folder]).Select(path => new
            {
                type = "file",
                path = $"{folder}/{Path.GetFileName(path)}",
                size = new FileInfo(path).Length,
                lfs = new { oid = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))) },
            }),
            .. more,
        ];
        string listing = _folder[$"api/{Repository}/tree/main/{folder}"];
        Directory.CreateDirectory(Path.GetDirectoryName(listing)!);
        File.WriteAllText(listing, JsonSerializer.Serialize(entries));
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        _folder.Dispose();
    }
}
