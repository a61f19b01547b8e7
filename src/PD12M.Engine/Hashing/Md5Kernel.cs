#if NET
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PD12M.Hashing;

/// <summary>MD5's block function (RFC 1321, 3.4) on as many messages at once as a vector has lanes.</summary>
internal static unsafe class Md5Kernel<TVector, TArithmetic>
    where TVector : unmanaged
    where TArithmetic : struct, ILaneArithmetic<TVector>
{
    private const int BlockBytes = 64;
    private const int BlockWords = 16;
    private const int StateWords = 4;

    /// <summary>RFC 1321, 3.4: the integer part of 2^32 times abs(sin(i)), i from 1.</summary>
    private static ReadOnlySpan<uint> Sines =>
    [
        0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee, 0xf57c0faf, 0x4787c62a, 0xa8304613, 0xfd469501,
        0x698098d8, 0x8b44f7af, 0xffff5bb1, 0x895cd7be, 0x6b901122, 0xfd987193, 0xa679438e, 0x49b40821,
        0xf61e2562, 0xc040b340, 0x265e5a51, 0xe9b6c7aa, 0xd62f105d, 0x02441453, 0xd8a1e681, 0xe7d3fbc8,
        0x21e1cde6, 0xc33707d6, 0xf4d50d87, 0x455a14ed, 0xa9e3e905, 0xfcefa3f8, 0x676f02d9, 0x8d2a4c8a,
        0xfffa3942, 0x8771f681, 0x6d9d6122, 0xfde5380c, 0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70,
        0x289b7ec6, 0xeaa127fa, 0xd4ef3085, 0x04881d05, 0xd9d4d039, 0xe6db99e5, 0x1fa27cf8, 0xc4ac5665,
        0xf4292244, 0x432aff97, 0xab9423a7, 0xfc93a039, 0x655b59c3, 0x8f0ccc92, 0xffeff47d, 0x85845dd1,
        0x6fa87e4f, 0xfe2ce6e0, 0xa3014314, 0x4e0811a1, 0xf7537e82, 0xbd3af235, 0x2ad7d2bb, 0xeb86d391,
    ];

    /// <summary>Takes the same number of blocks of each message into its state.</summary>
    /// <param name="states">For each message the address of its four words.</param>
    /// <param name="messages">For each message the address of its next block.</param>
    /// <param name="count">How many messages there are: 1 to the number of lanes.</param>
    /// <param name="blocks">How many blocks to take.</param>
    [SkipLocalsInit]
    public static void Compress(uint** states, byte** messages, int count, int blocks)
    {
        int lanes = TArithmetic.Lanes;
        byte** next = stackalloc byte*[lanes];
        for (int lane = 0; lane < lanes; lane++)
        {
            next[lane] = messages[lane < count ? lane : 0];
        }
        // A vector that straddles cache lines costs two accesses.
        byte* room = stackalloc byte[(BlockWords + StateWords + 1) * sizeof(TVector)];
        var words = (TVector*)(((nuint)room + (nuint)sizeof(TVector) - 1) / (nuint)sizeof(TVector) * (nuint)sizeof(TVector));
        TVector* state = words + BlockWords;
        Transpose(states, (uint*)state, count);
        Compress(state, next, blocks, words);
        TransposeBack((uint*)state, states, count);
    }

    private static void Transpose(uint** states, uint* state, int count)
    {
        for (int word = 0; word < StateWords; word++)
        {
            for (int lane = 0; lane < TArithmetic.Lanes; lane++)
            {
                *state++ = states[lane < count ? lane : 0][word];
            }
        }
    }

    private static void TransposeBack(uint* state, uint** states, int count)
    {
        for (int word = 0; word < StateWords; word++, state += TArithmetic.Lanes)
        {
            for (int lane = 0; lane < count; lane++)
            {
                states[lane][word] = state[lane];
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Compress(TVector* state, byte** messages, int blocks, TVector* words)
    {
        TVector a = state[0], b = state[1], c = state[2], d = state[3];
        for (nint offset = 0; offset < (nint)blocks * BlockBytes; offset += BlockBytes)
        {
            TArithmetic.LoadBlock(messages, offset, words);
            TVector a0 = a, b0 = b, c0 = c, d0 = d;
            ref uint sine = ref MemoryMarshal.GetReference(Sines);
            for (int i = 0; i < BlockWords; i += 4)
            {
                a = Step(a, b, TArithmetic.Select(b, c, d), words[i], sine, 7);
                d = Step(d, a, TArithmetic.Select(a, b, c), words[i + 1], Unsafe.Add(ref sine, 1), 12);
                c = Step(c, d, TArithmetic.Select(d, a, b), words[i + 2], Unsafe.Add(ref sine, 2), 17);
                b = Step(b, c, TArithmetic.Select(c, d, a), words[i + 3], Unsafe.Add(ref sine, 3), 22);
                sine = ref Unsafe.Add(ref sine, 4);
            }
            // RFC 1321's G(x, y, z) is F(z, x, y).
            for (int i = 1; i < 5 * BlockWords; i += 20)
            {
                a = Step(a, b, TArithmetic.Select(d, b, c), words[i & 15], sine, 5);
                d = Step(d, a, TArithmetic.Select(c, a, b), words[(i + 5) & 15], Unsafe.Add(ref sine, 1), 9);
                c = Step(c, d, TArithmetic.Select(b, d, a), words[(i + 10) & 15], Unsafe.Add(ref sine, 2), 14);
                b = Step(b, c, TArithmetic.Select(a, c, d), words[(i + 15) & 15], Unsafe.Add(ref sine, 3), 20);
                sine = ref Unsafe.Add(ref sine, 4);
            }
            for (int i = 5; i < 5 + (3 * BlockWords); i += 12)
            {
                a = Step(a, b, TArithmetic.Parity(b, c, d), words[i & 15], sine, 4);
                d = Step(d, a, TArithmetic.Parity(a, b, c), words[(i + 3) & 15], Unsafe.Add(ref sine, 1), 11);
                c = Step(c, d, TArithmetic.Parity(d, a, b), words[(i + 6) & 15], Unsafe.Add(ref sine, 2), 16);
                b = Step(b, c, TArithmetic.Parity(c, d, a), words[(i + 9) & 15], Unsafe.Add(ref sine, 3), 23);
                sine = ref Unsafe.Add(ref sine, 4);
            }
            for (int i = 0; i < 7 * BlockWords; i += 28)
            {
                a = Step(a, b, TArithmetic.XorOrNot(b, c, d), words[i & 15], sine, 6);
                d = Step(d, a, TArithmetic.XorOrNot(a, b, c), words[(i + 7) & 15], Unsafe.Add(ref sine, 1), 10);
                c = Step(c, d, TArithmetic.XorOrNot(d, a, b), words[(i + 14) & 15], Unsafe.Add(ref sine, 2), 15);
                b = Step(b, c, TArithmetic.XorOrNot(c, d, a), words[(i + 21) & 15], Unsafe.Add(ref sine, 3), 21);
                sine = ref Unsafe.Add(ref sine, 4);
            }
            a = TArithmetic.Add(a, a0);
            b = TArithmetic.Add(b, b0);
            c = TArithmetic.Add(c, c0);
            d = TArithmetic.Add(d, d0);
        }
        state[0] = a;
        state[1] = b;
        state[2] = c;
        state[3] = d;
    }

    /// <summary>b + ((a + f + word + sine) rotated left), the sums grouped so that f, which is known last, is added last.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Step(TVector a, TVector b, TVector f, TVector word, uint sine, [ConstantExpected] byte bits) => TArithmetic.Add(
        b, TArithmetic.RotateLeft(TArithmetic.Add(f, TArithmetic.Add(a, TArithmetic.Add(word, TArithmetic.Broadcast(sine)))), bits));
}
#endif
