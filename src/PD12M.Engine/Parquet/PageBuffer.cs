using System.Buffers;

namespace PD12M.Parquet;

/// <summary>Memory for what is made of a file's pages: pooled unless it is large, and counted against the file's budget.</summary>
internal sealed class PageBuffer(MemoryBudget budget) : IDisposable
{
    /// <summary>The largest that is pooled, in bytes: the pool rounds up to a power of two, and keeps for later what it gets back.</summary>
    private const int MostPooled = 32 * 1024 * 1024;

    private int _taken;

    /// <summary>The buffer, at least as long as was asked for.</summary>
    public byte[] Bytes { get; private set; } = [];

    /// <summary>Makes it long enough.</summary>
    /// <param name="size">How many bytes it must have at least.</param>
    /// <param name="kept">What is to stand at its start; may lie in it. All else in it is lost.</param>
    /// <returns>Whether it was replaced.</returns>
    /// <exception cref="MalformedDataException">The file has no budget for it.</exception>
    public bool Ensure(int size, ReadOnlySpan<byte> kept = default)
    {
        if (Bytes.Length >= size)
        {
            kept.CopyTo(Bytes);
            return false;
        }

        budget.Take(size);
        byte[] larger = size > MostPooled ? Allocate(size) : ArrayPool<byte>.Shared.Rent(size);
        kept.CopyTo(larger);
        Dispose();
        (Bytes, _taken) = (larger, size);
        return true;
    }

    /// <summary>Gives the memory back; the buffer is empty then.</summary>
    public void Dispose()
    {
        byte[] bytes = Bytes;
        Bytes = [];
        budget.Return(_taken);
        if (_taken is > 0 and <= MostPooled)
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }

        _taken = 0;
    }

#if NET
    private static byte[] Allocate(int size) => GC.AllocateUninitializedArray<byte>(size);
#else
    private static byte[] Allocate(int size) => new byte[size];
#endif
}
