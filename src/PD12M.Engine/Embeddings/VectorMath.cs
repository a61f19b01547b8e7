using System.Numerics;
using System.Runtime.InteropServices;

namespace PD12M.Embeddings;

/// <summary>Arithmetic of vectors.</summary>
internal static class VectorMath
{
    /// <summary>The sum of the products of two vectors' values.</summary>
    public static float Dot(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        right = right.Slice(0, left.Length);
        ReadOnlySpan<Vector<float>> lefts = MemoryMarshal.Cast<float, Vector<float>>(left);
        ReadOnlySpan<Vector<float>> rights = MemoryMarshal.Cast<float, Vector<float>>(right);
        var sums = Vector<float>.Zero;
        for (int i = 0; i < lefts.Length; i++)
        {
            sums += lefts[i] * rights[i];
        }
        float sum = Vector.Dot(sums, Vector<float>.One);
        for (int i = lefts.Length * Vector<float>.Count; i < left.Length; i++)
        {
            sum += left[i] * right[i];
        }
        return sum;
    }

    /// <summary>The same in float64.</summary>
    public static double DotExactly(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        right = right.Slice(0, left.Length);
        ReadOnlySpan<Vector<float>> lefts = MemoryMarshal.Cast<float, Vector<float>>(left);
        ReadOnlySpan<Vector<float>> rights = MemoryMarshal.Cast<float, Vector<float>>(right);
        Vector<double> lowSums = Vector<double>.Zero, highSums = Vector<double>.Zero;
        for (int i = 0; i < lefts.Length; i++)
        {
            Vector.Widen(lefts[i], out Vector<double> leftLow, out Vector<double> leftHigh);
            Vector.Widen(rights[i], out Vector<double> rightLow, out Vector<double> rightHigh);
            lowSums += leftLow * rightLow;
            highSums += leftHigh * rightHigh;
        }
        double sum = Vector.Dot(lowSums + highSums, Vector<double>.One);
        for (int i = lefts.Length * Vector<float>.Count; i < left.Length; i++)
        {
            sum += (double)left[i] * right[i];
        }
        return sum;
    }

    /// <summary>The cosine of the angle between two vectors, in float64; NaN where one has no direction.</summary>
    public static double Cosine(ReadOnlySpan<float> left, ReadOnlySpan<float> right) =>
        Math.Max(-1, Math.Min(1, DotExactly(left, right) / Math.Sqrt(DotExactly(left, left) * DotExactly(right, right))));

    /// <summary>The sum of a vector's absolute values.</summary>
    public static float SumOfMagnitudes(ReadOnlySpan<float> vector)
    {
        var sums = Vector<float>.Zero;
        foreach (Vector<float> values in MemoryMarshal.Cast<float, Vector<float>>(vector))
        {
            sums += Vector.Abs(values);
        }
        float sum = Vector.Dot(sums, Vector<float>.One);
        for (int i = vector.Length / Vector<float>.Count * Vector<float>.Count; i < vector.Length; i++)
        {
            sum += Math.Abs(vector[i]);
        }
        return sum;
    }

    /// <summary>Multiplies a vector's values and takes another's away.</summary>
    /// <param name="vector">The vector.</param>
    /// <param name="factor">What its values are multiplied by.</param>
    /// <param name="subtrahend">What is taken away then.</param>
    /// <param name="result">Takes as many values.</param>
    public static void ScaleAndSubtract(ReadOnlySpan<float> vector, float factor, ReadOnlySpan<float> subtrahend, Span<float> result)
    {
        ReadOnlySpan<Vector<float>> vectors = MemoryMarshal.Cast<float, Vector<float>>(vector);
        ReadOnlySpan<Vector<float>> subtrahends = MemoryMarshal.Cast<float, Vector<float>>(subtrahend);
        Span<Vector<float>> results = MemoryMarshal.Cast<float, Vector<float>>(result);
        for (int i = 0; i < vectors.Length; i++)
        {
            results[i] = (vectors[i] * factor) - subtrahends[i];
        }
        for (int i = vectors.Length * Vector<float>.Count; i < vector.Length; i++)
        {
            result[i] = (vector[i] * factor) - subtrahend[i];
        }
    }
}
