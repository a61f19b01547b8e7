using PD12M.Embeddings;

namespace PD12M.Benchmarks;

/// <summary>Making indexes, and searching through them, against the exact search of the same vectors.</summary>
internal static class SimilarityIndex
{
    private const int Queries = 100;
    private const int Top = 10;
    private const int Rounds = 3;
    private const int WarmUpRounds = 15;
    private const double RowsOfDataSet = 12.4e6;

    public static void Build(EmbeddingSet set)
    {
        for (int threads = 1; threads <= Environment.ProcessorCount; threads *= 2)
        {
            var times = new RoundTimes();
            for (int round = -1; round < Rounds; round++)
            {
                times.Take(round, () => BuildAll(set, threads));
            }
            Console.WriteLine(
                $"making the index of {set.Rows.Count:N0} vectors, {threads} thread(s): {set.Rows.Count / times.Seconds:N0} vectors/s, {set.Rows.Count / times.CpuSeconds:N0} per CPU second (to reach on two cores: 150,000); "
                + $"for 12.4 M {times.Seconds * RowsOfDataSet / set.Rows.Count:N0} s");
        }
        long bytes = set.Files.Sum(file => new FileInfo(IndexFile.PathOf(file.Info.Path)).Length);
        Console.WriteLine($"its size: {bytes / 1e6:N1} MB, {(double)bytes / set.Rows.Count:N2} bytes a vector; for 12.4 M {bytes * RowsOfDataSet / set.Rows.Count / 1e9:N2} GB");
    }

    public static void Search(EmbeddingSet set)
    {
        using IndexSet index = Open(set);
        SimilarityQuery[] queries = [.. EmbeddingGenerator.Queries(Queries).Select(Similarity.AsQuery)];
        Scan(index, queries[0]);
        for (int threads = 1; threads <= Environment.ProcessorCount; threads *= 2)
        {
            var options = new SimilarityOptions(Top) { Threads = threads };
            var exact = new RoundTimes();
            var indexed = new RoundTimes();
            for (int query = 1 - Queries; query < Queries; query++)
            {
                SimilarityQuery asked = queries[Math.Abs(query)];
                indexed.Take(query, () => new IndexSearch(index).Find([asked], options, CancellationToken.None));
                if (query is >= -WarmUpRounds and < Rounds)
                {
                    exact.Take(query, () => new SimilaritySearch(set).Find([asked], options, CancellationToken.None));
                }
            }
            Console.WriteLine(
                $"one query of {set.Rows.Count:N0} vectors through the index, {threads} thread(s): {indexed.Seconds * 1e3:N1} ms ({indexed.CpuSeconds * 1e3:N1} ms of CPU time), exact {exact.Seconds * 1e3:N1} ms ({exact.CpuSeconds * 1e3:N1}): {exact.Seconds / indexed.Seconds:N1} times (to reach: 15); "
                + $"for 12.4 M {indexed.Seconds * RowsOfDataSet / set.Rows.Count * 1e3:N0} ms");
        }
        Recall(set, index, queries);
    }

    /// <summary>Near-duplicates that were planted, and how many of them come into one group.</summary>
    public static void Duplicates(EmbeddingSet set)
    {
        using IndexSet index = Open(set);
        (int Row, int Of, double Score)[] planted =
        [
            .. set.Files.SelectMany((file, i) => EmbeddingGenerator.Planted((int)file.Info.Rows)
                .Select(pair => ((int)set.Rows.Start(i) + pair.Row, (int)set.Rows.Start(i) + pair.Of)))
                .Select(pair => (pair.Item1, pair.Item2, VectorMath.Cosine(set.Vector(pair.Item1), set.Vector(pair.Item2)))),
        ];
        foreach (double threshold in (double[])[0.98, 0.95, 0.9])
        {
            int[][] groups = [];
            var times = new RoundTimes();
            times.Take(0, () => groups = [.. new DuplicateSearch(index).Find(threshold, Environment.ProcessorCount, CancellationToken.None)]);
            Dictionary<int, int> groupOf = groups.SelectMany((rows, group) => rows.Select(row => (row, group))).ToDictionary(pair => pair.row, pair => pair.group);
            (int Row, int Of, double Score)[] alike = [.. planted.Where(pair => pair.Score >= threshold)];
            int found = alike.Count(pair => groupOf.TryGetValue(pair.Row, out int group) && groupOf.TryGetValue(pair.Of, out int other) && group == other);
            Console.WriteLine(
                $"duplicates at {threshold} in {set.Rows.Count:N0} vectors: {times.Seconds:N1} s, {times.CpuSeconds:N1} CPU seconds; {groups.Length:N0} groups; "
                + $"{found:N0} of {alike.Length:N0} planted pairs found: {(double)found / alike.Length:P2}");
        }
    }

    private static IndexSet Open(EmbeddingSet set)
    {
        if (!IndexSet.Exists(set))
        {
            BuildAll(set, Environment.ProcessorCount);
        }
        return IndexSet.Open(set);
    }

    private static void BuildAll(EmbeddingSet set, int threads)
    {
        float[] centroid = IndexBuilder.CentroidOf(set, CancellationToken.None);
        foreach (NpyFile file in set.Files)
        {
            new IndexBuilder(file, centroid).Build(threads, CancellationToken.None);
        }
    }

    /// <summary>The codes alone, on one thread: their sums and estimates, as a search makes them.</summary>
    private static unsafe void Scan(IndexSet index, SimilarityQuery query)
    {
        ushort* sums = stackalloc ushort[CodeLayout.BlockRows];
        var times = new RoundTimes();
        // So many rounds until the runtime has compiled the loops for good.
        for (int round = -Queries; round < Rounds; round++)
        {
            times.Take(round, () => Scan(index, query, sums));
        }
        Console.WriteLine($"scanning codes, one thread: {index.Embeddings.Rows.Count / times.Seconds / 1e6:N0} M codes/s (to reach: 150 M)");
    }

    private static unsafe void Scan(IndexSet index, SimilarityQuery query, ushort* sums)
    {
        var candidates = new CodeCandidates(new SimilarityOptions(Top), null, 1 << 18);
        for (int i = 0; i < index.Files.Count; i++)
        {
            IndexFile file = index.Files[i];
            CodeLayout layout = file.Header.Layout;
            var codeQuery = new CodeQuery(query.Direction, file.Header.Centroid, new RandomRotation(layout.Dimensions, file.Header.Seed));
            var estimates = new CodeEstimates(codeQuery, CodeCandidates.Deviations);
            fixed (byte* table = codeQuery.Table)
            {
                for (long block = 0; block < file.Header.Blocks; block++)
                {
                    byte* codes = file.Block(block);
                    CodeSums.Add(codes, table, layout.CodeBytes, sums);
                    candidates.Add(in estimates, sums, (float*)(codes + layout.CodesBytes), index.Embeddings.Rows.Start(i) + (block * CodeLayout.BlockRows));
                }
            }
        }
    }

    private static void Recall(EmbeddingSet set, IndexSet index, SimilarityQuery[] queries)
    {
        var options = new SimilarityOptions(Top);
        RowScore[][] exact = new SimilaritySearch(set).Find(queries, options, CancellationToken.None);
        RowScore[][] found = new IndexSearch(index).Find(queries, options, CancellationToken.None);
        int shared = exact.Zip(found).Sum(pair => pair.First.Select(row => row.Row).Intersect(pair.Second.Select(row => row.Row)).Count());
        Console.WriteLine($"recall@{Top} over {queries.Length} queries of {set.Rows.Count:N0} vectors: {(double)shared / exact.Sum(rows => rows.Length):P2} (to reach: 95 %)");
    }
}
