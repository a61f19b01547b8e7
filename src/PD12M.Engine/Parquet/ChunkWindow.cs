namespace PD12M.Parquet;

/// <summary>A buffer that slides over the bytes of a column chunk.</summary>
internal sealed class ChunkWindow : IDisposable
{
    /// <summary>Bytes behind the window's end that may be read, though not relied on: decoders load whole words.</summary>
    public const int Slack = 8;

    private const int ReadAhead = 128 * 1024;
    private const int MostExpected = 4 * 1024 * 1024;
    private readonly ByteSource _source;
    private readonly long _chunkEnd;
    private readonly PageBuffer _buffer;
    private int _start;
    private int _end;
    private long _readPosition;
    private long _expectedEnd;

    public ChunkWindow(ByteSource source, long chunkStart, long chunkEnd)
    {
        _source = source;
        _buffer = new PageBuffer(source.Budget);
        _readPosition = chunkStart;
        _chunkEnd = chunkEnd;
    }

    /// <summary>The place in the file of the next byte.</summary>
    public long Position => _readPosition - (_end - _start);

    /// <summary>Bytes from here to the chunk's end.</summary>
    public long Remaining => _chunkEnd - Position;

    /// <summary>All bytes at hand from here on, at least <paramref name="count"/> of them; valid until the next call.</summary>
    public ArraySegment<byte> Peek(int count)
    {
        if (count > Remaining)
        {
            throw MalformedDataException.Truncated($"{count} bytes are promised, but the column chunk has {Remaining} left");
        }

        if (_end - _start < count)
        {
            Read(count);
        }

        return new(_buffer.Bytes, _start, _end - _start);
    }

    /// <summary>Says how far the next reads will go: they fetch no more than that unless they must.</summary>
    public void Expect(long end) => _expectedEnd = end;

    public void Advance(long count)
    {
        if (count <= _end - _start)
        {
            _start += (int)count;
            return;
        }

        _readPosition = Position + count;
        _start = _end = 0;
    }

    public void Dispose()
    {
        _start = _end = 0;
        _buffer.Dispose();
    }

    private void Read(int count)
    {
        long usual = _expectedEnd > Position ? Math.Min(_expectedEnd - Position, MostExpected) : ReadAhead;
        int capacity = (int)Math.Min(Math.Max(count, usual), Remaining);
        _buffer.Ensure(capacity + Slack, _buffer.Bytes.AsSpan(_start, _end - _start));
        _end -= _start;
        _start = 0;
        while (_end < count)
        {
            int read = _source.Read(_readPosition, _buffer.Bytes, _end, capacity - _end);
            if (read == 0)
            {
                throw MalformedDataException.Truncated("the file has become shorter since it was opened");
            }

            _end += read;
            _readPosition += read;
        }
    }
}
