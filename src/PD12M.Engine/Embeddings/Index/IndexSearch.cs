using PD12M.Dataset;

namespace PD12M.Embeddings;

/// <summary>
/// Finds the vectors that are most similar to queries by the cosine of the angle between them, by their codes: those that
/// may be answers are compared exactly. Scores are exact; an answer is missed where its estimate is wrong by
/// more than it hardly ever is.
/// </summary>
internal sealed class IndexSearch
{
    /// <summary>Blocks that a thread takes at a time, about 2 MB.</summary>
    private const int ChunkBlocks = 256;

    /// <summary>What all candidates may take, 16 bytes each.</summary>
    private const int CandidateBytes = 256 << 20;

    private const int FewestCandidates = 256;
    private const int FewestCandidatesOfAnswer = 4;
    private const int MostCandidates = 1 << 18;

    private readonly IndexSet _set;
    private readonly (int File, long Block)[] _chunks;
    private int _claimed = -1;
    private long _searched;

    /// <param name="set">Where to search; it stays the caller's.</param>
    public IndexSearch(IndexSet set)
    {
        _set = set;
        _chunks = [.. set.Files.SelectMany((file, index) => ChunksOf(file).Select(block => (index, block)))];
    }

    /// <summary>How many rows have been gone through; may be asked by any thread.</summary>
    public long RowsSearched => Math.Min(Volatile.Read(ref _searched), _set.Embeddings.Rows.Count);

    /// <summary>Answers queries. Once for each search.</summary>
    /// <param name="queries">The queries, with as many values as the set has dimensions.</param>
    /// <param name="options">What is looked for.</param>
    /// <param name="token">Ends the search.</param>
    /// <returns>For each query the best rows, best first.</returns>
    /// <exception cref="OperationCanceledException">It was ended; no thread reads any more.</exception>
    public RowScore[][] Find(IReadOnlyList<SimilarityQuery> queries, SimilarityOptions options, CancellationToken token)
    {
        ScannedQuery[][] scanned = QueriesOfFiles(queries, token);
        int fewest = Math.Max(FewestCandidates, FewestCandidatesOfAnswer * options.Top);
        int most = Math.Max(fewest, Math.Min(MostCandidates, CandidateBytes / 16 / queries.Count / options.Threads));
        var found = new CodeCandidates[options.Threads][];
        ParallelWork.Run(options.Threads, thread =>
        {
            CodeCandidates[] candidates = [.. queries.Select(query => new CodeCandidates(options, query.ExcludedRow, most))];
            found[thread] = candidates;
            for (int chunk; (chunk = Interlocked.Increment(ref _claimed)) < _chunks.Length;)
            {
                Scan(_chunks[chunk].File, _chunks[chunk].Block, scanned, candidates, options.Candidates, token);
            }
        }, token);
        var answers = new RowScore[queries.Count][];
        int ranked = -1;
        ParallelWork.Run(options.Threads, _ =>
        {
            for (int query; (query = Interlocked.Increment(ref ranked)) < answers.Length;)
            {
                answers[query] = Rank(queries[query], options, [.. found.Select(candidates => candidates[query])], token);
            }
        }, token);
        return answers;
    }

    private static IEnumerable<long> ChunksOf(IndexFile file)
    {
        for (long block = 0; block < file.Header.Blocks; block += ChunkBlocks)
        {
            yield return block;
        }
    }

    /// <summary>The queries against each file's codes, the same for files that were made together.</summary>
    private ScannedQuery[][] QueriesOfFiles(IReadOnlyList<SimilarityQuery> queries, CancellationToken token)
    {
        var scanned = new ScannedQuery[_set.Files.Count][];
        for (int file = 0; file < scanned.Length; file++)
        {
            IndexHeader header = _set.Files[file].Header;
            int same = 0;
            while (same < file && !_set.Files[same].Header.HasCodesLike(header))
            {
                same++;
            }
            scanned[file] = same < file ? scanned[same] : [.. QueriesOf(header, queries, token)];
        }
        return scanned;
    }

    private static IEnumerable<ScannedQuery> QueriesOf(IndexHeader header, IReadOnlyList<SimilarityQuery> queries, CancellationToken token)
    {
        var rotation = new RandomRotation(header.Layout.Dimensions, header.Seed);
        foreach (SimilarityQuery query in queries)
        {
            token.ThrowIfCancellationRequested();
            var codes = new CodeQuery(query.Direction, header.Centroid, rotation);
            yield return new ScannedQuery(codes.Table, new CodeEstimates(codes, CodeCandidates.Deviations));
        }
    }

    private unsafe void Scan(int fileIndex, long firstBlock, ScannedQuery[][] scanned, CodeCandidates[] found, ulong[]? candidates, CancellationToken token)
    {
        IndexFile file = _set.Files[fileIndex];
        CodeLayout layout = file.Header.Layout;
        ScannedQuery[] queries = scanned[fileIndex];
        long end = Math.Min(file.Header.Blocks, firstBlock + ChunkBlocks);
        long fileEnd = _set.Embeddings.Rows.Start(fileIndex + 1);
        ushort* sums = stackalloc ushort[CodeLayout.BlockRows];
        for (long block = firstBlock; block < end; block++)
        {
            token.ThrowIfCancellationRequested();
            long firstRow = _set.Embeddings.Rows.Start(fileIndex) + (block * CodeLayout.BlockRows);
            long endRow = Math.Min(fileEnd, firstRow + CodeLayout.BlockRows);
            if (candidates is not null && RowMask.Next(candidates, firstRow, endRow) == endRow)
            {
                continue;
            }
            byte* codes = file.Block(block);
            for (int query = 0; query < queries.Length; query++)
            {
                fixed (byte* table = queries[query].Table)
                {
                    CodeSums.Add(codes, table, layout.CodeBytes, sums);
                }
                found[query].Add(in queries[query].Estimates, sums, (float*)(codes + layout.CodesBytes), firstRow);
            }
        }
        Interlocked.Add(ref _searched, (end - firstBlock) * CodeLayout.BlockRows);
    }

    /// <summary>Compares candidates exactly, the hopeful ones first, until no other can be better.</summary>
    private RowScore[] Rank(SimilarityQuery query, SimilarityOptions options, CodeCandidates[] found, CancellationToken token)
    {
        var certain = new BestRows(options.Top, options.MinScore);
        foreach (RowScore row in found.SelectMany(candidates => candidates.Certain))
        {
            certain.Add(row);
        }
        RowBound[] candidates = [.. found.SelectMany(some => some.Rows).Where(row => row.Bound >= certain.Threshold).OrderByDescending(row => row.Bound)];
        SimilarityScan scan = SimilarityRanking.Scan(_set.Embeddings, [query], query.Direction, options);
        for (int start = 0; start < candidates.Length && candidates[start].Bound >= scan.Best[0].Threshold; start += SimilarityScan.BlockRows)
        {
            token.ThrowIfCancellationRequested();
            scan.Search(Array.ConvertAll(candidates.AsSpan(start, Math.Min(SimilarityScan.BlockRows, candidates.Length - start)).ToArray(), row => row.Row));
        }
        return SimilarityRanking.Rank(_set.Embeddings, query, scan.Best[0].Rows, options, token);
    }

    /// <summary>What a scan needs of a query against the codes of a file.</summary>
    private sealed class ScannedQuery(byte[] table, CodeEstimates estimates)
    {
        public readonly byte[] Table = table;
        public readonly CodeEstimates Estimates = estimates;
    }
}
