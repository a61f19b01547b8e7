namespace PD12M.Engine.Tests.Parquet;

/// <summary>A long file of zeros with something at its end.</summary>
internal sealed class SparseStream(long length, byte[] end) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position { get; set; }

    public override int Read(byte[] buffer, int offset, int count)
    {
        int read = (int)Math.Min(count, length - Position);
        for (int i = 0; i < read; i++, Position++)
        {
            long place = Position - (length - end.Length);
            buffer[offset + i] = place < 0 ? (byte)0 : end[place];
        }

        return read;
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }
}
