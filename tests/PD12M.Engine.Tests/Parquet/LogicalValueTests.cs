using System.Buffers.Binary;
using System.Globalization;
using PD12M.Parquet;

namespace PD12M.Engine.Tests.Parquet;

public class LogicalValueTests
{
    private static readonly CompactBytes s_empty = new();

    private static CompactBytes Element(PhysicalType type, int length = 0) =>
        new CompactBytes().Integer(1, (int)type).Integer(2, length).Integer(3, 0).Text(4, "v");

    private static CompactBytes Converted(PhysicalType type, int converted) => Element(type).Integer(6, converted);

    private static CompactBytes Annotated(PhysicalType type, int id, CompactBytes annotation, int length = 0) =>
        Element(type, length).Struct(10, new CompactBytes().Struct(id, annotation));

    private static CompactBytes DecimalOf(PhysicalType type, int precision, int scale, int length = 0) =>
        Annotated(type, 5, new CompactBytes().Integer(1, scale).Integer(2, precision), length);

    // TimeUnit: 1 milliseconds, 2 microseconds, 3 nanoseconds.
    private static CompactBytes TimeOf(PhysicalType type, int id, bool utc, int unit) =>
        Annotated(type, id, new CompactBytes().Boolean(1, utc).Struct(2, new CompactBytes().Struct(unit, s_empty)));

    private static CompactBytes IntegerOf(PhysicalType type, byte width, bool signed) =>
        Annotated(type, 10, new CompactBytes().Raw(0x13, width).Raw((byte)(signed ? 0x11 : 0x12)));

    private static object?[] Values(CompactBytes element, PhysicalType type, int count, byte[] body)
    {
        using ParquetFile file = new HandMadeFile(count)
            .Add([element], type, count, CompressionCodec.Uncompressed, HandMadeFile.Data(count, ValueEncoding.Plain, body)).Open();
        using ColumnReader reader = file.OpenColumn(0, 0);
        Assert.Equal(count, reader.Fill());
        return [.. Enumerable.Range(0, count).Select(reader.GetValue)];
    }

    private static object?[] Integers(CompactBytes element, params int[] stored) =>
        Values(element, PhysicalType.Int32, stored.Length, HandMadeFile.PlainIntegers(stored));

    private static object?[] Longs(CompactBytes element, params long[] stored) =>
        Values(element, PhysicalType.Int64, stored.Length, [.. stored.SelectMany(BitConverter.GetBytes)]);

    private static object? Bytes(CompactBytes element, params byte[] stored) =>
        Values(element, PhysicalType.ByteArray, 1, HandMadeFile.WithLength(stored))[0];

    private static object? FixedBytes(CompactBytes element, params byte[] stored) =>
        Values(element, PhysicalType.FixedLenByteArray, 1, stored)[0];

    private static DateTime Utc(string text) => DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal);

    private static void Same(object?[] expected, object?[] actual)
    {
        Assert.Equal(expected, actual);
        Assert.Equal(expected.Select(value => value?.GetType()), actual.Select(value => value?.GetType()));
        Assert.Equal(expected.OfType<DateTime>().Select(value => value.Kind), actual.OfType<DateTime>().Select(value => value.Kind));
    }

    [Fact]
    public void Integers_have_the_width_and_sign_that_the_schema_says()
    {
        Same([(sbyte)-128, (sbyte)127], Integers(IntegerOf(PhysicalType.Int32, 8, signed: true), -128, 127));
        Same([short.MinValue, short.MaxValue], Integers(IntegerOf(PhysicalType.Int32, 16, signed: true), -32768, 32767));
        Same([int.MinValue, int.MaxValue], Integers(IntegerOf(PhysicalType.Int32, 32, signed: true), int.MinValue, int.MaxValue));
        Same([(byte)0, (byte)255], Integers(IntegerOf(PhysicalType.Int32, 8, signed: false), 0, 255));
        Same([(ushort)65535], Integers(IntegerOf(PhysicalType.Int32, 16, signed: false), 65535));
        Same([uint.MaxValue, 2147483648u], Integers(IntegerOf(PhysicalType.Int32, 32, signed: false), -1, int.MinValue));
        Same([ulong.MaxValue], Longs(IntegerOf(PhysicalType.Int64, 64, signed: false), -1));
        Same([long.MinValue], Longs(IntegerOf(PhysicalType.Int64, 64, signed: true), long.MinValue));
        Same([uint.MaxValue], Integers(Converted(PhysicalType.Int32, 13), -1));
        Same([(sbyte)5], Integers(Converted(PhysicalType.Int32, 15), 5));
    }

    [Fact]
    public void An_integer_beyond_its_width_comes_as_it_is_stored()
    {
        Same([128, -129], Integers(IntegerOf(PhysicalType.Int32, 8, signed: true), 128, -129));
        Same([256, -1], Integers(IntegerOf(PhysicalType.Int32, 8, signed: false), 256, -1));
        Same([-32769, 65536], Integers(IntegerOf(PhysicalType.Int32, 16, signed: true), -32769, 65536));
    }

    [Fact]
    public void A_date_is_a_date_of_no_time_zone()
    {
        object?[] expected = [new DateTime(1970, 1, 1), new DateTime(2024, 2, 29), new DateTime(1969, 12, 31), DateTime.MinValue, new DateTime(9999, 12, 31)];
        Same(expected, Integers(Converted(PhysicalType.Int32, 6), 0, 19782, -1, -719162, 2932896));
        Same(expected, Integers(Annotated(PhysicalType.Int32, 6, s_empty), 0, 19782, -1, -719162, 2932896));
        Same([-719163, 2932897, int.MinValue, int.MaxValue], Integers(Converted(PhysicalType.Int32, 6), -719163, 2932897, int.MinValue, int.MaxValue));
    }

    [Fact]
    public void A_time_of_day_is_a_span()
    {
        TimeSpan time = TimeSpan.ParseExact("23:59:59.123", "c", CultureInfo.InvariantCulture);
        Same([time, TimeSpan.Zero], Integers(TimeOf(PhysicalType.Int32, 7, utc: true, 1), 86399123, 0));
        Same([time, TimeSpan.FromTicks(10), long.MaxValue], Longs(TimeOf(PhysicalType.Int64, 7, utc: false, 2), 86399123000, 1, long.MaxValue));
        Same([time, TimeSpan.Zero, TimeSpan.FromTicks(1)], Longs(TimeOf(PhysicalType.Int64, 7, utc: true, 3), 86399123000000, 99, 199));
        Same([time], Integers(Converted(PhysicalType.Int32, 7), 86399123));
    }

    [Fact]
    public void A_timestamp_is_UTC_where_the_schema_says_so()
    {
        DateTime time = Utc("2024-01-01T20:34:56.123Z");
        DateTime local = DateTime.SpecifyKind(time, DateTimeKind.Unspecified);
        Same([time], Longs(TimeOf(PhysicalType.Int64, 8, utc: true, 1), 1704141296123));
        Same([local], Longs(TimeOf(PhysicalType.Int64, 8, utc: false, 1), 1704141296123));
        Same([time, time.AddTicks(10)], Longs(TimeOf(PhysicalType.Int64, 8, utc: true, 2), 1704141296123000, 1704141296123001));
        Same([local], Longs(TimeOf(PhysicalType.Int64, 8, utc: false, 3), 1704141296123000099));
        Same([time], Longs(Converted(PhysicalType.Int64, 9), 1704141296123));
        Same([time], Longs(Converted(PhysicalType.Int64, 10), 1704141296123000));
    }

    [Fact]
    public void Nanoseconds_are_rounded_down_to_a_hundred()
    {
        DateTime epoch = Utc("1970-01-01");
        Same(
            [epoch, epoch, epoch.AddTicks(1), epoch.AddTicks(-1), epoch.AddTicks(-1), Utc("1677-09-21T00:12:43.1452241Z"), Utc("2262-04-11T23:47:16.8547758Z")],
            Longs(TimeOf(PhysicalType.Int64, 8, utc: true, 3), 0, 99, 100, -1, -100, long.MinValue, long.MaxValue));
    }

    [Fact]
    public void A_timestamp_beyond_the_year_9999_comes_as_it_is_stored()
    {
        Same(
            [DateTime.SpecifyKind(DateTime.MinValue, DateTimeKind.Utc), Utc("9999-12-31T23:59:59.999Z"), -62135596800001L, 253402300800000L, long.MinValue],
            Longs(TimeOf(PhysicalType.Int64, 8, utc: true, 1), -62135596800000, 253402300799999, -62135596800001, 253402300800000, long.MinValue));
        Same([253402300800000000L], Longs(TimeOf(PhysicalType.Int64, 8, utc: true, 2), 253402300800000000));
    }

    [Fact]
    public void An_integer_with_a_scale_is_a_decimal()
    {
        Same([1.00m, -0.01m, -21474836.48m], Integers(DecimalOf(PhysicalType.Int32, 9, 2), 100, -1, int.MinValue));
        Same([-9223372036854775808m, 9223372036854775807m], Longs(DecimalOf(PhysicalType.Int64, 18, 0), long.MinValue, long.MaxValue));
        Assert.Equal("-0.000000000000000042", Assert.IsType<decimal>(Longs(DecimalOf(PhysicalType.Int64, 18, 18), -42)[0]).ToString(CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Bytes_with_a_scale_are_a_big_endian_decimal()
    {
        Same([-1.28m], [Bytes(DecimalOf(PhysicalType.ByteArray, 4, 2), 0x80)]);
        Same([2.55m], [Bytes(DecimalOf(PhysicalType.ByteArray, 4, 2), 0, 0xFF)]);
        byte[] largest = [0, .. Enumerable.Repeat((byte)0xFF, 12)];
        Same([decimal.MaxValue], [Bytes(DecimalOf(PhysicalType.ByteArray, 38, 0), largest)]);
        Same([decimal.MinValue], [FixedBytes(DecimalOf(PhysicalType.FixedLenByteArray, 38, 0, 16), [0xFF, 0xFF, 0xFF, 0xFF, .. new byte[11], 1])]);
        Same([7.9228162514264337593543950335m], [Bytes(DecimalOf(PhysicalType.ByteArray, 38, 28), largest)]);
    }

    [Fact]
    public void A_decimal_too_large_for_NET_is_text()
    {
        byte[] twoTo96 = [1, .. new byte[12]];
        Same(["79228162514264337593543950336"], [Bytes(DecimalOf(PhysicalType.ByteArray, 38, 0), twoTo96)]);
        Same(["792281625142643375935439503.36"], [Bytes(DecimalOf(PhysicalType.ByteArray, 38, 2), twoTo96)]);
        Same(["0.00000000000000000000000000001", "-0.00000000000000000000000000100"], Longs(DecimalOf(PhysicalType.Int64, 38, 29), 1, -100));
        Same(["-170141183460469231731687303715884105728"], [FixedBytes(DecimalOf(PhysicalType.FixedLenByteArray, 38, 0, 16), [0x80, .. new byte[15]])]);
    }

    [Fact]
    public void A_decimal_that_no_writer_makes_comes_as_it_is_stored()
    {
        Same([7], Integers(DecimalOf(PhysicalType.Int32, 9, -1), 7));
        Same([7L], Longs(DecimalOf(PhysicalType.Int64, int.MaxValue, int.MaxValue), 7));
        Assert.Equal(new byte[33], Bytes(DecimalOf(PhysicalType.ByteArray, 90, 0), new byte[33]));
        Assert.Equal(Array.Empty<byte>(), Bytes(DecimalOf(PhysicalType.ByteArray, 4, 0)));
    }

    // LogicalTypes.md, "UUID".
    [Fact]
    public void A_UUID_is_big_endian() => Assert.Equal(
        Guid.Parse("00112233-4455-6677-8899-aabbccddeeff"),
        FixedBytes(Annotated(PhysicalType.FixedLenByteArray, 14, s_empty, 16), Convert.FromHexString("00112233445566778899aabbccddeeff")));

    [Fact]
    public void Every_half_is_the_float_of_the_same_value()
    {
        CompactBytes element = Annotated(PhysicalType.FixedLenByteArray, 15, s_empty, 2);
        byte[] halves = [.. Enumerable.Range(0, 4000).SelectMany(i => BitConverter.GetBytes((ushort)(i * 65535 / 3999)))];
        object?[] values = Values(element, PhysicalType.FixedLenByteArray, 4000, halves);
        for (int i = 0; i < values.Length; i++)
        {
            float expected = (float)BinaryPrimitives.ReadHalfLittleEndian(halves.AsSpan(i * 2));
            Assert.Equal(BitConverter.SingleToInt32Bits(expected), BitConverter.SingleToInt32Bits(Assert.IsType<float>(values[i])) | (float.IsNaN(expected) ? 0x400000 : 0));
        }
    }

    [Fact]
    public void Text_is_a_string_whatever_kind_it_is()
    {
        Assert.Equal("é", Bytes(Converted(PhysicalType.ByteArray, 0), 0xC3, 0xA9));
        Assert.Equal("A", Bytes(Annotated(PhysicalType.ByteArray, 4, s_empty), 0x41));
        Assert.Equal("{}", Bytes(Converted(PhysicalType.ByteArray, 19), 0x7B, 0x7D));
    }

    [Fact]
    public void All_else_is_bytes()
    {
        byte[] interval = [1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0];
        Assert.Equal(interval, FixedBytes(Element(PhysicalType.FixedLenByteArray, 12).Integer(6, 21), interval));
        Assert.Equal(new byte[] { 5, 0 }, Bytes(Converted(PhysicalType.ByteArray, 20), 5, 0));
        Assert.Equal(new byte[] { 5 }, FixedBytes(Annotated(PhysicalType.FixedLenByteArray, 14, s_empty, 1), 5));
    }

    [Fact]
    public void Timestamps_of_96_bits_are_UTC_or_come_as_they_are_stored()
    {
        byte[] day = [0, 0, 0, 0, 0, 0, 0, 0, 0x8C, 0x3D, 0x25, 0];
        byte[] never = [0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0x7F];
        object?[] values = Values(Element(PhysicalType.Int96), PhysicalType.Int96, 3, [.. day, .. never, 199, .. day[1..]]);
        Same([Utc("1970-01-01"), Utc("1970-01-01").AddTicks(1)], [values[0], values[2]]);
        Assert.Equal(never, values[1]);
    }
}
