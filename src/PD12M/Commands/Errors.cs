using System.Management.Automation;
using PD12M.Dataset;
using PD12M.Parquet;
using PD12M.Transfer;

namespace PD12M.Commands;

/// <summary>Makes every error of the module: a fixed id, the category, and the item as target.</summary>
internal static class Errors
{
    public static ErrorRecord PathNotFileSystem(string path, string provider) => Make(
        new ArgumentException($"'{path}' belongs to the provider {provider}. Give a path of the file system."),
        "PathNotFileSystem", ErrorCategory.InvalidArgument, path);

    public static ErrorRecord PathInvalid(string path, Exception error) => Make(error, "PathInvalid", ErrorCategory.InvalidArgument, path);

    public static ErrorRecord MetadataPathNotFound(string path) => Make(
        new ItemNotFoundException($"No metadata file or folder matches '{path}'. Check the path; it is relative to the current location."),
        "MetadataPathNotFound", ErrorCategory.ObjectNotFound, path);

    public static ErrorRecord MetadataFolderEmpty(string folder) => Make(
        new ItemNotFoundException($"The folder '{folder}' has no *.parquet file. Name the folder that holds them, for instance its subfolder 'metadata'."),
        "MetadataPathNotFound", ErrorCategory.ObjectNotFound, folder);

    /// <summary>The error for a metadata file that cannot be read; null where the exception is of another kind.</summary>
    public static ErrorRecord? Metadata(string path, Exception error) => error switch
    {
        ParquetException parquet => Make(error, parquet.Fault switch
        {
            ParquetFault.NotParquet => "MetadataNotParquet",
            ParquetFault.Truncated => "MetadataTruncated",
            ParquetFault.Unsupported => "MetadataUnsupported",
            _ => "MetadataCorrupt",
        }, parquet.Fault == ParquetFault.Unsupported ? ErrorCategory.NotImplemented : ErrorCategory.InvalidData, path),
        MetadataColumnException metadata => Make(
            error, metadata.Fault == MetadataColumnFault.Missing ? "MetadataColumnMissing" : "MetadataColumnType", ErrorCategory.InvalidData, path),
        RemoteFileException remote => Make(error, remote.Fault switch
        {
            RemoteFault.NotFound => "MetadataPathNotFound",
            RemoteFault.AccessDenied => "MetadataAccessDenied",
            RemoteFault.RangesUnsupported => "MetadataRangesUnsupported",
            RemoteFault.Changed => "MetadataChanged",
            _ => "MetadataReadFailed",
        }, remote.Fault switch
        {
            RemoteFault.NotFound => ErrorCategory.ObjectNotFound,
            RemoteFault.AccessDenied => ErrorCategory.PermissionDenied,
            RemoteFault.RangesUnsupported => ErrorCategory.NotImplemented,
            RemoteFault.TimedOut => ErrorCategory.OperationTimeout,
            RemoteFault.ConnectionFailed => ErrorCategory.ConnectionError,
            _ => ErrorCategory.ReadError,
        }, path),
        FileNotFoundException or DirectoryNotFoundException => MetadataPathNotFound(path),
        UnauthorizedAccessException => Make(
            new UnauthorizedAccessException($"'{path}' may not be read: {error.Message} Ask for the right to read it, or run as a user who has it.", error),
            "MetadataAccessDenied", ErrorCategory.PermissionDenied, path),
        IOException => Make(
            new IOException($"'{path}' cannot be read: {error.Message}", error), "MetadataReadFailed", ErrorCategory.ReadError, path),
        _ => null,
    };

    public static ErrorRecord RecordNotFound(string id) => Make(
        new ItemNotFoundException($"No record with the id '{id}' was found. It may have been removed from the data set, lie in a file that was not named, or not pass the filter."),
        "RecordNotFound", ErrorCategory.ObjectNotFound, id);

    public static ErrorRecord FilterInvalid(FilterException error) => Make(error, "FilterInvalid", ErrorCategory.ParserError, error.Filter);

    public static ErrorRecord MeasurePropertyInvalid(string property, bool numbersOnly) => Make(
        new ArgumentException($"'{property}' {(numbersOnly ? "holds no numbers, so there is no histogram of it" : "cannot be measured")}. Choose a column of numbers{(numbersOnly ? "" : " or text")}, for instance {(numbersOnly ? "Width" : "License")}."),
        "MeasurePropertyInvalid", ErrorCategory.InvalidArgument, property);

    public static ErrorRecord MeasureBinsAmbiguous(double binWidth) => Make(
        new ArgumentException("Give either -BinCount or -BinWidth: the one follows from the other."), "MeasureBinsAmbiguous", ErrorCategory.InvalidArgument, binWidth);

    public static ErrorRecord MeasureLimitExceeded(MeasureLimitException error) => Make(error, "MeasureLimitExceeded", ErrorCategory.LimitsExceeded, null);

    public static ErrorRecord HashFileNotFound(string path) => Make(
        new ItemNotFoundException($"No file matches '{path}'. Check the path; it is relative to the current location."),
        "HashFileNotFound", ErrorCategory.ObjectNotFound, path);

    public static ErrorRecord HashInvalid(string? hash, object target) => Make(
        new ArgumentException(hash is null ? $"'{target}' has no hash to compare with." : $"'{hash}' is no MD5 of 32 hexadecimal digits."),
        "HashInvalid", ErrorCategory.InvalidData, target);

    public static ErrorRecord ImageInvalidId(string problem, object target) => Make(
        new ArgumentException(problem), "ImageInvalidId", ErrorCategory.InvalidData, target);

    public static ErrorRecord EndpointUrlInvalid(Uri endpoint, ArgumentException error) => Make(
        error, "EndpointUrlInvalid", ErrorCategory.InvalidArgument, endpoint);

    public static ErrorRecord Destination(string folder, DestinationException error) => error.Fault switch
    {
        DestinationFault.InUse => Make(error, "DestinationInUse", ErrorCategory.ResourceBusy, folder),
        DestinationFault.NotAFolder => Make(error, "DestinationNotAFolder", ErrorCategory.InvalidArgument, folder),
        _ => Make(error, "DestinationNotWritable", ErrorCategory.PermissionDenied, folder),
    };

    /// <summary>The error for an image that was not saved.</summary>
    public static ErrorRecord Image(ImageProblem problem, object target) => Make(
        new ImageException(problem.Message, problem.Exception), problem.ErrorId, problem.Fault switch
        {
            ImageFault.InvalidId or ImageFault.InvalidUrl or ImageFault.InvalidHash or ImageFault.CaptionMissing or ImageFault.HashMismatch or ImageFault.LengthMismatch => ErrorCategory.InvalidData,
            ImageFault.NotFound => ErrorCategory.ObjectNotFound,
            ImageFault.AccessDenied or ImageFault.WriteDenied => ErrorCategory.PermissionDenied,
            ImageFault.TooLarge => ErrorCategory.LimitsExceeded,
            ImageFault.StoreError => ErrorCategory.ResourceUnavailable,
            ImageFault.ConnectionFailed => ErrorCategory.ConnectionError,
            ImageFault.TimedOut => ErrorCategory.OperationTimeout,
            _ => ErrorCategory.WriteError,
        }, target);

    public static ErrorRecord SampleExists(string path) => Make(
        new IOException($"'{path}' is there already. Use -Force to write over an earlier sample, or choose another folder."),
        "SampleExists", ErrorCategory.ResourceExists, path);

    public static ErrorRecord SampleWriteFailed(string path, Exception error) => Make(
        error, "SampleWriteFailed", error is UnauthorizedAccessException ? ErrorCategory.PermissionDenied : ErrorCategory.WriteError, path);

    private static ErrorRecord Make(Exception error, string id, ErrorCategory category, object? target) => new(error, id, category, target);
}
