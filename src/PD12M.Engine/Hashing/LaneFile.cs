#if NET
using System.Diagnostics;
using System.Runtime.ExceptionServices;
using Microsoft.Win32.SafeHandles;
using PD12M.Imaging;

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
    private HeaderOutcome? _header;
    private ExceptionDispatchInfo? _error;

    public long Number { get; } = number;

    public ExpectedFile Item { get; } = item;

    public byte[] Buffer { get; } = buffer;

    /// <summary>How it goes on.</summary>
    public LaneStep Step { get; set; }

    /// <summary>The outcome, where the file could not be read.</summary>
    public HashResult? Failure { get; private set; }

    /// <summary>How long the last piece took to read.</summary>
    public TimeSpan ReadTime { get; private set; }

    /// <summary>Opens the file at first, and reads its next piece into the buffer; for any thread.</summary>
    public void Read()
    {
        long start = Stopwatch.GetTimestamp();
        try
        {
            if (_handle is null)
            {
                OpenAndRead();
            }
            else
            {
                Accept(RandomAccess.Read(_handle, Buffer, _read));
            }
        }
        catch (Exception error)
        {
            // For the thread that hashes.
            Failure = Item.Failed(error);
            _error = Failure is null ? ExceptionDispatchInfo.Capture(error) : null;
        }
        ReadTime = Stopwatch.GetElapsedTime(start);
    }

    /// <summary>What was read last.</summary>
    /// <param name="isLast">Whether it is the file's last piece.</param>
    /// <returns>How many bytes came into the buffer.</returns>
    /// <exception cref="Exception">What the reading threw, if it does not come from the file.</exception>
    public int TakePiece(out bool isLast)
    {
        _error?.Throw();
        isLast = _atEnd;
        return _count;
    }

    /// <summary>The outcome, once all of it was read.</summary>
    public HashResult Compare(ReadOnlySpan<byte> digest)
    {
        string? actual = Item.Hash is null ? null : Md5Text.Of(digest);
        return _read != _length || RandomAccess.GetLength(_handle!) != _length || (actual != Item.Hash && File.GetLastWriteTimeUtc(_handle!) != _written)
            ? Item.Changed()
            : Item.Compared(actual, _length, _header);
    }

    public void Dispose() => _handle?.Dispose();

    private void OpenAndRead()
    {
        _handle = Item.OpenHandle();
        if (_handle is not { } handle)
        {
            Failure = Item.Missing();
            return;
        }
        _written = File.GetLastWriteTimeUtc(handle);
        _length = RandomAccess.GetLength(handle);
        int count = RandomAccess.Read(handle, Buffer.AsSpan(0, Item.Hash is null ? HeaderInput.WindowBytes : Buffer.Length), 0);
        if (Item.WithHeader)
        {
            _header = HeaderOutcome.Of(new HeaderInput(_length, (target, offset) => ReadAround(handle, target, offset, count)));
        }
        if (Item.Hash is null)
        {
            // Nothing of it is to be hashed.
            _read = _length;
            _atEnd = true;
        }
        else
        {
            Accept(count);
        }
    }

    /// <summary>Reads at an offset, mostly out of the first piece.</summary>
    private int ReadAround(SafeFileHandle handle, Span<byte> target, long offset, int pieceBytes)
    {
        if (offset >= pieceBytes)
        {
            return RandomAccess.Read(handle, target, offset);
        }
        int count = (int)Math.Min(target.Length, pieceBytes - offset);
        Buffer.AsSpan((int)offset, count).CopyTo(target);
        return count;
    }

    private void Accept(int count)
    {
        _count = count;
        _read += count;
        _atEnd = count == 0 || _read >= _length;
    }
}
#endif
