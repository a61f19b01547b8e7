#if NET
using System.Diagnostics.CodeAnalysis;

namespace PD12M.Hashing;

/// <summary>32-bit arithmetic on a vector whose element i belongs to the message in lane i.</summary>
/// <typeparam name="TVector">The vector.</typeparam>
internal unsafe interface ILaneArithmetic<TVector>
    where TVector : unmanaged
{
    /// <summary>How many elements the vector has.</summary>
    static abstract int Lanes { get; }

    /// <summary>The same value in every lane.</summary>
    static abstract TVector Broadcast(uint value);

    /// <summary>The sum modulo 2^32.</summary>
    static abstract TVector Add(TVector x, TVector y);

    /// <summary>Turns each element's bits to the left.</summary>
    static abstract TVector RotateLeft(TVector x, [ConstantExpected] byte bits);

    /// <summary>RFC 1321's F: the bits of y where x has ones, those of z elsewhere.</summary>
    static abstract TVector Select(TVector x, TVector y, TVector z);

    /// <summary>RFC 1321's H: x xor y xor z.</summary>
    static abstract TVector Parity(TVector x, TVector y, TVector z);

    /// <summary>RFC 1321's I: y xor (x or not z).</summary>
    static abstract TVector XorOrNot(TVector x, TVector y, TVector z);

    /// <summary>Reads a block of every lane: word i of the blocks, little-endian, becomes vector i.</summary>
    /// <param name="messages">A pointer for each lane.</param>
    /// <param name="offset">Where the block begins, in bytes from those pointers.</param>
    /// <param name="words">Takes 16 vectors; aligned to their size.</param>
    static abstract void LoadBlock(byte** messages, nint offset, TVector* words);
}
#endif
