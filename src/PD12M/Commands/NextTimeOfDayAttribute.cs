using System.Globalization;
using System.Management.Automation;

namespace PD12M.Commands;

/// <summary>
/// Makes the next such time of a time of day: 06:00, 6am or a time span, given at ten in the evening, is tomorrow's. Refuses a bare
/// number, which PowerShell takes for ticks since the year 1.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class NextTimeOfDayAttribute : ArgumentTransformationAttribute
{
    private static readonly string[] s_formats = ["H:mm", "H:mm:ss", "htt", "h:mmtt", "h:mm:sstt"];

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        if (IsBareNumber(value))
        {
            throw new ArgumentTransformationMetadataException($"{value} is a bare number. Write a time of day as 06:00, a moment as \"2030-01-31 06:00\".");
        }
        if (value is DateTimeOffset moment)
        {
            return moment.LocalDateTime;
        }
        if ((value as TimeSpan? ?? TimeOf(value as string)) is not { } time || time < TimeSpan.Zero || time >= TimeSpan.FromDays(1))
        {
            return inputData;
        }
        DateTime today = DateTime.Today + time;
        return today > DateTime.Now ? today : DateTime.Today.AddDays(1) + time;
    }

    // 6.5 would be the fifth of June.
    private static bool IsBareNumber(object? value) => value is string text
        ? double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
        : value is IConvertible number && number.GetTypeCode() is >= TypeCode.SByte and <= TypeCode.Decimal;

    private static TimeSpan? TimeOf(string? text) => DateTime.TryParseExact(
        text?.Replace(" ", ""), s_formats, CultureInfo.InvariantCulture, DateTimeStyles.NoCurrentDateDefault, out DateTime time) ? time.TimeOfDay : null;
}
