using System.Globalization;
using System.Management.Automation;
using PD12M.Transfer.Runs;

namespace PD12M.Commands;

/// <summary>Makes the errors of a run as a whole: its limits, its log, its list of failures.</summary>
internal static class RunErrors
{
    public static ErrorRecord TimeLimitInvalid(TimeSpan limit) => Make(
        new ArgumentException($"A time limit of {limit} is less than a second: a bare number is ticks. Write eight hours as 8:00:00."),
        "TimeLimitInvalid", ErrorCategory.InvalidArgument, limit);

    public static ErrorRecord SidecarNeedsRecord(object target) => Make(
        new ArgumentException("-Sidecar Record needs records from Get-PD12MRecord: other objects do not have all of a record. Pipe records, or ask for the caption only."),
        "SidecarNeedsRecord", ErrorCategory.InvalidArgument, target);

    public static ErrorRecord RunFilesEqual(string path) => Make(
        new ArgumentException($"-LogPath and -FailurePath both name '{path}'. Give each a file of its own."), "RunFilesEqual", ErrorCategory.InvalidArgument, path);

    public static ErrorRecord FreeSpaceUnknown(string folder, Exception error) => Make(
        new IOException($"The free space of the volume of '{folder}' is not known: {error.Message} Leave out -MinFreeSpace, or choose a destination on a volume with a drive letter.", error),
        "FreeSpaceUnknown", ErrorCategory.InvalidArgument, folder);

    public static ErrorRecord LogWriteFailed(string path, Exception error, bool goesOn) => Make(
        error is RunFileException ? error : new IOException(
            $"The log '{path}' cannot be written: {error.Message.TrimEnd('.')}. " + (goesOn
                ? "The run goes on, and writes it later if it can."
                : "Its folder must be there, and writable; other runs may write the log, too, but other programs must not hold it."),
            error),
        "LogWriteFailed", ErrorCategory.WriteError, path);

    public static ErrorRecord LogIncomplete(string path, Exception error) => Make(
        new IOException($"The run has ended, and its last lines are not in the log '{path}': {error.Message.TrimEnd('.')}. The images are not affected.", error),
        "LogWriteFailed", ErrorCategory.WriteError, path);

    public static ErrorRecord FailureFile(string path, Exception error) => error switch
    {
        RunFileException { Fault: RunFileFault.InUse } => Make(error, "FailureFileInUse", ErrorCategory.ResourceBusy, path),
        RunFileException => Make(error, "FailureFileInvalid", ErrorCategory.InvalidData, path),
        _ => Make(
            new IOException(
                $"The list of failures '{path}' cannot be written: {error.Message.TrimEnd('.')}. " + (Transfer.Runs.FailureFile.HasRows(path)
                    ? $"Rows that were written are in '{path}.partial'; the next run adds them."
                    : "Its folder must be there, and writable."),
                error),
            "FailureFileWriteFailed", ErrorCategory.WriteError, path),
    };

    /// <summary>The error that ends a run before its input has ended; its target is the summary.</summary>
    public static ErrorRecord RunOver(SaveSummary summary, RunLimits limits)
    {
        string soFar = string.Format(
            CultureInfo.CurrentCulture,
            "{0:N0} images were saved, {1:N0} were there already, {2:N0} failed. Run the same command again to go on.",
            summary.Saved,
            summary.AlreadyThere,
            summary.Failed);
        return summary.EndReason switch
        {
            SaveEndReason.FreeSpace => Make(
                new IOException($"The volume of '{summary.Destination}' has less than the {limits.MinFreeSpace:N0} bytes of free space that it is to keep: {soFar}"),
                "FreeSpaceTooLow", ErrorCategory.LimitsExceeded, summary),
            SaveEndReason.DiskFull => Make(
                new IOException($"There is no more room for '{summary.Destination}', or on the way there; the errors of its images say where to make some: {soFar}"),
                "DestinationFull", ErrorCategory.LimitsExceeded, summary),
            _ => Make(
                new TimeoutException($"The time of this run is over after {TimeSpan.FromSeconds(Math.Round(summary.Elapsed.TotalSeconds))}: {soFar}"),
                "TimeLimitReached", ErrorCategory.OperationTimeout, summary),
        };
    }

    private static ErrorRecord Make(Exception error, string id, ErrorCategory category, object target) => new(error, id, category, target);
}
