using System.Text;
using PD12M.Parquet;

namespace PD12M.Engine.Tests.Parquet;

/// <summary>Writes a struct of Thrift's compact protocol field by field, right or wrong as a test needs it.</summary>
internal sealed class CompactBytes
{
    private readonly List<byte> _bytes = [];
    private int _lastId;

    public CompactBytes Integer(int id, long value)
    {
        Header(id, 6);
        Varint((ulong)((value << 1) ^ (value >> 63)));
        return this;
    }

    public CompactBytes Boolean(int id, bool value)
    {
        Header(id, value ? 1 : 2);
        return this;
    }

    public CompactBytes Text(int id, string value) => Binary(id, Encoding.UTF8.GetBytes(value));

    public CompactBytes Binary(int id, byte[] value)
    {
        Header(id, 8);
        Varint((ulong)value.Length);
        _bytes.AddRange(value);
        return this;
    }

    public CompactBytes Struct(int id, CompactBytes value)
    {
        Header(id, 12);
        _bytes.AddRange(value.End());
        return this;
    }

    public CompactBytes Structs(int id, IReadOnlyCollection<CompactBytes> values)
    {
        ListHeader(id, values.Count, 12);
        foreach (CompactBytes value in values)
        {
            _bytes.AddRange(value.End());
        }

        return this;
    }

    public CompactBytes Integers(int id, params int[] values)
    {
        ListHeader(id, values.Length, 5);
        foreach (int value in values)
        {
            Varint((ulong)(value << 1));
        }

        return this;
    }

    /// <summary>A list's header alone; what it promises may be missing.</summary>
    public CompactBytes ListHeader(int id, int count, int elementType)
    {
        Header(id, 9);
        _bytes.Add((byte)(0xF0 | elementType));
        Varint((ulong)count);
        return this;
    }

    public CompactBytes Raw(params byte[] bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    public byte[] End() => [.. _bytes, 0];

    private void Header(int id, int type)
    {
        _bytes.Add((byte)(((id - _lastId) << 4) | type));
        _lastId = id;
    }

    private void Varint(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            _bytes.Add((byte)(value | 0x80));
        }

        _bytes.Add((byte)value);
    }
}
