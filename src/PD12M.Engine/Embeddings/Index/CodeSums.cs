using System.Runtime.CompilerServices;
#if NET
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
#endif

namespace PD12M.Embeddings;

/// <summary>Adds up a query's table entries for the 64 codes of a block, by the widest vectors that the processor can look up bytes in.</summary>
internal static unsafe class CodeSums
{
    /// <summary>Adds up.</summary>
    /// <param name="codes">The codes of a block.</param>
    /// <param name="table">The query's table, 16 entries of at most 127 for each four dimensions.</param>
    /// <param name="eights">How often eight dimensions.</param>
    /// <param name="sums">Takes 64 sums, below 65,536 each.</param>
    public static void Add(byte* codes, byte* table, int eights, ushort* sums)
    {
#if NET
        if (Avx512BW.IsSupported)
        {
            Add512(codes, table, eights, sums);
            return;
        }
        if (Avx2.IsSupported)
        {
            for (int half = 0; half < 2; half++)
            {
                Add256(codes + (32 * half), table, eights, sums + (16 * half));
            }
            return;
        }
        if (AdvSimd.Arm64.IsSupported || Ssse3.IsSupported)
        {
            for (int quarter = 0; quarter < 4; quarter++)
            {
                Add128(codes + (16 * quarter), table, eights, sums + (8 * quarter));
            }
            return;
        }
#endif
        AddOneByOne(codes, table, eights, sums);
    }

    /// <summary>The same without vectors.</summary>
    public static void AddOneByOne(byte* codes, byte* table, int eights, ushort* sums)
    {
        for (int row = 0; row < CodeLayout.BlockRows; row++)
        {
            int place = CodeLayout.Place(row);
            int sum = 0;
            for (int i = 0; i < eights; i++)
            {
                byte code = codes[(i * CodeLayout.BlockRows) + place];
                sum += table[(i * 32) + (code & 15)] + table[(i * 32) + 16 + (code >> 4)];
            }
            sums[row] = (ushort)sum;
        }
    }

#if NET
    // The bytes of two neighbours are added as one number of 16 bits, and the upper ones a second time by themselves:
    // that is taken away again at the end.
    private static void Add512(byte* codes, byte* table, int eights, ushort* sums)
    {
        Vector512<byte> nibble = Vector512.Create((byte)15);
        Vector512<ushort> both = default, upper = default;
        for (int i = 0; i < eights; i++, codes += CodeLayout.BlockRows, table += 32)
        {
            Vector512<byte> code = Vector512.Load(codes);
            Vector512<byte> entries = Avx512BW.Shuffle(Avx512F.BroadcastVector128ToVector512((uint*)table).AsByte(), code & nibble)
                + Avx512BW.Shuffle(Avx512F.BroadcastVector128ToVector512((uint*)(table + 16)).AsByte(), Vector512.ShiftRightLogical(code.AsUInt16(), 4).AsByte() & nibble);
            both += entries.AsUInt16();
            upper += Vector512.ShiftRightLogical(entries.AsUInt16(), 8);
        }
        (both - Vector512.ShiftLeft(upper, 8)).Store(sums);
        upper.Store(sums + (CodeLayout.BlockRows / 2));
    }

    public static void Add256(byte* codes, byte* table, int eights, ushort* sums)
    {
        Vector256<byte> nibble = Vector256.Create((byte)15);
        Vector256<ushort> both = default, upper = default;
        for (int i = 0; i < eights; i++, codes += CodeLayout.BlockRows, table += 32)
        {
            Vector256<byte> code = Vector256.Load(codes);
            Vector256<byte> entries = Avx2.Shuffle(Avx2.BroadcastVector128ToVector256(table), code & nibble)
                + Avx2.Shuffle(Avx2.BroadcastVector128ToVector256(table + 16), Vector256.ShiftRightLogical(code.AsUInt16(), 4).AsByte() & nibble);
            both += entries.AsUInt16();
            upper += Vector256.ShiftRightLogical(entries.AsUInt16(), 8);
        }
        (both - Vector256.ShiftLeft(upper, 8)).Store(sums);
        upper.Store(sums + (CodeLayout.BlockRows / 2));
    }

    public static void Add128(byte* codes, byte* table, int eights, ushort* sums)
    {
        Vector128<byte> nibble = Vector128.Create((byte)15);
        Vector128<ushort> both = default, upper = default;
        for (int i = 0; i < eights; i++, codes += CodeLayout.BlockRows, table += 32)
        {
            Vector128<byte> code = Vector128.Load(codes);
            Vector128<byte> entries = LookUp(Vector128.Load(table), code & nibble)
                + LookUp(Vector128.Load(table + 16), Vector128.ShiftRightLogical(code.AsUInt16(), 4).AsByte() & nibble);
            both += entries.AsUInt16();
            upper += Vector128.ShiftRightLogical(entries.AsUInt16(), 8);
        }
        (both - Vector128.ShiftLeft(upper, 8)).Store(sums);
        upper.Store(sums + (CodeLayout.BlockRows / 2));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> LookUp(Vector128<byte> table, Vector128<byte> indexes) =>
        AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.VectorTableLookup(table, indexes) : Ssse3.Shuffle(table, indexes);
#endif
}
