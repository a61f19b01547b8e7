namespace PD12M.Embeddings;

/// <summary>Finds the pivots that rows are most like, by their codes. For several threads at once.</summary>
/// <param name="file">The index.</param>
/// <param name="pivots">The pivots as queries against it.</param>
/// <param name="cellsOfRows">Takes the numbers of three pivots, or <see cref="None"/>, for each row of all files.</param>
/// <param name="firstRow">The number of the file's first row.</param>
internal sealed unsafe class PivotScan(IndexFile file, CodeQuery[] pivots, ushort[] cellsOfRows, long firstRow)
{
    /// <summary>Cells that a row is in at most.</summary>
    public const int CellsOfRow = 3;

    /// <summary>Blocks that go through all pivots together: they fit the second cache.</summary>
    public const int ChunkBlocks = 32;

    /// <summary>No pivot.</summary>
    public const ushort None = ushort.MaxValue;

    /// <summary>How much less a row may be like a second pivot than it is like the first.</summary>
    private const float Margin = 0.06f;

    /// <summary>Finds the pivots of the rows of some blocks.</summary>
    /// <param name="firstBlock">The first of the blocks.</param>
    /// <returns>How many rows there were.</returns>
    public long Assign(long firstBlock)
    {
        int blocks = (int)Math.Min(ChunkBlocks, file.Header.Blocks - firstBlock);
        var best = new float[blocks * CodeLayout.BlockRows * CellsOfRow];
        best.AsSpan().Fill(float.NegativeInfinity);
        var cells = new ushort[best.Length];
        cells.AsSpan().Fill(None);
        for (int pivot = 0; pivot < pivots.Length; pivot++)
        {
            Compare(pivot, firstBlock, blocks, best, cells);
        }
        long start = firstBlock * CodeLayout.BlockRows;
        int rows = (int)Math.Min((long)blocks * CodeLayout.BlockRows, file.Header.Rows - start);
        for (int i = 0; i < rows * CellsOfRow; i++)
        {
            cellsOfRows[((firstRow + start) * CellsOfRow) + i] = best[i] >= best[i / CellsOfRow * CellsOfRow] - Margin ? cells[i] : None;
        }
        return rows;
    }

    private void Compare(int pivot, long firstBlock, int blocks, float[] best, ushort[] cells)
    {
        ushort* sums = stackalloc ushort[CodeLayout.BlockRows];
        float* estimates = stackalloc float[CodeEstimates.Rows];
        float* errors = stackalloc float[CodeEstimates.Rows];
        var estimator = new CodeEstimates(pivots[pivot], deviations: 0);
        CodeLayout layout = file.Header.Layout;
        fixed (byte* table = pivots[pivot].Table)
        {
            for (int block = 0; block < blocks; block++)
            {
                byte* codes = file.Block(firstBlock + block);
                CodeSums.Add(codes, table, layout.CodeBytes, sums);
                for (int row = 0; row < CodeLayout.BlockRows; row += CodeEstimates.Rows)
                {
                    int place = ((block * CodeLayout.BlockRows) + row) * CellsOfRow;
                    estimator.Estimate(sums, (float*)(codes + layout.CodesBytes), row, float.PositiveInfinity, estimates, errors);
                    for (int i = 0; i < CodeEstimates.Rows; i++, place += CellsOfRow)
                    {
                        if (estimates[i] > best[place + CellsOfRow - 1])
                        {
                            Insert(best.AsSpan(place, CellsOfRow), cells.AsSpan(place, CellsOfRow), estimates[i], (ushort)pivot);
                        }
                    }
                }
            }
        }
    }

    private static void Insert(Span<float> best, Span<ushort> cells, float estimate, ushort pivot)
    {
        int place = CellsOfRow - 1;
        for (; place > 0 && estimate > best[place - 1]; place--)
        {
            best[place] = best[place - 1];
            cells[place] = cells[place - 1];
        }
        best[place] = estimate;
        cells[place] = pivot;
    }
}
