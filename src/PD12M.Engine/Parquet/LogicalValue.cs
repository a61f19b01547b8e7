using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace PD12M.Parquet;

/// <summary>What a column's values are to those who take them as objects (LogicalTypes.md).</summary>
internal static class LogicalValue
{
    private const int GuidLength = 16;
    private const int HalfLength = 2;

    public static bool IsText(ParquetColumn column) =>
        column.Type == PhysicalType.ByteArray && column.LogicalType is LogicalType.String or LogicalType.Enum or LogicalType.Json;

    public static object FromInt32(ParquetColumn column, int stored) => column.LogicalType switch
    {
        LogicalType.UnsignedInteger or LogicalType.SignedInteger => Integer(column, stored),
        LogicalType.Date => TimeValue.Date(stored) ?? (object)stored,
        LogicalType.TimeMillis => TimeSpan.FromTicks(stored * TimeSpan.TicksPerMillisecond),
        LogicalType.Decimal => DecimalValue.FromInteger(stored, column.Scale) ?? stored,
        _ => stored,
    };

    public static object FromInt64(ParquetColumn column, long stored) => column.LogicalType switch
    {
        LogicalType.UnsignedInteger when column.BitWidth == 64 => (ulong)stored,
        LogicalType.TimeMicros => TimeValue.TimeOfMicroseconds(stored) ?? (object)stored,
        LogicalType.TimeNanos => TimeSpan.FromTicks(TimeValue.TicksOfNanoseconds(stored)),
        LogicalType.TimestampMillis => TimeValue.Timestamp(stored, TimeSpan.TicksPerMillisecond, Kind(column)) ?? (object)stored,
        LogicalType.TimestampMicros => TimeValue.Timestamp(stored, TimeValue.TicksPerMicrosecond, Kind(column)) ?? (object)stored,
        LogicalType.TimestampNanos => TimeValue.Timestamp(TimeValue.TicksOfNanoseconds(stored), 1, Kind(column)) ?? (object)stored,
        LogicalType.Decimal => DecimalValue.FromInteger(stored, column.Scale) ?? stored,
        _ => stored,
    };

    public static object FromBytes(ParquetColumn column, ReadOnlySpan<byte> stored) => column.LogicalType switch
    {
        _ when column.Type == PhysicalType.Int96 => TimeValue.Int96(stored) ?? (object)stored.ToArray(),
        LogicalType.Decimal => DecimalValue.FromBigEndian(stored, column.Scale) ?? stored.ToArray(),
        LogicalType.Uuid when stored.Length == GuidLength => ToGuid(stored),
        LogicalType.Float16 when stored.Length == HalfLength => ToSingle(BinaryPrimitives.ReadUInt16LittleEndian(stored)),
        _ => stored.ToArray(),
    };

    // What the annotation does not allow stays as it is stored.
    private static object Integer(ParquetColumn column, int stored) => (column.LogicalType, column.BitWidth) switch
    {
        (LogicalType.UnsignedInteger, 32) => (uint)stored,
        (LogicalType.UnsignedInteger, 16) when stored == (ushort)stored => (ushort)stored,
        (LogicalType.UnsignedInteger, 8) when stored == (byte)stored => (byte)stored,
        (LogicalType.SignedInteger, 16) when stored == (short)stored => (short)stored,
        (LogicalType.SignedInteger, 8) when stored == (sbyte)stored => (sbyte)stored,
        _ => stored,
    };

    private static DateTimeKind Kind(ParquetColumn column) => column.IsAdjustedToUtc ? DateTimeKind.Utc : DateTimeKind.Unspecified;

    private static Guid ToGuid(ReadOnlySpan<byte> bytes) => new(
        BinaryPrimitives.ReadInt32BigEndian(bytes),
        BinaryPrimitives.ReadInt16BigEndian(bytes.Slice(4)),
        BinaryPrimitives.ReadInt16BigEndian(bytes.Slice(6)),
        bytes[8], bytes[9], bytes[10], bytes[11], bytes[12], bytes[13], bytes[14], bytes[15]);

    // .NET Framework has no Half.
    private static float ToSingle(ushort half)
    {
        int sign = (half & 0x8000) << 16;
        int exponent = (half >> 10) & 0x1F;
        int fraction = half & 0x3FF;
        if (exponent == 0)
        {
            float small = fraction / (float)(1 << 24);
            return sign < 0 ? -small : small;
        }

        int bits = sign | (exponent == 0x1F ? 0x7F800000 : (exponent + 112) << 23) | (fraction << 13);
        return Unsafe.As<int, float>(ref bits);
    }
}
