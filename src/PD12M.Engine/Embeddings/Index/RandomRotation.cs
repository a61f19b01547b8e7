using System.Numerics;
using System.Runtime.CompilerServices;
#if NET
using System.Runtime.Intrinsics;
#endif
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
    public unsafe void Apply(Span<float> vector)
    {
        bool isWhole = _block == _dimensions;
        fixed (float* values = vector, signs = _signs)
        {
            for (int round = 0; round < Rounds; round++)
            {
                Multiply(values, signs + (round * _dimensions), _dimensions);
                Transform(values + (isWhole || (round & 1) == 0 ? 0 : _dimensions - _block), _block);
                if (!isWhole)
                {
                    Mix(values, values + (_dimensions / 2), _dimensions / 2, (float)Math.Sqrt(0.5));
                }
            }
        }
    }

    private static unsafe void Multiply(float* values, float* factors, int count)
    {
        int i = 0;
        for (; i <= count - Vector<float>.Count; i += Vector<float>.Count)
        {
            Store(values + i, Load(values + i) * Load(factors + i));
        }
        for (; i < count; i++)
        {
            values[i] *= factors[i];
        }
    }

    /// <summary>The Hadamard transform, scaled so that lengths stay.</summary>
    private static unsafe void Transform(float* values, int count)
    {
        TransformEights(values, count, (float)(1 / Math.Sqrt(count)));
        for (int stride = 8, next; stride < count; stride = next)
        {
            // Two steps at once spare half the reading and writing.
            bool isTwo = stride >= Vector<float>.Count && stride * 4 <= count;
            next = stride * (isTwo ? 4 : 2);
            for (int start = 0; start < count; start += next)
            {
                if (isTwo)
                {
                    MixFour(values + start, stride);
                }
                else
                {
                    Mix(values + start, values + start + stride, stride, 1);
                }
            }
        }
    }

    /// <summary>The transform of each eight values.</summary>
    private static unsafe void TransformEights(float* values, int count, float scale)
    {
        for (int i = 0; i < count; i += 8)
        {
#if NET
            Vector128<float> low = TransformFour(Vector128.Load(values + i) * scale);
            Vector128<float> high = TransformFour(Vector128.Load(values + i + 4) * scale);
            (low + high).Store(values + i);
            (low - high).Store(values + i + 4);
#else
            for (int stride = 1; stride < 8; stride *= 2)
            {
                for (int j = i; j < i + 8; j += ((j + 1) & stride) != 0 ? stride + 1 : 1)
                {
                    (values[j], values[j + stride]) = (values[j] + values[j + stride], values[j] - values[j + stride]);
                }
            }
            for (int j = i; j < i + 8; j++)
            {
                values[j] *= scale;
            }
#endif
        }
    }

#if NET
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> TransformFour(Vector128<float> values)
    {
        values = Vector128.Shuffle(values, Vector128.Create(1, 0, 3, 2)) + (values * Vector128.Create(1f, -1, 1, -1));
        return Vector128.Shuffle(values, Vector128.Create(2, 3, 0, 1)) + (values * Vector128.Create(1f, 1, -1, -1));
    }
#endif

    private static unsafe void MixFour(float* values, int stride)
    {
        for (int i = 0; i < stride; i += Vector<float>.Count)
        {
            Vector<float> first = Load(values + i), second = Load(values + stride + i);
            Vector<float> third = Load(values + (2 * stride) + i), fourth = Load(values + (3 * stride) + i);
            Vector<float> sum = first + second, difference = first - second;
            Vector<float> otherSum = third + fourth, otherDifference = third - fourth;
            Store(values + i, sum + otherSum);
            Store(values + stride + i, difference + otherDifference);
            Store(values + (2 * stride) + i, sum - otherSum);
            Store(values + (3 * stride) + i, difference - otherDifference);
        }
    }

    private static unsafe void Mix(float* first, float* second, int count, float scale)
    {
        int i = 0;
        for (; i <= count - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> left = Load(first + i), right = Load(second + i);
            Store(first + i, (left + right) * scale);
            Store(second + i, (left - right) * scale);
        }
        for (; i < count; i++)
        {
            (first[i], second[i]) = ((first[i] + second[i]) * scale, (first[i] - second[i]) * scale);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe Vector<float> Load(float* values) => Unsafe.ReadUnaligned<Vector<float>>(values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void Store(float* values, Vector<float> vector) => Unsafe.WriteUnaligned(values, vector);
}
