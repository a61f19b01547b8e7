using System.Numerics;
using System.Runtime.CompilerServices;
#if NET
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
#endif

namespace PD12M.Embeddings;

/// <summary>Inner products of rows and queries in float32. What comes of it depends on the method in its last digits.</summary>
internal static unsafe class DotProducts
{
    /// <summary>How many rows <see cref="MultiplyTwo"/> takes.</summary>
    public const int Rows = 4;

    /// <summary>Multiplies rows with a query and with themselves.</summary>
    /// <remarks>Rows that come from memory are read one behind the other: four at a time come at two thirds of the speed.</remarks>
    /// <param name="query">The query.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="dimensions">How many values each has.</param>
    /// <param name="products">Takes each row's product with the query.</param>
    /// <param name="squares">Takes each row's product with itself.</param>
    public static void MultiplyAndSquare(float* query, float** rows, int count, int dimensions, float* products, float* squares)
    {
        int lanes = Vector<float>.Count;
        for (int index = 0; index < count; index++)
        {
            float* row = rows[index];
            Vector<float> product0 = default, product1 = default, product2 = default, product3 = default;
            Vector<float> square0 = default, square1 = default, square2 = default, square3 = default;
            int i = 0;
            for (; i <= dimensions - (4 * lanes); i += 4 * lanes)
            {
                Vector<float> value0 = Load(row + i);
                product0 = MultiplyAdd(value0, Load(query + i), product0);
                square0 = MultiplyAdd(value0, value0, square0);
                Vector<float> value1 = Load(row + i + lanes);
                product1 = MultiplyAdd(value1, Load(query + i + lanes), product1);
                square1 = MultiplyAdd(value1, value1, square1);
                Vector<float> value2 = Load(row + i + (2 * lanes));
                product2 = MultiplyAdd(value2, Load(query + i + (2 * lanes)), product2);
                square2 = MultiplyAdd(value2, value2, square2);
                Vector<float> value3 = Load(row + i + (3 * lanes));
                product3 = MultiplyAdd(value3, Load(query + i + (3 * lanes)), product3);
                square3 = MultiplyAdd(value3, value3, square3);
            }
            for (; i <= dimensions - lanes; i += lanes)
            {
                Vector<float> value = Load(row + i);
                product0 = MultiplyAdd(value, Load(query + i), product0);
                square0 = MultiplyAdd(value, value, square0);
            }
            products[index] = Sum(product0 + product1 + (product2 + product3)) + Rest(query, row, i, dimensions);
            squares[index] = Sum(square0 + square1 + (square2 + square3)) + Rest(row, row, i, dimensions);
        }
    }

    /// <summary>Multiplies four rows, best in the cache already, with two queries.</summary>
    /// <remarks>
    /// Eight sums are as many as keep two units for multiplication busy, whose results take four cycles; with the operands
    /// they fit the sixteen registers that there are without AVX-512.
    /// </remarks>
    /// <param name="query">A query.</param>
    /// <param name="otherQuery">Another query.</param>
    /// <param name="rows">Four rows.</param>
    /// <param name="dimensions">How many values each has.</param>
    /// <param name="products">Takes four products with the one query and then four with the other.</param>
    public static void MultiplyTwo(float* query, float* otherQuery, float** rows, int dimensions, float* products)
    {
        float* row0 = rows[0], row1 = rows[1], row2 = rows[2], row3 = rows[3];
        Vector<float> product0 = default, product1 = default, product2 = default, product3 = default;
        Vector<float> other0 = default, other1 = default, other2 = default, other3 = default;
        int i = 0;
        for (; i <= dimensions - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> factor = Load(query + i);
            Vector<float> otherFactor = Load(otherQuery + i);
            Vector<float> value0 = Load(row0 + i);
            product0 = MultiplyAdd(value0, factor, product0);
            other0 = MultiplyAdd(value0, otherFactor, other0);
            Vector<float> value1 = Load(row1 + i);
            product1 = MultiplyAdd(value1, factor, product1);
            other1 = MultiplyAdd(value1, otherFactor, other1);
            Vector<float> value2 = Load(row2 + i);
            product2 = MultiplyAdd(value2, factor, product2);
            other2 = MultiplyAdd(value2, otherFactor, other2);
            Vector<float> value3 = Load(row3 + i);
            product3 = MultiplyAdd(value3, factor, product3);
            other3 = MultiplyAdd(value3, otherFactor, other3);
        }
        products[0] = Sum(product0) + Rest(query, row0, i, dimensions);
        products[1] = Sum(product1) + Rest(query, row1, i, dimensions);
        products[2] = Sum(product2) + Rest(query, row2, i, dimensions);
        products[3] = Sum(product3) + Rest(query, row3, i, dimensions);
        products[4] = Sum(other0) + Rest(otherQuery, row0, i, dimensions);
        products[5] = Sum(other1) + Rest(otherQuery, row1, i, dimensions);
        products[6] = Sum(other2) + Rest(otherQuery, row2, i, dimensions);
        products[7] = Sum(other3) + Rest(otherQuery, row3, i, dimensions);
    }

    // A header of any length may stand before the values.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Load(float* values) => Unsafe.ReadUnaligned<Vector<float>>(values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> MultiplyAdd(Vector<float> left, Vector<float> right, Vector<float> sum)
    {
#if NET
        if (Fma.IsSupported && Vector<float>.Count == Vector256<float>.Count)
        {
            return Fma.MultiplyAdd(left.AsVector256(), right.AsVector256(), sum.AsVector256()).AsVector();
        }
        if (AdvSimd.IsSupported && Vector<float>.Count == Vector128<float>.Count)
        {
            return AdvSimd.FusedMultiplyAdd(sum.AsVector128(), left.AsVector128(), right.AsVector128()).AsVector();
        }
#endif
        return (left * right) + sum;
    }

    private static float Sum(Vector<float> values) =>
#if NET
        Vector.Sum(values);
#else
        Vector.Dot(values, Vector<float>.One);
#endif

    private static float Rest(float* left, float* right, int start, int dimensions)
    {
        float sum = 0;
        for (int i = start; i < dimensions; i++)
        {
            sum += left[i] * right[i];
        }
        return sum;
    }
}
