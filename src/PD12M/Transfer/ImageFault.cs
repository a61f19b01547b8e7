namespace PD12M.Transfer;

/// <summary>Why one image was not saved.</summary>
internal enum ImageFault
{
    InvalidId,
    InvalidUrl,
    InvalidHash,
    HostNotAllowed,
    CaptionMissing,
    NotFound,
    AccessDenied,
    HashMismatch,
    LengthMismatch,
    TooLarge,
    StoreError,
    ConnectionFailed,
    ConnectionNotTrusted,
    TimedOut,
    DiskFull,
    WriteDenied,
    PathTooLong,
    WriteFailed,
}

/// <summary>What went wrong with one image.</summary>
/// <param name="Fault">What kind of fault it is.</param>
/// <param name="Message">What, where, and what to do.</param>
/// <param name="Exception">The cause, where there is one.</param>
internal sealed record ImageProblem(ImageFault Fault, string Message, Exception? Exception = null)
{
    /// <summary>The error's id: the fault's name behind 'Image'.</summary>
    public string ErrorId => $"Image{Fault}";
}
