using System.Numerics;
using System.Runtime.InteropServices;
using PD12M.Samples;

namespace PD12M.Embeddings;

/// <summary>
/// A random rotation of vectors in O(d log d): rounds of random signs and Hadamard transforms. Each coordinate of the
/// result depends on all of the vector's, so that its signs alone tell much of it.
/// </summary>
/// <remarks>
/// Where the dimension is no power of two, the transform covers the first and the last coordinates by turns, and pairs
/// from both halves are mixed behind each (a step of Kac's walk). Source: Ailon and Chazelle, "The Fast
/// Johnson-Lindenstrauss Transform", SIAM Journal on Computing 39 (2009).
/// </remarks>
internal sealed class RandomRotation
{
    private const int Rounds = 4;

    private readonly float[] _signs;
    private readonly int _dimensions;
    private readonly int _block;

    /// <param name="dimensions">The length of the vectors, a multiple of 8.</param>
    /// <param name="seed">Which rotation; the same on every machine.</param>
    public RandomRotation(int dimensions, ulong seed)
    {
        _dimensions = dimensions;
        for (_block = 8; _block * 2 <= dimensions; _block *= 2)
        {
        }
        _signs = new float[Rounds * dimensions];
        var random = new SplitMix64(seed);
        for (int i = 0; i < _signs.Length; i++)
        {
            _signs[i] = (random.NextUInt64() >> 63) == 0 ? 1 : -1;
        }
    }

    /// <summary>Rotates a vector in its place; its length stays.</summary>
    public void Apply(Span<float> vector)
    {
        bool isWhole = _block == _dimensions;
        for (int round = 0; round < Rounds; round++)
        {
            Multiply(vector, _signs.AsSpan(round * _dimensions, _dimensions));
            Transform(vector.Slice(isWhole || (round & 1) == 0 ? 0 : _dimensions - _block, _block));
            if (!isWhole)
            {
                MixHalves(vector);
            }
        }
    }

    private static void Multiply(Span<float> vector, ReadOnlySpan<float> factors)
    {
        Span<Vector<float>> vectors = MemoryMarshal.Cast<float, Vector<float>>(vector);
        ReadOnlySpan<Vector<float>> by = MemoryMarshal.Cast<float, Vector<float>>(factors);
        for (int i = 0; i < vectors.Length; i++)
        {
            vectors[i] *= by[i];
        }
        for (int i = vectors.Length * Vector<float>.Count; i < vector.Length; i++)
        {
            vector[i] *= factors[i];
        }
    }

    /// <summary>The Hadamard transform, scaled so that lengths stay.</summary>
    private static void Transform(Span<float> values)
    {
        float scale = (float)(1 / Math.Sqrt(values.Length));
        for (int i = 0; i < values.Length; i += 4)
        {
            float a = (values[i] + values[i + 1]) * scale;
            float b = (values[i] - values[i + 1]) * scale;
            float c = (values[i + 2] + values[i + 3]) * scale;
            float d = (values[i + 2] - values[i + 3]) * scale;
            values[i] = a + c;
            values[i + 1] = b + d;
            values[i + 2] = a - c;
            values[i + 3] = b - d;
        }
        for (int stride = 4; stride < values.Length; stride *= 2)
        {
            for (int start = 0; start < values.Length; start += 2 * stride)
            {
                AddAndSubtract(values.Slice(start, stride), values.Slice(start + stride, stride));
            }
        }
    }

    private void MixHalves(Span<float> vector)
    {
        int half = _dimensions / 2;
        AddAndSubtract(vector.Slice(0, half), vector.Slice(half));
        float scale = (float)Math.Sqrt(0.5);
        foreach (ref float value in vector)
        {
            value *= scale;
        }
    }

    private static void AddAndSubtract(Span<float> first, Span<float> second)
    {
        Span<Vector<float>> firsts = MemoryMarshal.Cast<float, Vector<float>>(first);
        Span<Vector<float>> seconds = MemoryMarshal.Cast<float, Vector<float>>(second);
        for (int i = 0; i < firsts.Length; i++)
        {
            (firsts[i], seconds[i]) = (firsts[i] + seconds[i], firsts[i] - seconds[i]);
        }
        for (int i = firsts.Length * Vector<float>.Count; i < first.Length; i++)
        {
            (first[i], second[i]) = (first[i] + second[i], first[i] - second[i]);
        }
    }
}
