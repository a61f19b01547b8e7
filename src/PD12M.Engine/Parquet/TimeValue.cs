using System.Buffers.Binary;

namespace PD12M.Parquet;

/// <summary>Dates and times out of their counts of days or fractions of a second; null for what the .NET type cannot hold.</summary>
internal static class TimeValue
{
    public const long TicksPerMicrosecond = 10;

    private const long NanosecondsPerTick = 100;
    private const long EpochTicks = 621_355_968_000_000_000;
    private const int EpochJulianDay = 2_440_588;

    // More days than any DateTime has, and few enough for their ticks to fit a long.
    private const long MostDays = 4_000_000;

    public static DateTime? Date(int days) => Timestamp(days, TimeSpan.TicksPerDay, DateTimeKind.Unspecified);

    /// <param name="value">Units since 1970-01-01.</param>
    /// <param name="ticksPerUnit">A divisor of a second's ticks or a multiple.</param>
    /// <param name="kind">UTC or not told.</param>
    public static DateTime? Timestamp(long value, long ticksPerUnit, DateTimeKind kind) =>
        value < -EpochTicks / ticksPerUnit || value > (DateTime.MaxValue.Ticks - EpochTicks) / ticksPerUnit
            ? null
            : new DateTime(EpochTicks + (value * ticksPerUnit), kind);

    public static TimeSpan? TimeOfMicroseconds(long value) =>
        value is < long.MinValue / TicksPerMicrosecond or > long.MaxValue / TicksPerMicrosecond ? null : TimeSpan.FromTicks(value * TicksPerMicrosecond);

    /// <summary>Ticks, rounded down.</summary>
    public static long TicksOfNanoseconds(long value)
    {
        long ticks = value / NanosecondsPerTick;
        return ticks * NanosecondsPerTick > value ? ticks - 1 : ticks;
    }

    /// <summary>
    /// A timestamp of Impala, Hive or Spark: nanoseconds of the day, then the Julian day. The format does not tell the time
    /// zone. Spark and Hive store UTC, so that is what it is taken for; Impala stores what its session's clock shows.
    /// </summary>
    public static DateTime? Int96(ReadOnlySpan<byte> value)
    {
        long days = (long)BinaryPrimitives.ReadInt32LittleEndian(value.Slice(8)) - EpochJulianDay;
        return days is < -MostDays or > MostDays
            ? null
            : Timestamp((days * TimeSpan.TicksPerDay) + TicksOfNanoseconds(BinaryPrimitives.ReadInt64LittleEndian(value)), 1, DateTimeKind.Utc);
    }
}
