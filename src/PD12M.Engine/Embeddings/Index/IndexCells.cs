namespace PD12M.Embeddings;

/// <summary>
/// The rows of an index in cells: each row is in the cell of the pivot, one of some thousand rows, that it is most like by
/// its code, and in those of the next two that it is nearly as much like. Rows that are alike share a cell with high
/// probability. Takes 18 bytes a row.
/// </summary>
internal sealed class IndexCells
{
    private const int MostCells = ushort.MaxValue;

    private readonly int[] _rows;
    private readonly int[] _starts;

    private IndexCells(int count, ushort[] cellsOfRows)
    {
        _starts = new int[count + 1];
        foreach (ushort cell in cellsOfRows)
        {
            if (cell != PivotScan.None)
            {
                _starts[cell + 1]++;
            }
        }
        for (int cell = 0; cell < count; cell++)
        {
            _starts[cell + 1] = checked(_starts[cell + 1] + _starts[cell]);
        }
        int[] next = [.. _starts];
        _rows = new int[_starts[count]];
        for (int i = 0; i < cellsOfRows.Length; i++)
        {
            if (cellsOfRows[i] != PivotScan.None)
            {
                _rows[next[cellsOfRows[i]]++] = i / PivotScan.CellsOfRow;
            }
        }
    }

    /// <summary>How many cells there are.</summary>
    public int Count => _starts.Length - 1;

    /// <summary>The rows of a cell in ascending order.</summary>
    public ReadOnlySpan<int> this[int cell] => _rows.AsSpan(_starts[cell], _starts[cell + 1] - _starts[cell]);

    /// <summary>Puts the rows of an index into cells.</summary>
    /// <param name="set">The indexes; they stay the caller's.</param>
    /// <param name="threads">How many threads work.</param>
    /// <param name="report">Is told, on any thread, how many rows have been put further.</param>
    /// <param name="token">Ends it.</param>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public static IndexCells Assign(IndexSet set, int threads, Action<long> report, CancellationToken token)
    {
        long rows = set.Embeddings.Rows.Count;
        // As much work to find a row's pivots as to compare it with the rows of their cells.
        int count = (int)Math.Min(Math.Min(MostCells, rows), 1 + (long)(2 * Math.Sqrt(rows)));
        SimilarityQuery[] pivots = [.. Pivots(set.Embeddings, count, token)];
        ushort[] cellsOfRows = new ushort[rows * PivotScan.CellsOfRow];
        for (int file = 0; file < set.Files.Count; file++)
        {
            IndexHeader header = set.Files[file].Header;
            var rotation = new RandomRotation(header.Layout.Dimensions, header.Seed);
            CodeQuery[] queries = Array.ConvertAll(pivots, pivot =>
            {
                token.ThrowIfCancellationRequested();
                return new CodeQuery(pivot.Direction, header.Centroid, rotation);
            });
            var scan = new PivotScan(set.Files[file], queries, cellsOfRows, set.Embeddings.Rows.Start(file));
            long chunks = (header.Blocks + PivotScan.ChunkBlocks - 1) / PivotScan.ChunkBlocks;
            Parallel.For(0L, chunks, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = token }, chunk =>
                report(scan.Assign(chunk * PivotScan.ChunkBlocks)));
        }
        return new IndexCells(pivots.Length, cellsOfRows);
    }

    private static IEnumerable<SimilarityQuery> Pivots(EmbeddingSet embeddings, int count, CancellationToken token)
    {
        for (int i = 0; i < count; i++)
        {
            token.ThrowIfCancellationRequested();
            if (SimilarityQuery.TryCreate(embeddings.Vector(embeddings.Rows.Count * i / count), null, out SimilarityQuery? pivot))
            {
                yield return pivot;
            }
        }
    }
}
