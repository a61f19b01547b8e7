namespace PD12M.Embeddings;

/// <summary>
/// Finds groups of rows whose vectors are alike, through their index: rows that share a cell are compared by their codes, and
/// exactly where these say that they may be alike. Takes 22 bytes a row, and for each thread the codes of a cell.
/// </summary>
internal sealed class DuplicateSearch
{
    private readonly IndexSet _set;
    private long _rowsAssigned;
    private long _rowsCompared;

    /// <param name="set">Where to search; it stays the caller's.</param>
    /// <exception cref="IndexException">The indexes were made with several centroids.</exception>
    public DuplicateSearch(IndexSet set)
    {
        _set = set;
        for (int file = 1; file < set.Files.Count; file++)
        {
            if (!set.Files[file].Header.HasCodesLike(set.Files[0].Header))
            {
                string path = IndexFile.PathOf(set.Embeddings.Files[file].Info.Path);
                throw new IndexException(IndexFault.Mismatch, path, $"'{path}' was not made together with the others. Make all again with New-PD12MIndex -Force.");
            }
        }
    }

    /// <summary>How much of the work is done, 0 to 1; may be asked by any thread.</summary>
    public double Progress
    {
        get
        {
            double rows = Math.Max(1, _set.Embeddings.Rows.Count);
            return (Volatile.Read(ref _rowsAssigned) / rows / 2) + (Math.Min(Volatile.Read(ref _rowsCompared), rows) / rows / 2);
        }
    }

    /// <summary>Finds the groups. Once for each search.</summary>
    /// <param name="threshold">The cosine that two vectors have at least to be alike.</param>
    /// <param name="threads">How many threads search.</param>
    /// <param name="token">Ends the search.</param>
    /// <returns>The groups in the order of their first rows.</returns>
    /// <exception cref="OperationCanceledException">It was ended; no thread reads any more.</exception>
    public IEnumerable<int[]> Find(double threshold, int threads, CancellationToken token)
    {
        int rows = (int)_set.Embeddings.Rows.Count;
        var found = new DisjointSets(rows);
        if (rows > 1)
        {
            IndexCells cells = IndexCells.Assign(_set, threads, count => Interlocked.Add(ref _rowsAssigned, count), token);
            int claimed = -1;
            ParallelWork.Run(threads, _ =>
            {
                var comparison = new CellComparison(_set, threshold, found);
                for (int cell; (cell = Interlocked.Increment(ref claimed)) < cells.Count;)
                {
                    comparison.Compare(cells[cell], token);
                    Interlocked.Add(ref _rowsCompared, rows / cells.Count);
                }
            }, token);
        }
        return found.Sets();
    }
}
