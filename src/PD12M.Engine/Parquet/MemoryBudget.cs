namespace PD12M.Parquet;

/// <summary>
/// What all readers of one file may hold of its pages and dictionaries at once: a small file that claims large pages, or
/// has them, cannot take the machine's memory. For several threads at once.
/// </summary>
internal sealed class MemoryBudget(long fileLength)
{
    /// <summary>What any file may hold, in bytes.</summary>
    public const long Least = 256 * 1024 * 1024;

    /// <summary>What a file may hold more for each of its own bytes.</summary>
    public const int BytesForEachByte = 16;

    private long _taken;

    /// <summary>The most that may be held, in bytes.</summary>
    public long Limit { get; } = Least + (BytesForEachByte * Math.Min(fileLength, (long.MaxValue - Least) / BytesForEachByte));

    /// <summary>What is held, in bytes.</summary>
    public long Taken => Interlocked.Read(ref _taken);

    /// <summary>Takes memory before it is reserved.</summary>
    /// <exception cref="MalformedDataException">It is more than the file has left.</exception>
    public void Take(long bytes)
    {
        if (Interlocked.Add(ref _taken, bytes) > Limit)
        {
            Return(bytes);
            throw MalformedDataException.Unsupported(
                $"the pages that are read at once take more than the {Limit / (1024 * 1024)} MB that a file of its size may; read fewer columns at once, or write the file anew with smaller pages");
        }
    }

    /// <summary>Gives back what was taken.</summary>
    public void Return(long bytes) => Interlocked.Add(ref _taken, -bytes);
}
