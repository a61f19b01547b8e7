using PD12M.Dataset;
using PD12M.Embeddings;

namespace PD12M.Engine.Tests.Embeddings;

public sealed class IndexSearchTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Nearly_all_that_the_exact_search_finds_is_found_with_the_same_scores(int threads)
    {
        using var files = new IndexedFiles(dimensions: 96, 9000, 5003);
        SimilarityQuery[] queries = ClusteredVectors.Queries(ClusteredVectors.Make(50, 96, seed: 1).Skip(10));
        var options = new SimilarityOptions(10) { Threads = threads };

        RowScore[][] found = files.Find(queries, options);

        RowScore[][] exact = files.FindExactly(queries, options);
        Assert.All(found, answers => Assert.Equal(10, answers.Length));
        Assert.All(found, answers => Assert.Equal(answers.OrderBy(row => row), answers));
        Assert.InRange(found.Zip(exact, (some, all) => some.Intersect(all).Count()).Sum(), queries.Length * 10 * 95 / 100, queries.Length * 10);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(100)]
    public void Vectors_of_any_dimension_are_indexed(int dimensions)
    {
        using var files = new IndexedFiles(dimensions, 200);
        SimilarityQuery[] queries = ClusteredVectors.Queries(files.Vectors.Take(20));

        RowScore[][] found = files.Find(queries, new SimilarityOptions(1));

        RowScore[][] exact = files.FindExactly(queries, new SimilarityOptions(1));
        Assert.Equal(exact.Select(answers => answers[0].Score), found.Select(answers => answers[0].Score));
    }

    [Fact]
    public void Only_candidates_of_the_least_score_that_are_not_excluded_are_answers()
    {
        using var files = new IndexedFiles(dimensions: 64, 3000);
        ulong[] even = [.. Enumerable.Repeat(0x5555555555555555ul, RowMask.Words(3000))];
        SimilarityQuery[] queries = ClusteredVectors.Queries([files.Vectors[42]], excludedRow: 42);
        var options = new SimilarityOptions(500) { Candidates = even, MinScore = 0.6 };

        RowScore[] found = files.Find(queries, options)[0];

        Assert.NotEmpty(found);
        Assert.All(found, row => Assert.True(row.Row != 42 && row.Row % 2 == 0 && row.Score >= 0.6));
        Assert.InRange(found.Length, files.FindExactly(queries, options)[0].Length * 95 / 100, 500);
    }

    [Fact]
    public void A_few_candidates_far_apart_are_all_found()
    {
        using var files = new IndexedFiles(dimensions: 64, 1000, 2000);
        ulong[] few = new ulong[RowMask.Words(3000)];
        long[] rows = [0, 63, 64, 1490, 2999];
        Array.ForEach(rows, row => few[row >> 6] |= 1UL << (int)(row & 63));

        RowScore[] found = files.Find(ClusteredVectors.Queries([files.Vectors[42]]), new SimilarityOptions(10) { Candidates = few })[0];

        Assert.Equal(rows, found.Select(row => row.Row).Order());
    }

    [Fact]
    public void A_vector_without_a_direction_is_no_answer()
    {
        using var files = new IndexedFiles(dimensions: 16, [[.. new float[16]], [.. Enumerable.Repeat(float.NaN, 16)], [.. Enumerable.Repeat(1f, 16)], [.. Enumerable.Repeat(float.PositiveInfinity, 16)]]);

        RowScore[] found = files.Find(ClusteredVectors.Queries([[.. Enumerable.Repeat(1f, 16)]]), new SimilarityOptions(10))[0];

        Assert.Equal([2], found.Select(row => row.Row));
        Assert.Equal(1, found[0].Score, 1e-5);
    }

    [Fact]
    public void A_file_without_rows_has_an_index_without_answers()
    {
        using var files = new IndexedFiles(dimensions: 8, 0);

        Assert.Empty(files.Find(ClusteredVectors.Queries([[1, 0, 0, 0, 0, 0, 0, 0]]), new SimilarityOptions(3))[0]);
    }

    [Fact]
    public void A_search_can_be_ended()
    {
        using var files = new IndexedFiles(dimensions: 8, 100);

        Assert.ThrowsAny<OperationCanceledException>(() =>
            new IndexSearch(files.Indexes).Find(ClusteredVectors.Queries(files.Vectors.Take(1)), new SimilarityOptions(1), new CancellationToken(canceled: true)));
    }

    /// <summary>Files of clustered vectors with their indexes.</summary>
    private sealed class IndexedFiles : IDisposable
    {
        private readonly TemporaryFolder _folder = new();
        private readonly EmbeddingSet _embeddings;

        public IndexedFiles(int dimensions, params int[] rows)
            : this(dimensions, rows, ClusteredVectors.Make(rows.Sum(), dimensions, seed: 1))
        {
        }

        public IndexedFiles(int dimensions, float[][] vectors)
            : this(dimensions, [vectors.Length], vectors)
        {
        }

        private IndexedFiles(int dimensions, int[] rows, float[][] vectors)
        {
            Vectors = vectors;
            int start = 0;
            foreach (int count in rows)
            {
                ClusteredVectors.Write(_folder[$"{start}.npy"], vectors[start..(start + count)], dimensions);
                start += count;
            }
            _embeddings = EmbeddingSet.Open(NpyFile.InFolder(_folder.Path), NpyFile.Open);
            foreach (NpyFile file in _embeddings.Files)
            {
                new IndexBuilder(file, IndexBuilder.CentroidOf(_embeddings, CancellationToken.None)).Build(threads: 2, CancellationToken.None);
            }
            Indexes = IndexSet.Open(_embeddings);
        }

        public float[][] Vectors { get; }

        public IndexSet Indexes { get; }

        public RowScore[][] Find(SimilarityQuery[] queries, SimilarityOptions options) => new IndexSearch(Indexes).Find(queries, options, CancellationToken.None);

        public RowScore[][] FindExactly(SimilarityQuery[] queries, SimilarityOptions options) => new SimilaritySearch(_embeddings).Find(queries, options, CancellationToken.None);

        public void Dispose()
        {
            Indexes.Dispose();
            _embeddings.Dispose();
            _folder.Dispose();
        }
    }
}
