using PD12M.Parquet;

namespace PD12M.Engine.Tests.Parquet;

/// <summary>Bytes that stand for a file that is far away, and a note of what has been asked for.</summary>
internal sealed class FarByteSource(byte[] bytes) : ByteSource
{
    private readonly List<(long Start, long End)> _reads = [];
    private readonly List<(long Start, long End)> _announced = [];

    public override long Length => bytes.Length;

    public override bool IsNear => false;

    /// <summary>The ranges that were read, in turn.</summary>
    public IReadOnlyList<(long Start, long End)> Reads => _reads;

    /// <summary>The ranges that were announced, in turn.</summary>
    public IReadOnlyList<(long Start, long End)> Announced => _announced;

    public override int Read(long position, byte[] buffer, int start, int count)
    {
        int read = (int)Math.Max(0, Math.Min(count, bytes.Length - position));
        if (read > 0)
        {
            _reads.Add((position, position + read));
            Array.Copy(bytes, position, buffer, start, read);
        }

        return read;
    }

    public override IDisposable? Prefetch(IReadOnlyList<ChunkRange> ranges)
    {
        _announced.AddRange(ranges.Select(range => (range.Start, range.End)));
        return null;
    }

    public override void Dispose()
    {
    }
}
