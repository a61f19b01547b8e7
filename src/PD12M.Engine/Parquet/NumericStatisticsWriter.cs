using System.Buffers.Binary;

namespace PD12M.Parquet;

/// <summary>Statistics of values of 1, 2, 4 or 8 little-endian bytes: compared as 64-bit keys that sort as the values do.</summary>
internal sealed class NumericStatisticsWriter : StatisticsWriter
{
    private readonly bool _isUnsigned;
    private readonly int _width;

    // The magnitude of infinity, above which lie the NaNs; null for other types than floating-point ones.
    private readonly long? _infinity;
    private long _min = long.MaxValue;
    private long _max = long.MinValue;
    private long _nanCount;
    private bool _any;

    public NumericStatisticsWriter(ParquetColumn column)
    {
        _isUnsigned = column.LogicalType == LogicalType.UnsignedInteger;
        (_width, _infinity) = column.Type switch
        {
            PhysicalType.Boolean => (1, (long?)null),
            PhysicalType.Int32 => (4, null),
            PhysicalType.Float => (4, 0x7F80_0000),
            PhysicalType.Double => (8, 0x7FF0_0000_0000_0000),
            PhysicalType.FixedLenByteArray => (2, 0x7C00),
            _ => (8, null),
        };
    }

    public override void Add(ReadOnlySpan<byte> value)
    {
        long raw = value.Length switch
        {
            1 => value[0],
            2 => BinaryPrimitives.ReadInt16LittleEndian(value),
            4 => BinaryPrimitives.ReadInt32LittleEndian(value),
            _ => BinaryPrimitives.ReadInt64LittleEndian(value),
        };
        long key = KeyOf(raw);
        if (_infinity is long infinity && Math.Max(key, ~key) > infinity)
        {
            _nanCount++;
            return;
        }

        _any = true;
        _min = Math.Min(_min, key);
        _max = Math.Max(_max, key);
    }

    protected override void WriteBounds(ThriftWriter thrift)
    {
        if (_any)
        {
            // Zero is written with the sign that covers both zeros: -0 (whose key is -1) as the least, +0 as the greatest.
            bool isFloat = _infinity is not null;
            WriteBound(thrift, 5, isFloat && _max == -1 ? 0 : _max);
            WriteBound(thrift, 6, isFloat && _min == 0 ? -1 : _min);
            thrift.WriteBool(7, true);
            thrift.WriteBool(8, true);
        }

        if (_infinity is not null)
        {
            thrift.WriteI64(9, _nanCount);
        }
    }

    // Its own inverse. The lower bits of a negative floating-point number grow away from zero.
    private long KeyOf(long raw) =>
        _isUnsigned ? raw ^ (_width == 8 ? long.MinValue : int.MinValue)
        : _infinity is not null ? raw ^ ((raw >> 63) & (long.MaxValue >> (64 - (_width * 8))))
        : raw;

    private void WriteBound(ThriftWriter thrift, int field, long key)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, KeyOf(key));
        thrift.WriteBinary(field, bytes.Slice(0, _width));
    }
}
