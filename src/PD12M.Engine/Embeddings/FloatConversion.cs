using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PD12M.Embeddings;

/// <summary>Makes float32 of the types that NumPy files hold.</summary>
internal static unsafe class FloatConversion
{
    /// <summary>Converts values.</summary>
    /// <param name="source">The values in memory, little-endian; need not be aligned.</param>
    /// <param name="type">Their type.</param>
    /// <param name="values">Takes them; as many as it has room for are read.</param>
    public static void ToSingle(byte* source, NpyType type, Span<float> values)
    {
        switch (type)
        {
            case NpyType.Float16:
                HalfToSingle(source, values);
                break;
            case NpyType.Float32:
                new ReadOnlySpan<byte>(source, values.Length * sizeof(float)).CopyTo(MemoryMarshal.AsBytes(values));
                break;
            default:
                for (int i = 0; i < values.Length; i++)
                {
                    values[i] = (float)Unsafe.ReadUnaligned<double>(source + (i * sizeof(double)));
                }
                break;
        }
    }

    private static void HalfToSingle(byte* source, Span<float> values)
    {
        int lanes = Vector<float>.Count;
        ref byte target = ref MemoryMarshal.GetReference(MemoryMarshal.AsBytes(values));
        int i = 0;
        for (; i + (2 * lanes) <= values.Length; i += 2 * lanes)
        {
            Vector.Widen(Unsafe.ReadUnaligned<Vector<ushort>>(source + (i * sizeof(ushort))), out Vector<uint> low, out Vector<uint> high);
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref target, i * sizeof(float)), Widen(low));
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref target, (i + lanes) * sizeof(float)), Widen(high));
        }
        for (; i < values.Length; i++)
        {
            values[i] = Widen(new Vector<uint>(Unsafe.ReadUnaligned<ushort>(source + (i * sizeof(ushort)))))[0];
        }
    }

    /// <summary>IEEE 754 binary16 to binary32: the exponent is moved by a multiplication, which is right for subnormals too.</summary>
    private static Vector<float> Widen(Vector<uint> half)
    {
        const uint Bits13 = 1 << 13;
        const uint Bits16 = 1 << 16;
        const float ExponentDifference = 5.192296858534828e33f; // 2^112
        // Vector<T> has no shifts on .NET Framework.
        Vector<uint> magnitude = (half & new Vector<uint>(0x7FFF)) * new Vector<uint>(Bits13);
        Vector<uint> sign = (half & new Vector<uint>(0x8000)) * new Vector<uint>(Bits16);
        Vector<uint> bits = Vector.AsVectorUInt32(Vector.AsVectorSingle(magnitude) * new Vector<float>(ExponentDifference));
        Vector<uint> isNotFinite = Vector.GreaterThanOrEqual(magnitude, new Vector<uint>(0x7C00 * Bits13));
        return Vector.AsVectorSingle(bits | sign | (isNotFinite & new Vector<uint>(0x7F800000)));
    }
}
