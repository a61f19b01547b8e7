using PD12M.Samples;

namespace PD12M.Tests.Commands;

/// <summary>A sample whose 45 embeddings are in three files, over twenty-three files of metadata.</summary>
public sealed class EmbeddedSample : IDisposable
{
    public const int Count = 45;

    private readonly TemporaryFolder _folder = new();

    public EmbeddedSample()
    {
        SampleDataSet.Write(_folder.Path, Count, new SampleOptions { RowsPerFile = 2 });
        Vectors = [.. Directory.GetFiles(Embeddings).Order(StringComparer.Ordinal).SelectMany(Rows)];
    }

    public string Root => _folder.Path;

    public string Metadata => _folder["metadata"];

    public string Embeddings => _folder["embeddings"];

    /// <summary>The vectors as they are in the files.</summary>
    public float[][] Vectors { get; }

    public static double Cosine(float[] left, float[] right) => left.Zip(right, (x, y) => (double)x * y).Sum();

    public void Dispose() => _folder.Dispose();

    // The writer's header takes 128 bytes.
    private static IEnumerable<float[]> Rows(string path) =>
        File.ReadAllBytes(path).Skip(128).Chunk(768 * sizeof(float)).Select(row => Enumerable.Range(0, 768).Select(i => BitConverter.ToSingle(row, i * sizeof(float))).ToArray());
}
