#if NET
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace PD12M.Hashing;

/// <summary>Sixteen lanes, with AVX-512: any function of three values is one instruction, and so is the rotation.</summary>
internal readonly unsafe struct Vector512Lanes : ILaneArithmetic<Vector512<uint>>
{
    public static bool IsSupported => Avx512F.IsSupported;

    public static int Lanes => 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Broadcast(uint value) => Vector512.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Add(Vector512<uint> x, Vector512<uint> y) => x + y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> RotateLeft(Vector512<uint> x, [ConstantExpected] byte bits) => Avx512F.RotateLeft(x, bits);

    // The last argument is the function's truth table: bit 4x + 2y + z of it is the result for those bits.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Select(Vector512<uint> x, Vector512<uint> y, Vector512<uint> z) => Avx512F.TernaryLogic(x, y, z, 0b1100_1010);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Parity(Vector512<uint> x, Vector512<uint> y, Vector512<uint> z) => Avx512F.TernaryLogic(x, y, z, 0b1001_0110);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> XorOrNot(Vector512<uint> x, Vector512<uint> y, Vector512<uint> z) => Avx512F.TernaryLogic(x, y, z, 0b0011_1001);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LoadBlock(byte** messages, nint offset, Vector512<uint>* words)
    {
        for (int i = 0; i < 4; i++, offset += 16, words += 4)
        {
            Vector512<uint> row0 = LoadRow(messages, offset);
            Vector512<uint> row1 = LoadRow(messages + 1, offset);
            Vector512<uint> row2 = LoadRow(messages + 2, offset);
            Vector512<uint> row3 = LoadRow(messages + 3, offset);
            Vector512<uint> even01 = Avx512F.UnpackLow(row0, row2);
            Vector512<uint> even23 = Avx512F.UnpackHigh(row0, row2);
            Vector512<uint> odd01 = Avx512F.UnpackLow(row1, row3);
            Vector512<uint> odd23 = Avx512F.UnpackHigh(row1, row3);
            words[0] = Avx512F.UnpackLow(even01, odd01);
            words[1] = Avx512F.UnpackHigh(even01, odd01);
            words[2] = Avx512F.UnpackLow(even23, odd23);
            words[3] = Avx512F.UnpackHigh(even23, odd23);
        }
    }

    /// <summary>Unpacking works within 128 bits, so these hold the lanes that stand four apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> LoadRow(byte** messages, nint offset)
    {
        Vector512<uint> row = Vector128.Load((uint*)(messages[0] + offset)).ToVector256Unsafe().ToVector512Unsafe();
        row = Avx512F.InsertVector128(row, Vector128.Load((uint*)(messages[4] + offset)), 1);
        row = Avx512F.InsertVector128(row, Vector128.Load((uint*)(messages[8] + offset)), 2);
        return Avx512F.InsertVector128(row, Vector128.Load((uint*)(messages[12] + offset)), 3);
    }
}
#endif
