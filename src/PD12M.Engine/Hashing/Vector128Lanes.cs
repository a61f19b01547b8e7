#if NET
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace PD12M.Hashing;

/// <summary>Four lanes, on every x64 and Arm64 processor.</summary>
internal readonly unsafe struct Vector128Lanes : ILaneArithmetic<Vector128<uint>>
{
    public static bool IsSupported => Sse2.IsSupported || AdvSimd.Arm64.IsSupported;

    public static int Lanes => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> Broadcast(uint value) => Vector128.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> Add(Vector128<uint> x, Vector128<uint> y) => x + y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> RotateLeft(Vector128<uint> x, [ConstantExpected] byte bits) => Vector128.ShiftLeft(x, bits) | Vector128.ShiftRightLogical(x, 32 - bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> Select(Vector128<uint> x, Vector128<uint> y, Vector128<uint> z) => Vector128.ConditionalSelect(x, y, z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> Parity(Vector128<uint> x, Vector128<uint> y, Vector128<uint> z) => x ^ (y ^ z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> XorOrNot(Vector128<uint> x, Vector128<uint> y, Vector128<uint> z) => y ^ (x | ~z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LoadBlock(byte** messages, nint offset, Vector128<uint>* words)
    {
        for (int i = 0; i < 4; i++, offset += 16, words += 4)
        {
            Vector128<uint> row0 = Vector128.Load((uint*)(messages[0] + offset));
            Vector128<uint> row1 = Vector128.Load((uint*)(messages[1] + offset));
            Vector128<uint> row2 = Vector128.Load((uint*)(messages[2] + offset));
            Vector128<uint> row3 = Vector128.Load((uint*)(messages[3] + offset));
            Vector128<uint> even01 = InterleaveLow(row0, row2);
            Vector128<uint> even23 = InterleaveHigh(row0, row2);
            Vector128<uint> odd01 = InterleaveLow(row1, row3);
            Vector128<uint> odd23 = InterleaveHigh(row1, row3);
            words[0] = InterleaveLow(even01, odd01);
            words[1] = InterleaveHigh(even01, odd01);
            words[2] = InterleaveLow(even23, odd23);
            words[3] = InterleaveHigh(even23, odd23);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> InterleaveLow(Vector128<uint> x, Vector128<uint> y) => Sse2.IsSupported ? Sse2.UnpackLow(x, y) : AdvSimd.Arm64.ZipLow(x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> InterleaveHigh(Vector128<uint> x, Vector128<uint> y) => Sse2.IsSupported ? Sse2.UnpackHigh(x, y) : AdvSimd.Arm64.ZipHigh(x, y);
}
#endif
