using System.Management.Automation;
using PD12M.Dataset;
using PD12M.Embeddings;
using PD12M.Parquet;
using PD12M.Transfer;

namespace PD12M.Commands;

/// <summary>Makes every error of the module: a fixed id, the category, and the item as target.</summary>
internal static class Errors
{
    public static ErrorRecord PathNotFileSystem(string path, string provider) => Make(
        new ArgumentException($"'{path}' belongs to the provider {provider}. Give a path of the file system."),
        "PathNotFileSystem", ErrorCategory.InvalidArgument, path);

    public static ErrorRecord ObjectNotFile(string address, object target) => Make(
        new ArgumentException($"'{address}' is an object in a bucket, and only files are tested. Fetch it into a folder, and test the file."),
        "PathNotFileSystem", ErrorCategory.InvalidArgument, target);

    public static ErrorRecord PathInvalid(string path, Exception error) => Make(
        new ArgumentException($"'{path}' is no path that can be used: {error.Message.TrimEnd('.')}. Give the path of a folder or file, on a drive that is there.", error),
        "PathInvalid", ErrorCategory.InvalidArgument, path);

    /// <summary>The error for a path that is neither given nor follows from the data folder.</summary>
    public static ErrorRecord DataFolderUnknown(string cmdlet, string parameter, string subfolder) => Make(
        new ArgumentException(
            $"No folder is known: -{parameter} is not given, and the environment variable {DataFolder.Variable} is not set. Write {cmdlet} -{parameter} ./pd12m{(subfolder.Length > 0 ? $"/{subfolder}" : "")}, "
            + $"or set the data folder for all cmdlets: $env:{DataFolder.Variable} = './pd12m'{(subfolder.Length > 0 ? $" (of which this one takes the subfolder {subfolder})" : "")}."),
        "DataFolderUnknown", ErrorCategory.InvalidArgument, parameter);

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

    /// <summary>The error for a column that none of several files has.</summary>
    public static ErrorRecord MetadataColumnMissing(int files, MetadataColumnException first) => Make(
        new MetadataColumnException(first.Fault, $"None of the {files} files has a column '{first.Column}'. {first.Message}", first.Column),
        "MetadataColumnMissing", ErrorCategory.InvalidData, first.Column);

    public static ErrorRecord RecordNotFound(string id) => Make(
        new ItemNotFoundException($"No record with the id '{id}' was found. It may have been removed from the data set, lie in a file that was not named, or not pass the filter."),
        "RecordNotFound", ErrorCategory.ObjectNotFound, id);

    public static ErrorRecord EmbeddingPathNotFound(string path) => Make(
        new ItemNotFoundException($"No file or folder of embeddings matches '{path}'. Check the path; it is relative to the current location."),
        "EmbeddingPathNotFound", ErrorCategory.ObjectNotFound, path);

    public static ErrorRecord EmbeddingFolderEmpty(string folder) => Make(
        new ItemNotFoundException($"The folder '{folder}' has no *.npy file. Name the folder that holds them with -EmbeddingPath."),
        "EmbeddingPathNotFound", ErrorCategory.ObjectNotFound, folder);

    /// <summary>The error for a file of embeddings that cannot be read; null where the exception is of another kind.</summary>
    public static ErrorRecord? Embedding(string path, Exception error) => error switch
    {
        NpyException npy => Make(
            error, npy.Fault == NpyFault.NotNpy ? "EmbeddingNotNpy" : $"Embedding{npy.Fault}",
            npy.Fault == NpyFault.Unsupported ? ErrorCategory.NotImplemented : ErrorCategory.InvalidData, path),
        EmbeddingSetException set => Make(error, $"Embedding{set.Fault}", ErrorCategory.InvalidData, set.Path),
        FileNotFoundException or DirectoryNotFoundException => EmbeddingPathNotFound(path),
        UnauthorizedAccessException => Make(
            new UnauthorizedAccessException($"'{path}' may not be read: {error.Message} Ask for the right to read it, or run as a user who has it.", error),
            "EmbeddingAccessDenied", ErrorCategory.PermissionDenied, path),
        IOException => Make(new IOException($"'{path}' cannot be read: {error.Message}", error), "EmbeddingReadFailed", ErrorCategory.ReadError, path),
        _ => null,
    };

    /// <summary>The error for an index that cannot be used; null where the exception is of another kind.</summary>
    public static ErrorRecord? Index(string path, Exception error) => error switch
    {
        IndexException index => Make(error, index.Fault == IndexFault.NotIndex ? "IndexCorrupt" : $"Index{index.Fault}", index.Fault switch
        {
            IndexFault.Missing => ErrorCategory.ObjectNotFound,
            IndexFault.Unsupported => ErrorCategory.NotImplemented,
            _ => ErrorCategory.InvalidData,
        }, index.Path),
        UnauthorizedAccessException => Make(
            new UnauthorizedAccessException($"'{path}' may not be read: {error.Message} Ask for the right to read it, or run as a user who has it.", error),
            "IndexAccessDenied", ErrorCategory.PermissionDenied, path),
        IOException => Make(new IOException($"'{path}' cannot be read: {error.Message}", error), "IndexReadFailed", ErrorCategory.ReadError, path),
        _ => null,
    };

    public static ErrorRecord IndexWriteFailed(string path, Exception error) => Make(
        new IOException($"'{path}' cannot be written: {error.Message} Make room, or ask for the right to write there, and run the command again: finished indexes are kept.", error),
        "IndexWriteFailed", error is UnauthorizedAccessException ? ErrorCategory.PermissionDenied : ErrorCategory.WriteError, path);

    public static ErrorRecord EmbeddingRowNotFound(long row, long rows) => Make(
        new ItemNotFoundException($"There is no row {row}: the {rows} embeddings are numbered from 0 to {rows - 1}."), "EmbeddingRowNotFound", ErrorCategory.ObjectNotFound, row);

    public static ErrorRecord QueryDimensionsDiffer(int dimensions, int expected, object target) => Make(
        new ArgumentException($"The query '{target}' has {dimensions} values, the embeddings have {expected}. Make it with the model that made the embeddings (CLIP ViT-L/14 for PD12M)."),
        "QueryDimensionsDiffer", ErrorCategory.InvalidArgument, target);

    public static ErrorRecord QueryWithoutDirection(object target) => Make(
        new ArgumentException($"The query '{target}' is zero or has a value that is not finite, so nothing is similar to it."), "QueryWithoutDirection", ErrorCategory.InvalidData, target);

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
        new ArgumentException(hash is null ? $"'{target}' has no hash to compare with. Read the records with their hash: leave out -Property, or name Hash in it." : $"'{hash}' is no MD5 of 32 hexadecimal digits. Take the hash that the metadata give."),
        "HashInvalid", ErrorCategory.InvalidData, target);

    public static ErrorRecord ImageInvalidId(string problem, object target) => Make(
        new ArgumentException(problem), "ImageInvalidId", ErrorCategory.InvalidData, target);

    public static ErrorRecord StoreOption(StoreOptionException error) => Make(
        error, $"{error.Option}Invalid", ErrorCategory.InvalidArgument, error.Value);

    public static ErrorRecord CredentialNotFound(CredentialException error, string? profile) => Make(
        error, "CredentialNotFound", ErrorCategory.AuthenticationError, profile);

    public static ErrorRecord CredentialAmbiguous() => Make(
        new ArgumentException("Give one of -ProfileName, -Credential and -UseDefaultCredential."), "CredentialAmbiguous", ErrorCategory.InvalidArgument, null);

    public static ErrorRecord CredentialMissing() => Make(
        new ArgumentException("Who pays for requests must sign them: give -RequestPayer together with -ProfileName, -Credential or -UseDefaultCredential."),
        "CredentialMissing", ErrorCategory.InvalidArgument, null);

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
            ImageFault.HostNotAllowed or ImageFault.ConnectionNotTrusted => ErrorCategory.SecurityError,
            ImageFault.NotFound => ErrorCategory.ObjectNotFound,
            ImageFault.AccessDenied or ImageFault.WriteDenied => ErrorCategory.PermissionDenied,
            ImageFault.TooLarge => ErrorCategory.LimitsExceeded,
            ImageFault.StoreError => ErrorCategory.ResourceUnavailable,
            ImageFault.ConnectionFailed => ErrorCategory.ConnectionError,
            ImageFault.TimedOut => ErrorCategory.OperationTimeout,
            _ => ErrorCategory.WriteError,
        }, target);

    /// <summary>The error for an address that is no data set's home; a password or a signature in it is not in the error.</summary>
    public static ErrorRecord BaseUriInvalid(Uri address, string problem) => Make(
        new ArgumentException(problem), "BaseUriInvalid", ErrorCategory.InvalidArgument,
        address.IsAbsoluteUri ? address.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped) : address.OriginalString);

    public static ErrorRecord RevisionInvalid(string revision, string problem) => Make(
        new ArgumentException($"'{revision}' is no revision to fetch: {problem}"), "RevisionInvalid", ErrorCategory.InvalidArgument, revision);

    /// <summary>The error for a token that no header can carry; the token is not in it.</summary>
    public static ErrorRecord TokenInvalid() => Make(
        new ArgumentException("The token is empty or has characters that no token has (blanks, control characters, letters beyond ASCII)."),
        "TokenInvalid", ErrorCategory.InvalidArgument, null);

    public static ErrorRecord TokenNotEncrypted(Uri address) => Make(
        new ArgumentException($"A token is sent to https addresses only, and '{address}' is none. Name the https address of the mirror."),
        "TokenNotEncrypted", ErrorCategory.SecurityError, address);

    public static ErrorRecord MetadataFileNotFound(string pattern, string home) => Make(
        new ItemNotFoundException($"No file of the data set at '{home}' matches '{pattern}'. Names are like pd12m.000.parquet and, with -Include Embeddings, pd12m.00.npy."),
        "MetadataFileNotFound", ErrorCategory.ObjectNotFound, pattern);

    public static ErrorRecord FilePatternInvalid(string pattern) => Make(
        new ArgumentException($"'{pattern}' is no pattern of file names: a bracket opens a set of characters, as in 'pd12m.00[0-4].parquet'. Put ` before one that stands for itself."),
        "FilePatternInvalid", ErrorCategory.InvalidArgument, pattern);

    public static ErrorRecord MetadataNameInvalid(string name, string home) => Make(
        new InvalidDataException($"The listing of '{home}' has a file '{name}', which is not fetched: its name is not safe on every platform, or is there twice."),
        "MetadataNameInvalid", ErrorCategory.InvalidData, name);

    /// <summary>The error for a file of the data set that was not saved, or for a listing; null where the exception is of another kind.</summary>
    public static ErrorRecord? Catalog(string address, Exception error) => error switch
    {
        CatalogException catalog => Make(error, catalog.Fault switch
        {
            CatalogFault.ListingInvalid => "MetadataListingInvalid",
            CatalogFault.ListingTooLarge => "MetadataListingTooLarge",
            CatalogFault.HashMismatch => "MetadataHashMismatch",
            _ => "EmbeddingInvalid",
        }, catalog.Fault == CatalogFault.ListingTooLarge ? ErrorCategory.LimitsExceeded : ErrorCategory.InvalidData, address),
        RemoteFileException or ParquetException => Metadata(address, error),
        IOException or UnauthorizedAccessException => Make(
            new IOException($"'{address}' cannot be saved: {error.Message}", error), $"Metadata{IoError.FaultOf(error)}",
            IoError.FaultOf(error) == ImageFault.WriteDenied ? ErrorCategory.PermissionDenied : ErrorCategory.WriteError, address),
        _ => null,
    };

    public static ErrorRecord SampleExists(string path) => Make(
        new IOException($"'{path}' is there already. Use -Force to write over an earlier sample, or choose another folder."),
        "SampleExists", ErrorCategory.ResourceExists, path);

    public static ErrorRecord SampleWriteFailed(string path, Exception error) => Make(
        new IOException($"The sample cannot be written to '{path}': {error.Message} Choose a folder that can be made and written.", error),
        "SampleWriteFailed", error is UnauthorizedAccessException ? ErrorCategory.PermissionDenied : ErrorCategory.WriteError, path);

    private static ErrorRecord Make(Exception error, string id, ErrorCategory category, object? target) => new(error, id, category, target);
}
