#if NET
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace PD12M.Hashing;

/// <summary>Eight lanes, with AVX2.</summary>
internal readonly unsafe struct Vector256Lanes : ILaneArithmetic<Vector256<uint>>
{
    public static bool IsSupported => Avx2.IsSupported;

    public static int Lanes => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Broadcast(uint value) => Vector256.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Add(Vector256<uint> x, Vector256<uint> y) => x + y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> RotateLeft(Vector256<uint> x, [ConstantExpected] byte bits) => Vector256.ShiftLeft(x, bits) | Vector256.ShiftRightLogical(x, 32 - bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Select(Vector256<uint> x, Vector256<uint> y, Vector256<uint> z) => Vector256.ConditionalSelect(x, y, z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Parity(Vector256<uint> x, Vector256<uint> y, Vector256<uint> z) => x ^ (y ^ z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> XorOrNot(Vector256<uint> x, Vector256<uint> y, Vector256<uint> z) => y ^ (x | ~z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LoadBlock(byte** messages, nint offset, Vector256<uint>* words)
    {
        for (int i = 0; i < 4; i++, offset += 16, words += 4)
        {
            Vector256<uint> row0 = LoadRow(messages, offset);
            Vector256<uint> row1 = LoadRow(messages + 1, offset);
            Vector256<uint> row2 = LoadRow(messages + 2, offset);
            Vector256<uint> row3 = LoadRow(messages + 3, offset);
            Vector256<uint> even01 = Avx2.UnpackLow(row0, row2);
            Vector256<uint> even23 = Avx2.UnpackHigh(row0, row2);
            Vector256<uint> odd01 = Avx2.UnpackLow(row1, row3);
            Vector256<uint> odd23 = Avx2.UnpackHigh(row1, row3);
            words[0] = Avx2.UnpackLow(even01, odd01);
            words[1] = Avx2.UnpackHigh(even01, odd01);
            words[2] = Avx2.UnpackLow(even23, odd23);
            words[3] = Avx2.UnpackHigh(even23, odd23);
        }
    }

    /// <summary>Unpacking works within 128 bits, so these hold the lanes that stand four apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> LoadRow(byte** messages, nint offset) => Avx2.InsertVector128(
        Vector128.Load((uint*)(messages[0] + offset)).ToVector256Unsafe(), Vector128.Load((uint*)(messages[4] + offset)), 1);
}
#endif
