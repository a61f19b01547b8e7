using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using PD12M.Engine.Tests.Peers;
using PD12M.Samples;

namespace PD12M.Engine.Tests.Samples;

public sealed class SampleDataSetTests : IDisposable
{
    private const string Kinds = "text,text,text,int,int,text,text,text,text";

    private readonly string _folder = Path.Combine(Path.GetTempPath(), "pd12m-sample-" + Guid.NewGuid().ToString("N"));

    public void Dispose()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    [Fact]
    public void Two_samples_have_the_same_bytes()
    {
        string first = Path.Combine(_folder, "first"), second = Path.Combine(_folder, "second");
        SampleDataSet.Write(first, 25, new SampleOptions { RowsPerFile = 10 });
        SampleDataSet.Write(second, 25, new SampleOptions { RowsPerFile = 10 });

        Assert.Equal(Files(first), Files(second));
        Assert.All(Files(first), file => Assert.Equal(File.ReadAllBytes(Path.Combine(first, file)), File.ReadAllBytes(Path.Combine(second, file))));
    }

    [Fact]
    public void The_bytes_of_a_sample_are_the_known_ones()
    {
        SampleDataSet.Write(_folder, 3);

        using IncrementalHash digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string file in Files(_folder))
        {
            byte[] bytes = File.ReadAllBytes(Path.Combine(_folder, file));

            // The footer names the writer's version.
            int footer = file.EndsWith(".parquet", StringComparison.Ordinal) ? BitConverter.ToInt32(bytes, bytes.Length - 8) + 8 : 0;
            digest.AppendData(Encoding.UTF8.GetBytes(file));
            digest.AppendData(bytes.AsSpan(0, bytes.Length - footer));
        }

        Assert.Equal("ca8471ba1707cbb436a710900f0605a7787b898dcba92e927c9290f76378bf46", Convert.ToHexStringLower(digest.GetHashAndReset()));
    }

    [Fact]
    public void Files_are_laid_out_as_in_the_data_set()
    {
        SampleDataSet.Write(_folder, 25, new SampleOptions { RowsPerFile = 2 });

        string[] files = Files(_folder);
        Assert.Equal(Enumerable.Range(0, 13).Select(i => $"metadata/pd12m.{i:D3}.parquet"), files.Where(file => file.StartsWith("metadata/", StringComparison.Ordinal)));
        Assert.Equal(["embeddings/pd12m.00.npy", "embeddings/pd12m.01.npy"], files.Where(file => file.StartsWith("embeddings/", StringComparison.Ordinal)));
        Assert.Equal(25, files.Count(file => file.StartsWith("images/", StringComparison.Ordinal)));
        Assert.Equal(40, files.Length);
    }

    [PeerFact]
    public void Other_programs_read_metadata_that_is_true_of_the_images()
    {
        SampleDataSet.Write(_folder, 60);

        JsonElement[] rows = [.. Peer.Run("read.mjs", "duckdb", Path.Combine(_folder, "metadata", "pd12m.000.parquet"), Kinds).EnumerateArray()];
        string[] images = [.. rows.Select(row => Path.Combine(_folder, "images", Path.GetFileName(row[1].GetString()!)))];
        JsonElement[] decoded = [.. Peer.Run("image.mjs", images).EnumerateArray()];

        Assert.Equal(60, rows.Select(row => row[0].GetString()).Distinct().Count());
        for (int i = 0; i < rows.Length; i++)
        {
            JsonElement row = rows[i];
            string extension = row[5].GetString()!.Replace("image/", ".", StringComparison.Ordinal);
            Assert.Equal("https://pd12m.s3.us-west-2.amazonaws.com/images/" + row[0].GetString() + extension, row[1].GetString());
            Assert.Equal(Convert.ToHexStringLower(MD5.HashData(File.ReadAllBytes(images[i]))), row[6].GetString());
            Assert.Equal(row[3].GetString(), decoded[i].GetProperty("width").ToString());
            Assert.Equal(row[4].GetString(), decoded[i].GetProperty("height").ToString());
            Assert.Matches("^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$", row[0].GetString());
            Assert.InRange(row[2].GetString()!.Length, 60, 320);
        }

        Assert.Equal(["image/jpeg", "image/png"], rows.Select(row => row[5].GetString()!).Distinct().Order());
        Assert.Contains(rows, row => row[2].GetString()!.Contains("lighthouse", StringComparison.Ordinal));
    }

    [Fact]
    public void Records_of_a_topic_have_embeddings_that_are_alike()
    {
        SampleDataSet.Write(_folder, 200);

        float[][] rows = NpyReadback.Rows(Path.Combine(_folder, "embeddings", "pd12m.00.npy"), 200);

        Assert.All(rows, row => Assert.Equal(1.0, Cosine(row, row), 5));
        double[] neighbours = [.. rows.Select(row => rows.Where(other => other != row).Max(other => Cosine(row, other)))];
        Assert.All(neighbours, cosine => Assert.InRange(cosine, 0.6, 0.95));
        Assert.InRange(rows.Average(row => rows.Average(other => Cosine(row, other))), -0.1, 0.35);
    }

    [Fact]
    public void An_earlier_sample_is_kept_unless_overwriting_is_asked_for()
    {
        SampleDataSet.Write(_folder, 3);
        string image = Directory.EnumerateFiles(Path.Combine(_folder, "images")).First();
        Directory.Delete(Path.Combine(_folder, "metadata"), recursive: true);
        Directory.Delete(Path.Combine(_folder, "embeddings"), recursive: true);
        File.WriteAllText(image, "mine");

        IOException refusal = Assert.Throws<IOException>(() => SampleDataSet.Write(_folder, 3));

        Assert.Contains("images", refusal.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_folder, "metadata")));
        SampleDataSet.Write(_folder, 3, new SampleOptions { Overwrite = true });
        Assert.NotEqual("mine", File.ReadAllText(image));
    }

    [Fact]
    public void A_sample_that_is_stopped_leaves_no_partial_file()
    {
        using var source = new CancellationTokenSource();
        var progress = new StopAt(source, 100);

        Assert.Throws<OperationCanceledException>(() => SampleDataSet.Write(_folder, 150, new SampleOptions { RowsPerFile = 60 }, progress, source.Token));

        string[] files = Files(_folder);
        Assert.Equal(["metadata/pd12m.000.parquet"], files.Where(file => !file.StartsWith("images/", StringComparison.Ordinal)));
        Assert.Equal(100, files.Count(file => file.StartsWith("images/", StringComparison.Ordinal)));
        Assert.Equal(100, progress.Last.Done);
    }

    [Theory]
    [InlineData(0, 10)]
    [InlineData(10, 0)]
    public void A_sample_of_nothing_is_refused(int count, int rowsPerFile) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => SampleDataSet.Write(_folder, count, new SampleOptions { RowsPerFile = rowsPerFile }));

    [Fact]
    public void A_name_has_the_UUID_of_RFC_9562_appendix_A4() =>
        Assert.Equal("2ed6657d-e927-568b-95e1-2665a8aea6a2", NameUuid.Of(new Guid("6ba7b810-9dad-11d1-80b4-00c04fd430c8"), "www.example.com"));

    private static double Cosine(float[] left, float[] right) => left.Zip(right, (a, b) => (double)a * b).Sum();

    private static string[] Files(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(folder, file).Replace('\\', '/'))
            .Order(StringComparer.Ordinal)];

    private sealed class StopAt(CancellationTokenSource source, int done) : IProgress<SampleProgress>
    {
        public SampleProgress Last { get; private set; }

        public void Report(SampleProgress value)
        {
            Last = value;
            if (value.Done == done)
            {
                source.Cancel();
            }
        }
    }
}
