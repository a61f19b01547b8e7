using PD12M.Embeddings;

namespace PD12M.Engine.Tests.Embeddings;

/// <summary>Writes vectors into files of a test's own.</summary>
internal static class EmbeddingFiles
{
    public static string Write(TemporaryFolder folder, string name, params float[][] rows)
    {
        using var writer = new NpyWriter(File.Create(folder[name]), rows.Length, rows.Length == 0 ? 2 : rows[0].Length);
        foreach (float[] row in rows)
        {
            writer.WriteRow(row);
        }
        writer.Finish();
        return folder[name];
    }

    public static EmbeddingSet Open(params string[] paths) => EmbeddingSet.Open(paths, NpyFile.Open);

    /// <summary>Vectors of even values from -1 to 1.</summary>
    public static float[][] Random(int seed, int rows, int dimensions)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, rows).Select(_ => Enumerable.Range(0, dimensions).Select(_ => (random.NextSingle() * 2) - 1).ToArray())];
    }

    public static SimilarityQuery Query(float[] vector, long? excludedRow = null)
    {
        Assert.True(SimilarityQuery.TryCreate(vector, excludedRow, out SimilarityQuery? query));
        return query;
    }
}
