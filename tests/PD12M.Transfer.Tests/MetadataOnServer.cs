using PD12M.Dataset;
using PD12M.Parquet;
using PD12M.Testing;

namespace PD12M.Transfer.Tests;

/// <summary>A metadata file of several megabytes, served from a folder of its own.</summary>
internal sealed class MetadataOnServer : IAsyncDisposable
{
    public const string Key = "metadata/pd12m.000.parquet";

    private static readonly ParquetColumn[] s_columns =
    [
        new("id", PhysicalType.ByteArray, LogicalType: LogicalType.String),
        new("url", PhysicalType.ByteArray, LogicalType: LogicalType.String),
        new("caption", PhysicalType.ByteArray, LogicalType: LogicalType.String),
        new("width", PhysicalType.Int64),
        new("height", PhysicalType.Int64),
        new("mime_type", PhysicalType.ByteArray, LogicalType: LogicalType.String),
        new("hash", PhysicalType.ByteArray, LogicalType: LogicalType.String),
        new("license", PhysicalType.ByteArray, LogicalType: LogicalType.String),
        new("source", PhysicalType.ByteArray, LogicalType: LogicalType.String),
    ];

    public MetadataOnServer(int rows = 20_000, int rowsPerGroup = 1_000_000, IReadOnlyDictionary<string, string>? keyValues = null)
    {
        Folder = TemporaryFolder.Create();
        Directory.CreateDirectory(Path.Combine(Folder, "metadata"));
        Write(rows, rowsPerGroup, seed: 1, keyValues);
        Server = ObjectServer.Start(Folder);
    }

    public string Folder { get; }

    public ObjectServer Server { get; }

    public string LocalPath => Path.Combine(Folder, Key);

    public ObjectServerStatistics Statistics => Server.Statistics;

    /// <summary>Patience for tests: faults cost milliseconds.</summary>
    public static RemoteOptions Options { get; } = new()
    {
        FirstRetryDelay = TimeSpan.FromMilliseconds(1),
        FirstByteTimeout = TimeSpan.FromSeconds(20),
        StallTimeout = TimeSpan.FromSeconds(20),
    };

    /// <summary>Puts a new file in the place of the old one; what a seed gives is the same every time.</summary>
    public void Write(int rows, int rowsPerGroup, int seed, IReadOnlyDictionary<string, string>? keyValues = null)
    {
        ParquetWriterOptions options = new()
        {
            Codec = CompressionCodec.Uncompressed,
            RowGroupRows = rowsPerGroup,
            PageBytes = 100_000,
            DictionaryBytes = 1000,
            KeyValueMetadata = keyValues,
        };
        string path = LocalPath + ".new";
        using (ParquetWriter writer = new(File.Create(path), s_columns, options))
        {
            WriteRows(writer, rows, seed);
            writer.Finish();
        }

        File.Move(path, LocalPath, overwrite: true);
    }

    public RemoteByteSource OpenSource(RemoteOptions? options = null, string key = Key, CancellationToken token = default) =>
        Open(Server.AddressOf(key).AbsoluteUri, options, token);

    public static RemoteByteSource Open(string text, RemoteOptions? options = null, CancellationToken token = default)
    {
        Assert.True(RemoteAddress.TryParse(text, out RemoteAddress? address, out string? problem), problem);
        return RemoteByteSource.Open(address, token, options ?? Options);
    }

    /// <summary>Records that a source has.</summary>
    public static string[] ReadRemote(RemoteByteSource source, RecordSelection? selection = null, long skip = 0, long take = long.MaxValue)
    {
        using MetadataFile file = MetadataFile.Open(source, "remote");
        return ReadAll(file, selection, skip, take);
    }

    public string[] ReadLocal(RecordSelection? selection = null, long skip = 0, long take = long.MaxValue)
    {
        using MetadataFile file = MetadataFile.Open(LocalPath);
        return ReadAll(file, selection, skip, take);
    }

    /// <summary>The bytes that the columns have in the file, all row groups together.</summary>
    public long SizeOf(params string[] columns)
    {
        using ParquetFile file = ParquetFile.Open(LocalPath);
        return file.RowGroups.Sum(group => group.Columns.Where((_, index) => columns.Contains(file.Columns[index].Name)).Sum(chunk => chunk.CompressedSize));
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        TemporaryFolder.Delete(Folder);
    }

    private static string[] ReadAll(MetadataFile file, RecordSelection? selection, long skip, long take) =>
    [
        .. new MetadataScan(selection ?? RecordSelection.Everything, skip, take, CancellationToken.None) { Open = (_, _) => file }.Read(["x"])
            .SelectMany(batch => batch)
            .Select(record => $"{record.RowIndex}|{record.Id}|{record.Url}|{record.Caption}|{record.Width}|{record.Height}|{record.MimeType}|{record.Hash}|{record.License}|{record.Source}"),
    ];

    private static void WriteRows(ParquetWriter writer, int rows, int seed)
    {
        Random random = new(seed);
        byte[] caption = new byte[100];
        byte[] hash = new byte[16];
        for (int row = 0; row < rows; row++)
        {
            random.NextBytes(caption);
            random.NextBytes(hash);
            string id = $"id-{seed}-{row}";
            writer.WriteRow([
                id, $"https://example.org/images/{id}.jpeg", Convert.ToBase64String(caption), (long)random.Next(256, 9000), (long)random.Next(256, 9000),
                "image/jpeg", Convert.ToHexString(hash), "https://example.org/zero", row % 3 == 0 ? null : "Museum"]);
        }
    }
}
