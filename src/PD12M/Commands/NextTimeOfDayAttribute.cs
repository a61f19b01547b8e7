using System.Globalization;
using System.Management.Automation;

namespace PD12M.Commands;

/// <summary>Makes the next such time of a time of day: 06:00, given at ten in the evening, is tomorrow's.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class NextTimeOfDayAttribute : ArgumentTransformationAttribute
{
    private static readonly string[] s_formats = [@"h\:mm", @"hh\:mm", @"h\:mm\:ss", @"hh\:mm\:ss"];

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        if (value is not string text || !TimeSpan.TryParseExact(text.Trim(), s_formats, CultureInfo.InvariantCulture, out TimeSpan time))
        {
            return inputData;
        }
        DateTime today = DateTime.Today + time;
        return today > DateTime.Now ? today : DateTime.Today.AddDays(1) + time;
    }
}
