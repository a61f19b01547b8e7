#if NET
using System.Diagnostics;
using System.Runtime.ExceptionServices;
using Microsoft.Win32.SafeHandles;

namespace PD12M.Hashing;

/// <summary>A file that is read for a lane, through the lane's buffer.</summary>
/// <param name="number">The item's number.</param>
/// <param name="item">The file.</param>
/// <param name="buffer">The lane's buffer.</param>
internal sealed class LaneFile(long number, ExpectedFile item, byte[] buffer) : IDisposable
{
    private SafeFileHandle? _handle;
    private DateTime _written;
    private long _length;
    private long _read;
    private int _count;
    private bool _atEnd;
    private ExceptionDispatchInfo? _error;

    public long Number { get; } = number;

    public ExpectedFile Item { get; } = item;

    public byte[] Buffer { get; } = buffer;

    /// <summary>How it goes on.</summary>
    public LaneStep Step { get; set; }

    /// <summary>How long the last piece took to read.</summary>
    public TimeSpan ReadTime { get; private set; }

    /// <summary>Opens the file at first, and reads its next piece into the buffer; for any thread.</summary>
    public void Read()
    {
        long start = Stopwatch.GetTimestamp();
        try
        {
            _handle ??= Open();
            _count = RandomAccess.Read(_handle, Buffer, _read);
            _read += _count;
            _atEnd = _count == 0 || _read >= _length;
        }
        catch (Exception error)
        {
            // For the thread that hashes.
            _error = ExceptionDispatchInfo.Capture(error);
        }
        ReadTime = Stopwatch.GetElapsedTime(start);
    }

    /// <summary>What was read last.</summary>
    /// <param name="isLast">Whether it is the file's last piece.</param>
    /// <returns>How many bytes came into the buffer.</returns>
    /// <exception cref="Exception">What the reading threw.</exception>
    public int TakePiece(out bool isLast)
    {
        _error?.Throw();
        isLast = _atEnd;
        return _count;
    }

    /// <summary>The outcome, once all of it was read.</summary>
    public HashResult Compare(ReadOnlySpan<byte> digest)
    {
        string actual = Md5Text.Of(digest);
        return _read != _length || RandomAccess.GetLength(_handle!) != _length || (actual != Item.Hash && File.GetLastWriteTimeUtc(_handle!) != _written)
            ? Item.Changed()
            : Item.Compared(actual, _length);
    }

    public void Dispose() => _handle?.Dispose();

    private SafeFileHandle Open()
    {
        SafeFileHandle handle = Item.OpenHandle();
        try
        {
            _written = File.GetLastWriteTimeUtc(handle);
            _length = RandomAccess.GetLength(handle);
            return handle;
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }
}
#endif
