namespace PD12M.Embeddings;

/// <summary>What is looked for, besides the queries.</summary>
/// <param name="Top">How many rows each query is answered with at most, 1 at least.</param>
internal sealed record SimilarityOptions(int Top)
{
    /// <summary>The score that an answer has at least.</summary>
    public double MinScore { get; init; } = double.NegativeInfinity;

    /// <summary>A bit for each row, set for those that may be answers (<see cref="Dataset.RowMask"/>); null for all.</summary>
    public ulong[]? Candidates { get; init; }

    /// <summary>How many threads search.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;
}

/// <summary>
/// Finds the vectors that are most similar to queries by the cosine of the angle between them, exactly: all queries in one
/// pass over all rows. Memory is bounded by the queries, and by threads x queries x answers.
/// </summary>
/// <remarks>
/// A row without a direction is no answer: a vector with a value that is not finite, or whose length is 0, below 1.1e-19
/// or above 1.8e19. Of two rows with one score the lower is the better answer. Candidates are found in float32 and scored
/// again in float64, so that the answers depend on neither the number of threads nor that of queries.
/// </remarks>
internal sealed class SimilaritySearch
{
    /// <summary>What a thread takes at a time: enough to read ahead, little enough to share.</summary>
    private const int ChunkBytes = 4 << 20;

    private readonly EmbeddingSet _set;
    private long _claimed;
    private long _searched;

    /// <param name="set">Where to search; it stays the caller's.</param>
    public SimilaritySearch(EmbeddingSet set) => _set = set;

    /// <summary>How many rows have been gone through; may be asked by any thread.</summary>
    public long RowsSearched => Math.Min(Volatile.Read(ref _searched), _set.Rows.Count);

    /// <summary>Answers queries. Once for each search.</summary>
    /// <param name="queries">The queries, with as many values as the set has dimensions.</param>
    /// <param name="options">What is looked for.</param>
    /// <param name="token">Ends the search.</param>
    /// <returns>For each query the best rows, best first.</returns>
    /// <exception cref="OperationCanceledException">It was ended; no thread reads any more.</exception>
    public RowScore[][] Find(IReadOnlyList<SimilarityQuery> queries, SimilarityOptions options, CancellationToken token)
    {
        var scans = new SimilarityScan[options.Threads];
        float[] directions = [.. queries.SelectMany(query => query.Direction)];
        long chunk = Math.Max(SimilarityScan.BlockRows, ChunkBytes / (_set.Dimensions * sizeof(float)) / SimilarityScan.BlockRows * SimilarityScan.BlockRows);
        ParallelWork.Run(scans.Length, thread =>
        {
            SimilarityScan scan = SimilarityRanking.Scan(_set, queries, directions, options);
            scans[thread] = scan;
            for (long start; (start = Interlocked.Add(ref _claimed, chunk) - chunk) < _set.Rows.Count;)
            {
                token.ThrowIfCancellationRequested();
                scan.Search(start, Math.Min(_set.Rows.Count, start + chunk));
                Interlocked.Add(ref _searched, chunk);
            }
        }, token);
        return [.. queries.Select((query, index) => SimilarityRanking.Rank(_set, query, scans.SelectMany(scan => scan.Best[index].Rows), options, token))];
    }
}
