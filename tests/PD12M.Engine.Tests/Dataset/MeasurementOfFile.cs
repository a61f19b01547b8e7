using PD12M.Dataset;
using PD12M.Parquet;

namespace PD12M.Engine.Tests.Dataset;

internal static class MeasurementOfFile
{
    /// <summary>Measures a file, some parts at once.</summary>
    public static MeasureTally Measure(this RecordMeasurement measurement, ParquetFile file, int atOnce = 1)
    {
        using SemaphoreSlim slots = new(atOnce);
        return measurement.MeasureAsync(file, slots, atOnce, CancellationToken.None).GetAwaiter().GetResult();
    }
}
