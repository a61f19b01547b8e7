using System.Management.Automation;
using PD12M.Transfer;
using PD12M.Transfer.Buckets;

namespace PD12M.Commands;

/// <summary>Makes the errors of a bucket that images are to go to.</summary>
internal static class BucketErrors
{
    public static ErrorRecord AddressInvalid(string destination, string problem) => Make(
        new ArgumentException($"'{destination}' is no place in a bucket: {problem} Write it as s3://bucket/prefix."),
        "BucketAddressInvalid", ErrorCategory.InvalidArgument, destination);

    public static ErrorRecord ParameterNeedsBucket(string parameter, string folder) => Make(
        new ArgumentException($"-{parameter} is for buckets, and the destination '{folder}' is a folder. Leave it out, or name a bucket: s3://bucket/prefix."),
        "ParameterNeedsBucket", ErrorCategory.InvalidArgument, parameter);

    public static ErrorRecord ParameterNeedsFolder(string parameter, string bucket) => Make(
        new ArgumentException($"-{parameter} is for folders, and the destination '{bucket}' is a bucket: its store sees to its disks. Leave it out."),
        "ParameterNeedsFolder", ErrorCategory.InvalidArgument, parameter);

    public static ErrorRecord StoreOption(StoreOptionException error) => Make(
        error, $"Destination{error.Option}Invalid", ErrorCategory.InvalidArgument, error.Value);

    public static ErrorRecord CredentialAmbiguous() => Make(
        new ArgumentException("Give one of -DestinationProfileName and -DestinationCredential."), "CredentialAmbiguous", ErrorCategory.InvalidArgument, null);

    /// <summary>The error for a bucket that cannot be used.</summary>
    public static ErrorRecord Open(BucketAddress address, BucketException error) => error.Fault switch
    {
        ImageFault.NotFound => Make(error, "BucketNotFound", ErrorCategory.ObjectNotFound, address.ToString()),
        ImageFault.WriteDenied => Make(error, "BucketAccessDenied", ErrorCategory.PermissionDenied, address.ToString()),
        ImageFault.ConnectionNotTrusted => Make(error, "BucketConnectionFailed", ErrorCategory.SecurityError, address.ToString()),
        ImageFault.ConnectionFailed => Make(error, "BucketConnectionFailed", ErrorCategory.ConnectionError, address.ToString()),
        ImageFault.TimedOut => Make(error, "BucketConnectionFailed", ErrorCategory.OperationTimeout, address.ToString()),
        _ => Make(error, "BucketOpenFailed", ErrorCategory.ResourceUnavailable, address.ToString()),
    };

    private static ErrorRecord Make(Exception error, string id, ErrorCategory category, object? target) => new(error, id, category, target);
}
