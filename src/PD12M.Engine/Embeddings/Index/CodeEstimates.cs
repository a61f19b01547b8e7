using System.Numerics;
using System.Runtime.CompilerServices;

namespace PD12M.Embeddings;

/// <summary>Estimates the likeness of a query and the rows of a block, of the sums of the query's entries.</summary>
/// <remarks>
/// The variance of an estimate is (s²d - v²) / (d - 1) times the square of the query's distance from the centroid, s being
/// the row's scale, v its distance from the centroid, d the dimensions. Source: as for <see cref="VectorEncoder"/>.
/// </remarks>
internal readonly unsafe struct CodeEstimates
{
    private readonly Vector<float> _unit;
    private readonly Vector<float> _bias;
    private readonly Vector<float> _offset;
    private readonly Vector<float> _perSquare;
    private readonly Vector<float> _perShift;
    private readonly Vector<float> _constant;
    private readonly float _trust;

    /// <param name="query">The query.</param>
    /// <param name="deviations">How many standard deviations count as an estimate's error.</param>
    public CodeEstimates(CodeQuery query, float deviations)
    {
        float perDimension = 1f / (query.Dimensions - 1);
        _unit = new Vector<float>(query.Scale);
        _bias = new Vector<float>(query.Bias);
        _offset = new Vector<float>(query.Offset);
        _perSquare = new Vector<float>(query.Dimensions * perDimension);
        _perShift = new Vector<float>(2 * perDimension);
        _constant = new Vector<float>((1 - query.CentroidSquare) * perDimension);
        _trust = deviations * query.Length;
    }

    /// <summary>How many rows are estimated at once.</summary>
    public static int Rows => Vector<ushort>.Count;

    /// <summary>Estimates rows.</summary>
    /// <param name="sums">The block's sums (<see cref="CodeSums"/>).</param>
    /// <param name="numbers">The block's scales and shifts.</param>
    /// <param name="row">The first of the rows.</param>
    /// <param name="least">What an estimate must reach with its error.</param>
    /// <param name="estimates">Takes as many estimates as there are rows; NaN for rows without a direction.</param>
    /// <param name="errors">Takes their errors.</param>
    /// <returns>Whether one reaches it.</returns>
    public bool Estimate(ushort* sums, float* numbers, int row, float least, float* estimates, float* errors)
    {
        int half = Vector<float>.Count;
        Vector.Widen(Unsafe.ReadUnaligned<Vector<ushort>>(sums + row), out Vector<uint> low, out Vector<uint> high);
        bool reaches = Estimate(low, numbers + row, least, estimates, errors);
        return Estimate(high, numbers + row + half, least, estimates + half, errors + half) | reaches;
    }

    private bool Estimate(Vector<uint> sums, float* numbers, float least, float* estimates, float* errors)
    {
        Vector<float> scale = Unsafe.ReadUnaligned<Vector<float>>(numbers);
        Vector<float> shift = Unsafe.ReadUnaligned<Vector<float>>(numbers + CodeLayout.BlockRows);
        Vector<float> estimate = _offset + shift + (scale * ((Vector.ConvertToSingle(Vector.AsVectorInt32(sums)) * _unit) + _bias));
        Vector<float> error = Vector<float>.Zero;
        if (_trust > 0)
        {
            Vector<float> variance = (scale * scale * _perSquare) + (shift * _perShift) - _constant;
            error = Vector.SquareRoot(Vector.Max(variance, Vector<float>.Zero)) * _trust;
        }
        Unsafe.WriteUnaligned(estimates, estimate);
        Unsafe.WriteUnaligned(errors, error);
        return Vector.GreaterThanOrEqualAny(estimate + error, new Vector<float>(least));
    }
}
