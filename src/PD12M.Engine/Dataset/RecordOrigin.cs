namespace PD12M.Dataset;

/// <summary>Where the records of one file stand in the run that reads it: whoever takes them can tell how far the run is.</summary>
/// <param name="MetadataFile">The file's full path.</param>
/// <param name="Start">The position of the file's first row among the records of the run; negative when the run skips rows of it.</param>
/// <param name="Total">How many records the run has, as far as it is known; an estimate when more files follow.</param>
internal sealed record RecordOrigin(string MetadataFile, long Start, long Total)
{
    /// <summary>How much of the run lies behind a row, 0 to 1.</summary>
    public double Progress(long rowIndex) => Total <= 0 ? 1 : Math.Min(1, (double)(Start + rowIndex + 1) / Total);
}
