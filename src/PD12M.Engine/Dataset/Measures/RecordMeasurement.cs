using PD12M.Parquet;

namespace PD12M.Dataset;

/// <summary>Measures files from their columns, without making records. Safe for several threads.</summary>
/// <param name="filter">Which records are measured; null for all.</param>
/// <param name="measured">What is measured of them besides their number.</param>
internal sealed class RecordMeasurement(RecordFilter? filter, IReadOnlyList<MeasuredColumn> measured)
{
    /// <summary>What is measured of the records besides their number.</summary>
    public IReadOnlyList<MeasuredColumn> Measured => measured;

    /// <summary>What the filter has spared so far.</summary>
    public PruningTally Pruning { get; } = new();

    /// <summary>Measures a file, as <see cref="FileMeasurement.MeasureAsync"/> does.</summary>
    public async Task<MeasureTally> MeasureAsync(ParquetFile file, SemaphoreSlim slots, int atOnce, CancellationToken token) =>
        await new FileMeasurement(file, filter, measured, Pruning).MeasureAsync(slots, atOnce, token).ConfigureAwait(false);
}
