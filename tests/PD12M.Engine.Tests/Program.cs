using PD12M.Embeddings;

namespace PD12M.Engine.Tests;

/// <summary>Makes the index of a file of embeddings again and again, in a process of its own, until it is killed.</summary>
internal static class Program
{
    private static void Main(string[] arguments)
    {
        using EmbeddingSet set = EmbeddingSet.Open([arguments.Single()], NpyFile.Open);
        float[] centroid = IndexBuilder.CentroidOf(set, CancellationToken.None);
        while (true)
        {
            new IndexBuilder(set.Files[0], centroid).Build(threads: 2, CancellationToken.None);
        }
    }
}
