namespace PD12M.Embeddings;

/// <summary>
/// How the codes of an index lie in memory: blocks of 64 vectors, each vector one bit a dimension. Four dimensions of a
/// vector are a nibble; a block's bytes hold the nibbles of its 64 vectors for eight dimensions, then for the next
/// eight, so that one vector instruction looks up four dimensions of 64 vectors. Two numbers for each vector follow.
/// </summary>
/// <remarks>Source of the arrangement: André, Kermarrec and Le Scouarnec, "Cache locality is not enough: high-performance nearest neighbor search with product quantization fast scan", VLDB 2015.</remarks>
/// <param name="dimensions">The length of the vectors that are indexed.</param>
internal readonly struct CodeLayout(int dimensions)
{
    /// <summary>Vectors in a block.</summary>
    public const int BlockRows = 64;

    /// <summary>The dimensions of a code: those of the vectors and zeros up to a multiple of 8.</summary>
    public int Dimensions { get; } = (dimensions + 7) & ~7;

    /// <summary>Bytes of a vector's code.</summary>
    public int CodeBytes => Dimensions / 8;

    /// <summary>Bytes of a block's codes.</summary>
    public int CodesBytes => CodeBytes * BlockRows;

    /// <summary>Bytes of a block: the codes, then as float32 each vector's <see cref="VectorEncoder"/> scale, then each one's shift.</summary>
    public int BlockBytes => CodesBytes + (2 * sizeof(float) * BlockRows);

    /// <summary>The blocks that so many vectors take; the last may have empty places.</summary>
    public static long BlocksOf(long rows) => (rows + BlockRows - 1) / BlockRows;

    /// <summary>A vector's byte among the 64 that hold the same dimensions: sums of 16 bits come out in the vectors' order.</summary>
    /// <param name="row">The vector's place in the block, 0 to 63.</param>
    public static int Place(int row) => row < BlockRows / 2 ? 2 * row : (2 * (row - (BlockRows / 2))) + 1;
}
