using PD12M.Embeddings;

namespace PD12M.Engine.Tests.Embeddings;

public sealed class DuplicateSearchTests : IDisposable
{
    private const int Dimensions = 128;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Copies_that_differ_a_little_are_found_over_all_files(int threads)
    {
        float[][] vectors = ClusteredVectors.Make(6000, Dimensions, seed: 2);
        // Every tenth of the first 5,000 has a copy among the last 500, in another order.
        int[] originals = [.. Enumerable.Range(0, 500).Select(i => i * 10)];
        for (int i = 0; i < 500; i++)
        {
            vectors[5500 + i] = Altered(vectors[originals[499 - i]], i);
        }

        int[][] groups = Find(vectors, threshold: 0.97, threads, 2500, 3500);

        Assert.All(groups, group => Assert.True(group.Length == 2 && group[0] == originals[499 - (group[1] - 5500)]));
        Assert.InRange(groups.Length, 490, 500);
        Assert.Equal(groups.OrderBy(group => group[0]), groups);
    }

    [Fact]
    public void A_vector_that_is_there_many_times_makes_one_group()
    {
        float[][] vectors = ClusteredVectors.Make(1500, Dimensions, seed: 5);
        for (int i = 200; i < 900; i++)
        {
            vectors[i] = vectors[100];
        }

        int[][] groups = Find(vectors, threshold: 0.99, threads: 2, 1500);

        Assert.Equal([100, .. Enumerable.Range(200, 700)], Assert.Single(groups));
    }

    [Fact]
    public void Vectors_that_are_not_alike_make_no_group()
    {
        Assert.Empty(Find(ClusteredVectors.Make(700, Dimensions, seed: 5), threshold: 0.98, threads: 2, 700));
        Assert.Empty(Find(ClusteredVectors.Make(1, Dimensions, seed: 5), threshold: 0.5, threads: 2, 1));
        Assert.Empty(Find([[.. new float[Dimensions]], [.. new float[Dimensions]]], threshold: 0.5, threads: 1, 2));
        Assert.Empty(Find([], threshold: 0.5, threads: 1, 0));
    }

    [Fact]
    public void Indexes_that_were_not_made_together_are_refused()
    {
        float[][] vectors = ClusteredVectors.Make(200, Dimensions, seed: 5);
        using EmbeddingSet embeddings = Write(vectors, 100, 100);
        new IndexBuilder(embeddings.Files[0], vectors[0]).Build(1, CancellationToken.None);
        new IndexBuilder(embeddings.Files[1], vectors[1]).Build(1, CancellationToken.None);
        using IndexSet indexes = IndexSet.Open(embeddings);

        Assert.Equal(IndexFault.Mismatch, Assert.Throws<IndexException>(() => new DuplicateSearch(indexes)).Fault);
    }

    private static float[] Altered(float[] vector, int seed)
    {
        var random = new Random(seed);
        return [.. vector.Select(value => value + (random.NextSingle() * 0.2f) - 0.1f)];
    }

    private EmbeddingSet Write(float[][] vectors, params int[] rows)
    {
        int start = 0;
        foreach (int count in rows)
        {
            ClusteredVectors.Write(_folder[$"{start}.npy"], vectors[start..(start + count)], Dimensions);
            start += count;
        }
        return EmbeddingSet.Open(NpyFile.InFolder(_folder.Path), NpyFile.Open);
    }

    private int[][] Find(float[][] vectors, double threshold, int threads, params int[] rows)
    {
        Array.ForEach(Directory.GetFiles(_folder.Path), File.Delete);
        using EmbeddingSet embeddings = Write(vectors, rows);
        float[] centroid = IndexBuilder.CentroidOf(embeddings, CancellationToken.None);
        foreach (NpyFile file in embeddings.Files)
        {
            new IndexBuilder(file, centroid).Build(threads, CancellationToken.None);
        }
        using IndexSet indexes = IndexSet.Open(embeddings);
        var search = new DuplicateSearch(indexes);
        int[][] groups = [.. search.Find(threshold, threads, CancellationToken.None)];
        return groups;
    }
}
