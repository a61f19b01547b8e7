using System.Diagnostics.CodeAnalysis;

namespace PD12M.Embeddings;

/// <summary>A vector whose like is looked for.</summary>
internal sealed class SimilarityQuery
{
    private SimilarityQuery(float[] direction, long? excludedRow)
    {
        Direction = direction;
        ExcludedRow = excludedRow;
    }

    /// <summary>The vector at length 1.</summary>
    public float[] Direction { get; }

    /// <summary>The row that is no answer; null where all are.</summary>
    public long? ExcludedRow { get; }

    /// <summary>Makes a query of a vector of any length.</summary>
    /// <returns>False if the vector has no direction: it is zero, or has a value that is not finite.</returns>
    public static bool TryCreate(ReadOnlySpan<float> vector, long? excludedRow, [NotNullWhen(true)] out SimilarityQuery? query)
    {
        double square = VectorMath.DotExactly(vector, vector);
        query = null;
        // A comparison with NaN is false.
        if (!(square > 0 && square <= double.MaxValue))
        {
            return false;
        }
        double length = Math.Sqrt(square);
        float[] direction = new float[vector.Length];
        for (int i = 0; i < direction.Length; i++)
        {
            direction[i] = (float)(vector[i] / length);
        }
        query = new SimilarityQuery(direction, excludedRow);
        return true;
    }
}
