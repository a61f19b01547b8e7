namespace PD12M.Embeddings;

/// <summary>Ranks what a scan has found in float32 by scores in float64, so that answers depend neither on the order of additions nor on the way they were found.</summary>
internal static class SimilarityRanking
{
    /// <summary>Candidates beyond the answers, among those that float32 cannot tell apart.</summary>
    private const int MoreCandidates = 8;

    /// <summary>More than float32 can be wrong by.</summary>
    private const double Uncertainty = 1e-5;

    /// <summary>A scan that finds what is ranked.</summary>
    public static SimilarityScan Scan(EmbeddingSet set, IReadOnlyList<SimilarityQuery> queries, float[] directions, SimilarityOptions options) =>
        new(set, queries, directions, options.Candidates, options.Top + MoreCandidates, options.MinScore - Uncertainty);

    /// <summary>The answers to a query among what scans have found.</summary>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public static RowScore[] Rank(EmbeddingSet set, SimilarityQuery query, IEnumerable<RowScore> found, SimilarityOptions options, CancellationToken token)
    {
        return [.. found.OrderBy(row => row).Take(options.Top + MoreCandidates).Select(Score).Where(row => row.Score >= options.MinScore).OrderBy(row => row).Take(options.Top)];

        RowScore Score(RowScore row)
        {
            // Rows all over the files: from a slow disk each may take its time.
            token.ThrowIfCancellationRequested();
            return row with { Score = VectorMath.Cosine(set.Vector(row.Row), query.Direction) };
        }
    }
}
