#if NET
using Microsoft.Win32.SafeHandles;
#endif

namespace PD12M.Parquet;

/// <summary>A file of the file system; others may read, rename or delete it meanwhile.</summary>
internal sealed class FileByteSource : ByteSource
{
#if NET
    private readonly SafeFileHandle _handle;

    public FileByteSource(string path)
    {
        _handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        Length = RandomAccess.GetLength(_handle);
    }

    public override long Length { get; }

    public override int Read(long position, byte[] buffer, int start, int count) =>
        RandomAccess.Read(_handle, buffer.AsSpan(start, count), position);

    public override void Dispose() => _handle.Dispose();
#else
    private readonly StreamByteSource _source;

    public FileByteSource(string path) =>
        _source = new(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 1), leaveOpen: false);

    public override long Length => _source.Length;

    public override int Read(long position, byte[] buffer, int start, int count) => _source.Read(position, buffer, start, count);

    public override void Dispose() => _source.Dispose();
#endif
}
