using System.Runtime.InteropServices;
using PD12M.Embeddings;

namespace PD12M.Engine.Tests.Embeddings;

public sealed class SimilaritySearchTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(3, 1)]
    [InlineData(7, 1)]
    [InlineData(37, 3)]
    [InlineData(64, 18)]
    [InlineData(768, 2)]
    public void The_best_rows_are_those_that_a_plain_loop_finds(int dimensions, int queryCount)
    {
        float[][] rows = EmbeddingFiles.Random(1, 700, dimensions);
        float[][] queries = EmbeddingFiles.Random(2, queryCount, dimensions);
        using EmbeddingSet set = EmbeddingFiles.Open(
            EmbeddingFiles.Write(_folder, "a.npy", rows[..299]), EmbeddingFiles.Write(_folder, "b.npy", rows[299..300]), EmbeddingFiles.Write(_folder, "c.npy", rows[300..]));
        RowScore[][] found = Find(set, new SimilarityOptions(20) { Threads = 3 }, [.. queries.Select(query => EmbeddingFiles.Query(query))]);
        for (int query = 0; query < queryCount; query++)
        {
            (int Row, double Score)[] expected = [.. Enumerable.Range(0, rows.Length).Select(row => (row, Cosine(rows[row], queries[query]))).OrderByDescending(pair => pair.Item2).Take(20)];
            Assert.Equal(expected.Select(pair => (long)pair.Row), found[query].Select(row => row.Row));
            Assert.All(found[query].Zip(expected), pair => Assert.Equal(pair.Second.Score, pair.First.Score, 1e-6));
        }
    }

    [Fact]
    public void A_batch_of_any_size_on_any_number_of_threads_answers_alike()
    {
        float[][] rows = EmbeddingFiles.Random(3, 5000, 50);
        SimilarityQuery[] queries = [.. EmbeddingFiles.Random(4, 21, 50).Select(query => EmbeddingFiles.Query(query))];
        using EmbeddingSet set = EmbeddingFiles.Open(EmbeddingFiles.Write(_folder, "a.npy", rows));
        RowScore[][] together = Find(set, new SimilarityOptions(10) { Threads = 4 }, queries);
        for (int query = 0; query < queries.Length; query++)
        {
            Assert.Equal(together[query], Find(set, new SimilarityOptions(10) { Threads = 1 }, queries[query])[0]);
        }
    }

    [Theory]
    [InlineData("float16.npy")]
    [InlineData("float64.npy")]
    public void Files_of_other_types_are_searched_too(string name)
    {
        string fixtures = Path.Combine(TestData.Folder, "npy");
        using EmbeddingSet set = EmbeddingFiles.Open(Path.Combine(fixtures, name), Path.Combine(fixtures, "float32-v1.npy"));
        // Row 1 has values that are not finite.
        RowScore[] found = Find(set, new SimilarityOptions(100), EmbeddingFiles.Query(set.Vector(7)))[0];
        Assert.Equal([0, 2, 3, 4, 5, 7, 8, 9], found.Select(row => row.Row).Order());
        Assert.Equal([2, 7], found.Take(2).Select(row => row.Row).Order());
        Assert.All(found.Take(2), row => Assert.Equal(1, row.Score, 1e-5));
    }

    [Fact]
    public void Of_rows_alike_the_lower_come_first()
    {
        using EmbeddingSet set = EmbeddingFiles.Open(EmbeddingFiles.Write(_folder, "a.npy", [.. Enumerable.Range(0, 1000).Select(row => (float[])[row % 3, 2 * (row % 3)])]));
        Assert.Equal([1, 2, 4, 5, 7], Find(set, new SimilarityOptions(5) { Threads = 4 }, EmbeddingFiles.Query([1, 2]))[0].Select(row => row.Row));
    }

    [Fact]
    public void Rows_without_a_direction_are_no_answers()
    {
        using EmbeddingSet set = EmbeddingFiles.Open(EmbeddingFiles.Write(
            _folder, "a.npy", [0, 0], [float.NaN, 1], [1, float.PositiveInfinity], [3e38f, 3e38f], [1e-30f, 0], [-1, 0], [1e10f, 1e-10f], [-0f, 0]));
        RowScore[] found = Find(set, new SimilarityOptions(10), EmbeddingFiles.Query([5, 0]))[0];
        Assert.Equal([new RowScore(6, 1), new RowScore(5, -1)], found);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, float.NaN)]
    [InlineData(float.NegativeInfinity, 0)]
    public void A_vector_without_a_direction_is_no_query(float first, float second) => Assert.False(SimilarityQuery.TryCreate([first, second], null, out _));

    [Fact]
    public void Only_candidates_are_found_above_the_least_score_and_without_the_excluded_row()
    {
        float[][] rows = [.. Enumerable.Range(0, 200).Select(row => (float[])[1000 - row, row])];
        using EmbeddingSet set = EmbeddingFiles.Open(EmbeddingFiles.Write(_folder, "a.npy", rows[..70]), EmbeddingFiles.Write(_folder, "b.npy", rows[70..]));
        ulong[] candidates = [1UL << 3 | 1UL << 63, 1UL << 5 | 1UL << 6, 0, 1];
        var options = new SimilarityOptions(10) { Candidates = candidates };
        Assert.Equal([3, 63, 69, 70, 192], Find(set, options, EmbeddingFiles.Query([1, 0]))[0].Select(row => row.Row));
        Assert.Equal([63, 69, 70, 192], Find(set, options, EmbeddingFiles.Query([1, 0], excludedRow: 3))[0].Select(row => row.Row));
        Assert.Equal([3, 63, 69], Find(set, options with { MinScore = Cosine(rows[69], [1, 0]) }, EmbeddingFiles.Query([1, 0]))[0].Select(row => row.Row));
        Assert.Empty(Find(set, options with { Candidates = new ulong[4] }, EmbeddingFiles.Query([1, 0]))[0]);
    }

    [Fact]
    public void Empty_files_between_others_have_no_rows()
    {
        string empty = EmbeddingFiles.Write(_folder, "empty.npy");
        string first = EmbeddingFiles.Write(_folder, "a.npy", [1, 0], [0, 1]);
        string second = EmbeddingFiles.Write(_folder, "b.npy", [1, 1]);
        using EmbeddingSet set = EmbeddingFiles.Open(empty, first, empty, second, empty);
        Assert.Equal([2, 0, 1], Find(set, new SimilarityOptions(10), EmbeddingFiles.Query([1, 0.9f]))[0].Select(row => row.Row));
        Assert.Equal([1f, 1f], set.Vector(2));
    }

    [Fact]
    public void A_search_that_is_ended_ends()
    {
        using EmbeddingSet set = EmbeddingFiles.Open(EmbeddingFiles.Write(_folder, "a.npy", EmbeddingFiles.Random(1, 10, 4)));
        Assert.ThrowsAny<OperationCanceledException>(() => new SimilaritySearch(set).Find([EmbeddingFiles.Query([1, 2, 3, 4])], new SimilarityOptions(1), new CancellationToken(canceled: true)));
    }

    [Fact]
    public void Files_of_other_dimensions_do_not_belong_together()
    {
        string first = EmbeddingFiles.Write(_folder, "a.npy", [1, 2]);
        string second = EmbeddingFiles.Write(_folder, "b.npy", [1, 2, 3]);
        EmbeddingSetException error = Assert.Throws<EmbeddingSetException>(() => EmbeddingFiles.Open(first, second));
        Assert.Equal((EmbeddingSetFault.DimensionsDiffer, second), (error.Fault, error.Path));
        Assert.Contains(first, error.Message, StringComparison.Ordinal);
    }

    [NetFact("Mono keeps others from a file that is in use, as Windows does.")]
    public void A_file_that_is_cut_short_while_it_is_searched_is_an_error()
    {
        string path = EmbeddingFiles.Write(_folder, "e.npy", EmbeddingFiles.Random(1, 5000, 8));
        using EmbeddingSet set = EmbeddingFiles.Open(path);
        SimilarityQuery query = EmbeddingFiles.Query([1, 0, 0, 0, 0, 0, 0, 0]);
        if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
        {
            // There the system keeps others from it.
            Assert.Throws<IOException>(() => new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite));
            return;
        }
        using (var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            file.SetLength(4096);
        }

        EmbeddingSetException error = Assert.Throws<EmbeddingSetException>(() => Find(set, new SimilarityOptions(10), query));
        Assert.Equal((EmbeddingSetFault.Changed, path), (error.Fault, error.Path));
        Assert.Equal(EmbeddingSetFault.Changed, Assert.Throws<EmbeddingSetException>(() => set.Vector(4999)).Fault);
        Assert.Equal(EmbeddingSetFault.Changed, Assert.Throws<EmbeddingSetException>(() => new IndexBuilder(set.Files[0], new float[8]).Build(2, CancellationToken.None)).Fault);
        Assert.Equal([path], Directory.GetFiles(Path.GetDirectoryName(path)!));
    }

    private static RowScore[][] Find(EmbeddingSet set, SimilarityOptions options, params SimilarityQuery[] queries) =>
        new SimilaritySearch(set).Find(queries, options, CancellationToken.None);

    private static double Cosine(float[] left, float[] right)
    {
        static double Dot(float[] a, float[] b) => a.Zip(b, (x, y) => (double)x * y).Sum();
        return Dot(left, right) / Math.Sqrt(Dot(left, left)) / Math.Sqrt(Dot(right, right));
    }
}
