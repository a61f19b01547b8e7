using System.Runtime.InteropServices;
#if NET
using System.Runtime.Intrinsics;
#endif

namespace PD12M.Embeddings;

/// <summary>
/// Makes the codes of vectors: a vector of length 1, less the centroid, is rotated at random, and the signs of its
/// coordinates are kept, with two numbers that make the estimate of its likeness unbiased. Not for several threads at once.
/// </summary>
/// <remarks>Source: Gao and Long, "RaBitQ: Quantizing High-Dimensional Vectors with a Theoretical Error Bound for Approximate Nearest Neighbor Search", SIGMOD 2024.</remarks>
internal sealed class VectorEncoder
{
    private readonly float[] _centroid;
    private readonly float _centroidSquare;
    private readonly RandomRotation _rotation;
    private readonly CodeLayout _layout;
    private readonly float[] _rotated;

    /// <param name="centroid">What is taken away from each vector of length 1; as many values as vectors have.</param>
    /// <param name="rotation">The rotation, of the layout's dimensions.</param>
    public VectorEncoder(float[] centroid, RandomRotation rotation)
    {
        _centroid = centroid;
        _centroidSquare = VectorMath.Dot(centroid, centroid);
        _rotation = rotation;
        _layout = new CodeLayout(centroid.Length);
        _rotated = new float[_layout.Dimensions];
    }

    /// <summary>Puts a vector into its place in a block.</summary>
    /// <param name="vector">The vector, of any length above 0.</param>
    /// <param name="block">The block; the vector's place in it is still zero.</param>
    /// <param name="row">The place, 0 to 63.</param>
    public void Encode(ReadOnlySpan<float> vector, Span<byte> block, int row)
    {
        float length = (float)Math.Sqrt(VectorMath.Dot(vector, vector));
        float scale = 0;
        float shift = float.NaN;
        // A vector of zeros or with a NaN has no direction: its estimate is NaN, which no bound is below.
        if (length > 0 && length <= float.MaxValue)
        {
            VectorMath.ScaleAndSubtract(vector, 1 / length, _centroid, _rotated);
            _rotated.AsSpan(vector.Length).Clear();
            shift = VectorMath.Dot(_rotated.AsSpan(0, vector.Length), _centroid);
            float square = 1 - _centroidSquare - (2 * shift);
            _rotation.Apply(_rotated);
            float sum = VectorMath.SumOfMagnitudes(_rotated);
            scale = sum > 0 ? Math.Max(square, 0) / sum : 0;
            WriteSigns(block, CodeLayout.Place(row));
        }
        WriteNumbers(block, row, scale, shift);
    }

    /// <summary>Marks a place in a block as empty.</summary>
    public void EncodeNothing(Span<byte> block, int row) => WriteNumbers(block, row, 0, float.NaN);

    private void WriteNumbers(Span<byte> block, int row, float scale, float shift)
    {
        Span<float> numbers = MemoryMarshal.Cast<byte, float>(block.Slice(_layout.CodesBytes));
        numbers[row] = scale;
        numbers[CodeLayout.BlockRows + row] = shift;
    }

    private void WriteSigns(Span<byte> block, int place)
    {
        for (int i = 0; i < _rotated.Length; i += 8, place += CodeLayout.BlockRows)
        {
#if NET
            int bits = (int)Vector256.GreaterThan(Vector256.Create(_rotated.AsSpan(i, 8)), Vector256<float>.Zero).ExtractMostSignificantBits();
#else
            int bits = 0;
            for (int bit = 0; bit < 8; bit++)
            {
                bits |= _rotated[i + bit] > 0 ? 1 << bit : 0;
            }
#endif
            block[place] = (byte)bits;
        }
    }
}
