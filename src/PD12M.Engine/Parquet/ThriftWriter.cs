using System.Text;

namespace PD12M.Parquet;

/// <summary>Thrift's compact protocol, as far as the format's own structures need it.</summary>
/// <remarks>Source: thrift-compact-protocol.md of Apache Thrift.</remarks>
internal sealed class ThriftWriter(ByteWriter output)
{
    public const byte I32 = 5;
    public const byte Binary = 8;
    public const byte Struct = 12;

    private readonly Stack<int> _enclosing = new();
    private int _lastField;

    public void WriteBool(int field, bool value) => WriteFieldHeader(field, value ? (byte)1 : (byte)2);

    public void WriteI8(int field, sbyte value)
    {
        WriteFieldHeader(field, 3);
        output.Write((byte)value);
    }

    public void WriteI16(int field, short value)
    {
        WriteFieldHeader(field, 4);
        WriteI32Element(value);
    }

    public void WriteI32(int field, int value)
    {
        WriteFieldHeader(field, I32);
        WriteI32Element(value);
    }

    public void WriteI64(int field, long value)
    {
        WriteFieldHeader(field, 6);
        output.WriteVarint((ulong)((value << 1) ^ (value >> 63)));
    }

    public void WriteBinary(int field, ReadOnlySpan<byte> value)
    {
        WriteFieldHeader(field, Binary);
        WriteBinaryElement(value);
    }

    public void WriteString(int field, string value) => WriteBinary(field, Encoding.UTF8.GetBytes(value));

    public void BeginList(int field, byte elementType, int count)
    {
        WriteFieldHeader(field, 9);
        if (count < 15)
        {
            output.Write((byte)((count << 4) | elementType));
            return;
        }

        output.Write((byte)(0xF0 | elementType));
        output.WriteVarint((ulong)count);
    }

    public void WriteI32Element(int value) => output.WriteVarint((uint)((value << 1) ^ (value >> 31)));

    public void WriteBinaryElement(ReadOnlySpan<byte> value)
    {
        output.WriteVarint((ulong)value.Length);
        output.Write(value);
    }

    public void BeginStruct(int field)
    {
        WriteFieldHeader(field, Struct);
        BeginStructElement();
    }

    public void BeginStructElement()
    {
        _enclosing.Push(_lastField);
        _lastField = 0;
    }

    public void EndStruct()
    {
        output.Write(0);
        _lastField = _enclosing.Pop();
    }

    public void WriteEmptyStruct(int field)
    {
        BeginStruct(field);
        EndStruct();
    }

    private void WriteFieldHeader(int field, byte type)
    {
        // Every structure of parquet.thrift is written in the order of its fields, which are less than 16 apart.
        output.Write((byte)(((field - _lastField) << 4) | type));
        _lastField = field;
    }
}
