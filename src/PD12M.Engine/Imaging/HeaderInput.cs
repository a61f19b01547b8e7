using System.Buffers.Binary;

namespace PD12M.Imaging;

/// <summary>Looks at places of a file, reading no more than these and a little around them.</summary>
/// <param name="length">The file's length in bytes.</param>
/// <param name="readAt">Reads at an offset of the file, giving how many bytes it read: 0 at the end.</param>
internal sealed class HeaderInput(long length, Func<ArraySegment<byte>, long, int> readAt)
{
    /// <summary>How much is read around a place that is looked at; mostly the whole header.</summary>
    public const int WindowBytes = 4096;

    /// <summary>As many places as a real file's metadata segments take, several times over; a hostile one ends here.</summary>
    private const int MaximumReads = 2048;

    private readonly byte[] _window = new byte[WindowBytes];
    private long _start;
    private int _count;
    private int _reads;

    /// <summary>The file's length in bytes.</summary>
    public long Length { get; } = length;

    /// <summary>Whether the file has that many bytes there.</summary>
    public bool Has(long offset, long count) => offset >= 0 && offset <= Length && count <= Length - offset;

    /// <summary>Bytes of the file, until the next look.</summary>
    /// <param name="offset">From where; any.</param>
    /// <param name="count">How many; at most 4,096.</param>
    /// <exception cref="ImageHeaderException">The file ends before, or too many places were looked at.</exception>
    public ReadOnlySpan<byte> Bytes(long offset, int count)
    {
        if (!Has(offset, count))
        {
            throw ImageHeaderException.Damaged($"The header points to byte {offset}, but the file has {Length}: it is cut off, or the header is damaged.");
        }
        if (offset < _start || offset + count > _start + _count)
        {
            Fill(offset);
            if (_count < count)
            {
                throw ImageHeaderException.Damaged("The file ends in its header.");
            }
        }
        return _window.AsSpan((int)(offset - _start), count);
    }

    public byte Byte(long offset) => Bytes(offset, 1)[0];

    public ushort UInt16(long offset, bool bigEndian) =>
        bigEndian ? BinaryPrimitives.ReadUInt16BigEndian(Bytes(offset, 2)) : BinaryPrimitives.ReadUInt16LittleEndian(Bytes(offset, 2));

    public uint UInt32(long offset, bool bigEndian) =>
        bigEndian ? BinaryPrimitives.ReadUInt32BigEndian(Bytes(offset, 4)) : BinaryPrimitives.ReadUInt32LittleEndian(Bytes(offset, 4));

    public ulong UInt64(long offset, bool bigEndian) =>
        bigEndian ? BinaryPrimitives.ReadUInt64BigEndian(Bytes(offset, 8)) : BinaryPrimitives.ReadUInt64LittleEndian(Bytes(offset, 8));

    private void Fill(long offset)
    {
        if (++_reads > MaximumReads)
        {
            throw ImageHeaderException.Damaged("The header has more segments than an image's.");
        }
        _start = offset;
        _count = 0;
        int read;
        while (_count < WindowBytes && (read = readAt(new ArraySegment<byte>(_window, _count, WindowBytes - _count), offset + _count)) > 0)
        {
            _count += read;
        }
    }
}
