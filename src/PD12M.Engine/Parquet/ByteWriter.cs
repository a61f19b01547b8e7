using System.Buffers.Binary;

namespace PD12M.Parquet;

/// <summary>A growing run of bytes; numbers are little-endian.</summary>
internal sealed class ByteWriter
{
    private byte[] _bytes = new byte[256];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    /// <summary>Lengthens the run by <paramref name="count"/> bytes, which the caller fills.</summary>
    public Span<byte> Extend(int count)
    {
        int length = checked(Length + count);
        if (length > _bytes.Length)
        {
            Array.Resize(ref _bytes, (int)Math.Max(length, Math.Min(_bytes.Length * 2L, 0x7FFFFFC7)));
        }

        Span<byte> added = _bytes.AsSpan(Length, count);
        Length = length;
        return added;
    }

    public void Write(byte value) => Extend(1)[0] = value;

    public void Write(ReadOnlySpan<byte> value) => value.CopyTo(Extend(value.Length));

    public void WriteInt32(int value) => BinaryPrimitives.WriteInt32LittleEndian(Extend(4), value);

    public void WriteVarint(ulong value)
    {
        while (value >= 0x80)
        {
            Write((byte)(value | 0x80));
            value >>= 7;
        }

        Write((byte)value);
    }

    /// <summary>Adds one bit, least significant first; <paramref name="index"/> is its place in the run.</summary>
    public void WriteBit(int index, bool value)
    {
        if (index >> 3 == Length)
        {
            Extend(1)[0] = 0;
        }

        if (value)
        {
            _bytes[index >> 3] |= (byte)(1 << (index & 7));
        }
    }

    public void PatchInt32(int offset, int value) => BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(offset, 4), value);

    public void Clear() => Length = 0;

    public void CopyTo(Stream stream) => stream.Write(_bytes, 0, Length);
}
