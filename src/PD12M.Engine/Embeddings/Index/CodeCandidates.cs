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
    public const float Deviations = 1.9f;

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
    /// <param name="estimator">The query's, with <see cref="Deviations"/>.</param>
    /// <param name="sums">The sums of the query's entries (<see cref="CodeSums"/>).</param>
    /// <param name="numbers">The block's scales and shifts.</param>
    /// <param name="firstRow">The number of the block's first row.</param>
    public void Add(in CodeEstimates estimator, ushort* sums, float* numbers, long firstRow)
    {
        float* estimates = stackalloc float[CodeEstimates.Rows];
        float* errors = stackalloc float[CodeEstimates.Rows];
        for (int row = 0; row < CodeLayout.BlockRows; row += CodeEstimates.Rows)
        {
            bool isAny = estimator.Estimate(sums, numbers, row, (float)_certain.Threshold, estimates, errors);
            for (int i = 0; isAny && i < CodeEstimates.Rows; i++)
            {
                // NaN, of vectors without a direction, reaches nothing.
                if (estimates[i] + errors[i] >= _certain.Threshold)
                {
                    Add(firstRow + row + i, estimates[i], errors[i]);
                }
            }
        }
    }

    private void Add(long row, float estimate, float error)
    {
        if (row == _excludedRow || (_options.Candidates is { } candidates && !RowMask.Has(candidates, (int)row)))
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
