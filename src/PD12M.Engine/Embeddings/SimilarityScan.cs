using PD12M.Dataset;

namespace PD12M.Embeddings;

/// <summary>One thread's part of a search: goes through rows and keeps the best for each query.</summary>
internal sealed unsafe class SimilarityScan
{
    /// <summary>Rows that are multiplied with one group of queries after the other; of 768 values they fit the second cache.</summary>
    public const int BlockRows = 64;

    /// <summary>Queries of a group, which stay in the cache while the rows of a block pass by.</summary>
    private const int GroupQueries = 16;

    /// <summary>The smallest normal float32: below it a square has lost digits.</summary>
    private const float LeastSquare = 1.17549435e-38f;

    private readonly EmbeddingSet _set;
    private readonly ulong[]? _candidates;
    private readonly long?[] _excluded;
    private readonly float[] _queries;
    private readonly float[] _converted;
    private readonly float*[] _vectors = new float*[BlockRows];
    private readonly long[] _rows = new long[BlockRows];
    private readonly float[] _inverseLengths = new float[BlockRows];

    /// <param name="set">Where to search.</param>
    /// <param name="queries">The queries.</param>
    /// <param name="directions">Their directions, one behind the other.</param>
    /// <param name="candidates">A bit for each row that may be kept; null for all.</param>
    /// <param name="most">How many rows are kept for each query.</param>
    /// <param name="leastScore">The score that they have at least.</param>
    public SimilarityScan(EmbeddingSet set, IReadOnlyList<SimilarityQuery> queries, float[] directions, ulong[]? candidates, int most, double leastScore)
    {
        _set = set;
        _candidates = candidates;
        _excluded = [.. queries.Select(query => query.ExcludedRow)];
        _queries = directions;
        _converted = set.Files.All(file => file.Info.Type == NpyType.Float32) ? [] : new float[BlockRows * set.Dimensions];
        Best = [.. queries.Select(_ => new BestRows(most, leastScore))];
    }

    /// <summary>The best rows for each query.</summary>
    public BestRows[] Best { get; }

    /// <summary>Goes through some rows.</summary>
    /// <param name="start">The first.</param>
    /// <param name="end">The one behind the last.</param>
    public void Search(long start, long end)
    {
        fixed (float* queries = _queries, converted = _converted)
        {
            int count = 0;
            int file = _set.Rows.FileOf(start);
            _set.Files[file].EnsureLength();
            for (long row = Next(start, end); row < end; row = Next(row + 1, end))
            {
                while (row >= _set.Rows.Start(file + 1))
                {
                    _set.Files[++file].EnsureLength();
                }
                _rows[count] = row;
                _vectors[count] = Vector(_set.Files[file], row - _set.Rows.Start(file), converted + ((long)count * _set.Dimensions));
                if (++count == BlockRows)
                {
                    Multiply(queries, count);
                    count = 0;
                }
            }
            if (count > 0)
            {
                Multiply(queries, count);
            }
        }
    }

    /// <summary>Compares certain rows.</summary>
    /// <param name="rows">At most <see cref="BlockRows"/>.</param>
    public void Search(ReadOnlySpan<long> rows)
    {
        fixed (float* queries = _queries, converted = _converted)
        {
            for (int i = 0; i < rows.Length; i++)
            {
                int file = _set.Rows.FileOf(rows[i]);
                _set.Files[file].EnsureLength();
                _rows[i] = rows[i];
                _vectors[i] = Vector(_set.Files[file], rows[i] - _set.Rows.Start(file), converted + ((long)i * _set.Dimensions));
            }
            Multiply(queries, rows.Length);
        }
    }

    private long Next(long row, long end) => _candidates is null ? row : RowMask.Next(_candidates, row, end);

    private float* Vector(NpyFile file, long row, float* converted)
    {
        byte* values = file.Row(row);
        if (file.Info.Type == NpyType.Float32)
        {
            return (float*)values;
        }
        FloatConversion.ToSingle(values, file.Info.Type, new Span<float>(converted, _set.Dimensions));
        return converted;
    }

    private void Multiply(float* queries, int count)
    {
        int dimensions = _set.Dimensions;
        float* firstProducts = stackalloc float[BlockRows];
        float* squares = stackalloc float[BlockRows];
        float* products = stackalloc float[2 * DotProducts.Rows];
        fixed (float** vectors = _vectors)
        {
            // What is done with the products waits, so that memory does not.
            DotProducts.MultiplyAndSquare(queries, vectors, count, dimensions, firstProducts, squares);
            for (int row = 0; row < count; row++)
            {
                _inverseLengths[row] = squares[row] is >= LeastSquare and <= float.MaxValue ? 1 / (float)Math.Sqrt(squares[row]) : float.NaN;
                Keep(0, row, firstProducts[row]);
            }
            for (int row = count; row % DotProducts.Rows != 0; row++)
            {
                vectors[row] = vectors[count - 1];
            }
            for (int group = 1; group < Best.Length; group += GroupQueries)
            {
                int end = Math.Min(Best.Length, group + GroupQueries);
                for (int row = 0; row < count; row += DotProducts.Rows)
                {
                    for (int query = group; query < end; query += 2)
                    {
                        // The last of an odd number is multiplied twice.
                        int other = Math.Min(query + 1, end - 1);
                        DotProducts.MultiplyTwo(queries + ((long)query * dimensions), queries + ((long)other * dimensions), vectors + row, dimensions, products);
                        for (int i = 0; i < DotProducts.Rows && row + i < count; i++)
                        {
                            Keep(query, row + i, products[i]);
                            if (other > query)
                            {
                                Keep(other, row + i, products[DotProducts.Rows + i]);
                            }
                        }
                    }
                }
            }
        }
    }

    private void Keep(int query, int row, float product)
    {
        BestRows best = Best[query];
        // NaN reaches no threshold.
        float score = product * _inverseLengths[row];
        if (score >= best.Threshold && _rows[row] != _excluded[query])
        {
            best.Add(new RowScore(_rows[row], score));
        }
    }
}
