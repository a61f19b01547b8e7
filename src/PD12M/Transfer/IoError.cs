using System.Runtime.InteropServices;
using PD12M.Hashing;
using PD12M.Transfer.Buckets;

namespace PD12M.Transfer;

/// <summary>What the operating system's code in an <see cref="IOException"/> stands for: Win32 on Windows, errno elsewhere.</summary>
internal static class IoError
{
    private static readonly bool s_isWindows = RuntimeInformation.IsOSPlatform(OSPlatform.Windows);

    /// <summary>Whether somebody else holds the file.</summary>
    public static bool IsSharingViolation(IOException exception) => SharingViolation.IsCause(exception);

    /// <summary>What kind of fault a failed write is.</summary>
    public static ImageFault FaultOf(Exception exception) => exception switch
    {
        // A bucket that has gone is not an image that is missing.
        BucketException bucket => bucket.Fault == ImageFault.NotFound ? ImageFault.WriteFailed : bucket.Fault,
        UnauthorizedAccessException or DestinationException => ImageFault.WriteDenied,
        PathTooLongException => ImageFault.PathTooLong,
        IOException io when s_isWindows => Win32Code(io) switch
        {
            39 or 112 or 1295 => ImageFault.DiskFull,
            19 => ImageFault.WriteDenied,
            206 => ImageFault.PathTooLong,
            _ => ImageFault.WriteFailed,
        },
        // ENOSPC; EDQUOT of Linux and of macOS; EROFS; ENAMETOOLONG of Linux and of macOS.
        IOException io => io.HResult switch
        {
            28 or 122 or 69 => ImageFault.DiskFull,
            30 => ImageFault.WriteDenied,
            36 or 63 => ImageFault.PathTooLong,
            _ => ImageFault.WriteFailed,
        },
        _ => ImageFault.WriteFailed,
    };

    private static int Win32Code(IOException exception) => exception.HResult & 0xFFFF;
}
