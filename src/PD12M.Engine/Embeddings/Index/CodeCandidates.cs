using System.Numerics;
using System.Runtime.CompilerServices;
using PD12M.Dataset;

namespace PD12M.Embeddings;

/// <summary>A row that may be an answer.</summary>
/// <param name="Row">The row's number.</param>
/// <param name="Bound">What its score is hardly above.</param>
internal readonly record struct RowBound(long Row, float Bound);

/// <summary>
/// One thread's candidates for one query: the rows whose score may be among the best by what their codes tell. As the
/// error of an estimate is known, it needs no fixed number of them.
/// </summary>
internal sealed unsafe class CodeCandidates
{
    /// <summary>
    /// How many standard deviations an estimate is trusted to: 1.9, as in the paper on RaBitQ, misses one in some hundreds of
    /// the answers.
    /// </summary>
    private const float Deviations = 1.9f;

    private readonly SimilarityOptions _options;
    private readonly long? _excludedRow;
    private readonly BestRows _certain;
    private readonly int _most;
    private List<RowBound> _rows = [];

    /// <param name="options">What is looked for.</param>
    /// <param name="excludedRow">The row that is no answer; null where all are.</param>
    /// <param name="most">How many candidates are kept at most.</param>
    public CodeCandidates(SimilarityOptions options, long? excludedRow, int most)
    {
        _options = options;
        _excludedRow = excludedRow;
        _most = most;
        _certain = new BestRows(options.Top, options.MinScore);
    }

    /// <summary>The candidates, some of which later ones may have made hopeless.</summary>
    public IReadOnlyList<RowBound> Rows => _rows;

    /// <summary>The rows with the best scores that are nearly certain, each with what its own is hardly below.</summary>
    public IReadOnlyList<RowScore> Certain => _certain.Rows;

    /// <summary>Adds the rows of a block that may be answers.</summary>
    /// <param name="query">The query.</param>
    /// <param name="sums">The sums of the query's entries (<see cref="CodeSums"/>).</param>
    /// <param name="numbers">The block's scales and shifts.</param>
    /// <param name="firstRow">The number of the block's first row.</param>
    public void Add(CodeQuery query, ushort* sums, float* numbers, long firstRow)
    {
        float* estimates = stackalloc float[Vector<ushort>.Count];
        float* errors = stackalloc float[Vector<ushort>.Count];
        int half = Vector<float>.Count;
        // The variance of a code's estimate is scale^2 d/(d-1) - (|v|^2)/(d-1), |v| being the vector's distance from the centroid.
        float perDimension = 1f / (query.Dimensions - 1);
        var offset = new Vector<float>(query.Offset);
        var bias = new Vector<float>(query.Bias);
        var factor = new Vector<float>(query.Dimensions * perDimension);
        var square = new Vector<float>((1 - query.CentroidSquare) * perDimension);
        var perShift = new Vector<float>(2 * perDimension);
        float trust = Deviations * query.Length;
        for (int row = 0; row < CodeLayout.BlockRows; row += Vector<ushort>.Count)
        {
            var threshold = new Vector<float>(_certain.Threshold);
            Vector.Widen(Unsafe.ReadUnaligned<Vector<ushort>>(sums + row), out Vector<uint> low, out Vector<uint> high);
            bool isAny = Estimate(low, row, estimates, errors);
            isAny |= Estimate(high, row + half, estimates + half, errors + half);
            for (int i = 0; isAny && i < Vector<ushort>.Count; i++)
            {
                // NaN, of vectors without a direction, reaches nothing.
                if (estimates[i] + errors[i] >= _certain.Threshold)
                {
                    Add(firstRow + row + i, estimates[i], errors[i]);
                }
            }

            bool Estimate(Vector<uint> sum, int start, float* estimate, float* error)
            {
                Vector<float> scale = Unsafe.ReadUnaligned<Vector<float>>(numbers + start);
                Vector<float> shift = Unsafe.ReadUnaligned<Vector<float>>(numbers + CodeLayout.BlockRows + start);
                Vector<float> likeness = offset + shift + (scale * ((Vector.ConvertToSingle(Vector.AsVectorInt32(sum)) * query.Scale) + bias));
                Vector<float> variance = (scale * scale * factor) - square + (shift * perShift);
                Vector<float> deviation = Vector.SquareRoot(Vector.Max(variance, Vector<float>.Zero)) * trust;
                Unsafe.WriteUnaligned(estimate, likeness);
                Unsafe.WriteUnaligned(error, deviation);
                return Vector.GreaterThanOrEqualAny(likeness + deviation, threshold);
            }
        }
    }

    private void Add(long row, float estimate, float error)
    {
        if (row == _excludedRow || (_options.Candidates is { } candidates && RowMask.Next(candidates, (int)row) != row))
        {
            return;
        }
        if (estimate - error >= _certain.Threshold)
        {
            _certain.Add(new RowScore(row, estimate - error));
        }
        if (_rows.Count == _most)
        {
            // The hopeless go; where that is not half of them, those with the lower bounds.
            _rows = [.. _rows.Where(other => other.Bound >= _certain.Threshold).OrderByDescending(other => other.Bound).Take(_most / 2)];
        }
        _rows.Add(new RowBound(row, estimate + error));
    }
}
