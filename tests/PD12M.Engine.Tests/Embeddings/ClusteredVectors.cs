using PD12M.Embeddings;

namespace PD12M.Engine.Tests.Embeddings;

/// <summary>Files of vectors in clusters, as embeddings of images are.</summary>
internal static class ClusteredVectors
{
    /// <summary>Vectors around a common mean: clusters of about fifty, of which each has spread of its own.</summary>
    public static float[][] Make(int rows, int dimensions, int seed)
    {
        var random = new Random(seed);
        float[] mean = Noise(1);
        float[][] centres = [.. Enumerable.Range(0, Math.Max(1, rows / 50)).Select(_ => Sum(mean, Noise(0.7f)))];
        return [.. Enumerable.Range(0, rows).Select(_ => Sum(centres[random.Next(centres.Length)], Noise(0.5f)))];

        float[] Noise(float scale) => [.. Enumerable.Range(0, dimensions).Select(_ => scale * ((random.NextSingle() * 2) - 1))];

        static float[] Sum(float[] left, float[] right) => [.. left.Zip(right, (a, b) => a + b)];
    }

    /// <summary>Writes vectors into a file.</summary>
    public static void Write(string path, IReadOnlyList<float[]> vectors, int dimensions)
    {
        using var writer = new NpyWriter(File.Create(path), vectors.Count, dimensions);
        foreach (float[] vector in vectors)
        {
            writer.WriteRow(vector);
        }
        writer.Finish();
    }

    /// <summary>Queries of vectors.</summary>
    public static SimilarityQuery[] Queries(IEnumerable<float[]> vectors, long? excludedRow = null) => [.. vectors.Select(vector =>
    {
        Assert.True(SimilarityQuery.TryCreate(vector, excludedRow, out SimilarityQuery? query));
        return query;
    })];
}
