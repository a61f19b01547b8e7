using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace PD12M.Parquet;

/// <summary>Turns the values of one column into their PLAIN bytes, or refuses them.</summary>
internal sealed class ColumnValueWriter(ParquetColumn column)
{
    private static readonly UTF8Encoding s_utf8 = new(false, throwOnInvalidBytes: true);

    private readonly byte[] _number = new byte[8];

    public static bool IsText(ParquetColumn column) =>
        column.Type == PhysicalType.ByteArray && column.LogicalType is LogicalType.String or LogicalType.Enum or LogicalType.Json;

    /// <summary>The value's bytes without a length prefix, valid until the next call; null for null.</summary>
    /// <exception cref="ArgumentException">The column cannot hold the value.</exception>
    public unsafe ReadOnlyMemory<byte>? Encode(object? value, long row)
    {
        switch (column.Type, value)
        {
            case (_, null):
                return column.IsNullable ? null : throw Refusal("the column is required, and the value is null", row);
            case (PhysicalType.Boolean, bool flag):
                _number[0] = flag ? (byte)1 : (byte)0;
                return _number.AsMemory(0, 1);
            case (PhysicalType.Int32, int number):
                return Int32(number);
            case (PhysicalType.Int32, uint number) when column.LogicalType == LogicalType.UnsignedInteger:
                return Int32((int)number);
            case (PhysicalType.Int64, long number):
                return Int64(number);
            case (PhysicalType.Int64, ulong number) when column.LogicalType == LogicalType.UnsignedInteger:
                return Int64((long)number);
            case (PhysicalType.Float, float number):
                return Int32(*(int*)&number);
            case (PhysicalType.Double, double number):
                return Int64(BitConverter.DoubleToInt64Bits(number));
            case (PhysicalType.ByteArray, string text) when IsText(column):
                return Text(text, row);
            case (PhysicalType.ByteArray, byte[] bytes) when !IsText(column):
                return bytes;
            case (PhysicalType.FixedLenByteArray, byte[] bytes) when bytes.Length == column.TypeLength:
                return bytes;
            case (PhysicalType.FixedLenByteArray, byte[] bytes):
                throw Refusal(FormattableString.Invariant($"the column takes {column.TypeLength} bytes, and the value has {bytes.Length}"), row);
            default:
                throw Refusal($"the column takes {Expected}, and the value is a {value.GetType()}", row);
        }
    }

    private string Expected => column.Type switch
    {
        PhysicalType.Boolean => "bool",
        PhysicalType.Int32 => "int",
        PhysicalType.Int64 => "long",
        PhysicalType.Float => "float",
        PhysicalType.Double => "double",
        _ => IsText(column) ? "string" : "byte[]",
    };

    private ReadOnlyMemory<byte> Int32(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(_number, value);
        return _number.AsMemory(0, 4);
    }

    private ReadOnlyMemory<byte> Int64(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_number, value);
        return _number;
    }

    private ReadOnlyMemory<byte> Text(string text, long row)
    {
        try
        {
            return s_utf8.GetBytes(text);
        }
        catch (EncoderFallbackException fault)
        {
            throw Refusal(FormattableString.Invariant($"the text has half a surrogate pair at {fault.Index}"), row);
        }
    }

    private ArgumentException Refusal(string reason, long row) =>
        new(string.Format(CultureInfo.InvariantCulture, "Column '{0}', row {1}: {2}.", column.Name, row, reason));
}
