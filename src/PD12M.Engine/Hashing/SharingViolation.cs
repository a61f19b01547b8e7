using System.Runtime.InteropServices;

namespace PD12M.Hashing;

/// <summary>Tells that somebody else holds a file, by the operating system's code in an <see cref="IOException"/>.</summary>
internal static class SharingViolation
{
    private static readonly bool s_isWindows = RuntimeInformation.IsOSPlatform(OSPlatform.Windows);

    /// <summary>Whether somebody else holds the file.</summary>
    public static bool IsCause(IOException exception)
    {
        int win32 = exception.HResult & 0xFFFF;
        // ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION; elsewhere EAGAIN of Linux and of macOS, or the first from Mono.
        return s_isWindows ? win32 is 32 or 33 : exception.HResult is 11 or 35 || win32 is 32;
    }
}
