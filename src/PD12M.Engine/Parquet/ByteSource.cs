namespace PD12M.Parquet;

/// <summary>A file read at given positions, from any thread.</summary>
internal abstract class ByteSource : IDisposable
{
    private MemoryBudget? _budget;

    /// <summary>Bytes of the file.</summary>
    public abstract long Length { get; }

    /// <summary>What all readers of the file may hold at once.</summary>
    public MemoryBudget Budget => LazyInitializer.EnsureInitialized(ref _budget, () => new MemoryBudget(Length))!;

    /// <summary>Reads at most <paramref name="count"/> bytes into <paramref name="buffer"/>; 0 only at the end of the file.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public abstract int Read(long position, byte[] buffer, int start, int count);

    /// <summary>Whether a read returns at once, so that it may be made on a thread that others wait for.</summary>
    public virtual bool IsNear => true;

    /// <summary>Announces ranges that are going to be read, each from its start to its end. A source that is far away fetches them ahead.</summary>
    /// <param name="ranges">They may overlap and reach beyond the file.</param>
    /// <returns>What gives the buffers back when the reading has ended; null from a source that needs none.</returns>
    public virtual IDisposable? Prefetch(IReadOnlyList<ChunkRange> ranges) => null;

    public abstract void Dispose();
}
