namespace PD12M.Parquet;

/// <summary>A seekable stream as a source; its readers take turns.</summary>
internal sealed class StreamByteSource(Stream stream, bool leaveOpen) : ByteSource
{
    public override long Length { get; } = stream.Length;

    public override int Read(long position, byte[] buffer, int start, int count)
    {
        lock (stream)
        {
            stream.Position = position;
            return stream.Read(buffer, start, count);
        }
    }

    public override void Dispose()
    {
        if (!leaveOpen)
        {
            stream.Dispose();
        }
    }
}
