#if NET
using Microsoft.Win32.SafeHandles;

namespace PD12M.Hashing;

/// <summary>A file that is read for a lane, through the lane's buffer.</summary>
internal sealed class LaneFile : IDisposable
{
    private readonly SafeFileHandle _handle;
    private readonly DateTime _written;
    private readonly long _length;
    private long _read;

    public LaneFile(long number, HashItem item)
    {
        Number = number;
        Item = item;
        _handle = File.OpenHandle(item.Path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, FileOptions.SequentialScan);
        try
        {
            _written = File.GetLastWriteTimeUtc(_handle);
            _length = RandomAccess.GetLength(_handle);
        }
        catch
        {
            _handle.Dispose();
            throw;
        }
    }

    public long Number { get; }

    public HashItem Item { get; }

    /// <summary>Whether all of it was read.</summary>
    public bool AtEnd { get; private set; }

    /// <summary>Whether its message was ended in the lane.</summary>
    public bool IsFinished { get; set; }

    /// <summary>Reads on.</summary>
    /// <returns>How many bytes came into the buffer.</returns>
    public int Read(Span<byte> buffer)
    {
        int count = RandomAccess.Read(_handle, buffer, _read);
        _read += count;
        AtEnd = count == 0 || _read >= _length;
        return count;
    }

    /// <summary>The outcome, once all of it was read.</summary>
    public HashResult Compare(ReadOnlySpan<byte> digest)
    {
        string actual = Md5Text.Of(digest);
        return _read != _length || RandomAccess.GetLength(_handle) != _length || (actual != Item.Expected && File.GetLastWriteTimeUtc(_handle) != _written)
            ? Item.Changed()
            : Item.Compared(actual, _length);
    }

    public void Dispose() => _handle.Dispose();
}
#endif
