#if NET
using Microsoft.Win32.SafeHandles;
#endif

namespace PD12M.Parquet;

/// <summary>A file read at given positions, from any thread.</summary>
internal sealed class ByteSource : IDisposable
{
    private readonly Stream? _stream;
    private readonly bool _leaveOpen;
#if NET
    private readonly SafeFileHandle? _handle;

    private ByteSource(SafeFileHandle handle)
    {
        _handle = handle;
        Length = RandomAccess.GetLength(handle);
    }
#endif

    public ByteSource(Stream stream, bool leaveOpen)
    {
        _stream = stream;
        _leaveOpen = leaveOpen;
        Length = stream.Length;
    }

    public long Length { get; }

    public static ByteSource OpenFile(string path)
    {
#if NET
        return new(File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete));
#else
        return new(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 1), leaveOpen: false);
#endif
    }

    /// <summary>Reads at most <paramref name="count"/> bytes into <paramref name="buffer"/>; 0 only at the end of the file.</summary>
    public int Read(long position, byte[] buffer, int start, int count)
    {
#if NET
        if (_handle is not null)
        {
            return RandomAccess.Read(_handle, buffer.AsSpan(start, count), position);
        }
#endif
        lock (_stream!)
        {
            _stream.Position = position;
            return _stream.Read(buffer, start, count);
        }
    }

    public void Dispose()
    {
#if NET
        _handle?.Dispose();
#endif
        if (!_leaveOpen)
        {
            _stream?.Dispose();
        }
    }
}
