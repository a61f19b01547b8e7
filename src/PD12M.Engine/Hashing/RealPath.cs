#if !NET
using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
#endif

namespace PD12M.Hashing;

/// <summary>Where a path leads when the links in it are followed.</summary>
internal static class RealPath
{
#if NET
    private const int MostLinks = 40;

    /// <summary>Follows the links of every component.</summary>
    /// <param name="path">A full path; what of it does not exist is taken as it is.</param>
    /// <exception cref="IOException">There are more than 40 links, perhaps a circle.</exception>
    public static string Of(string path)
    {
        string resolved = Path.GetPathRoot(path)!;
        var ahead = new Stack<string>(Components(path));
        int links = 0;
        while (ahead.TryPop(out string? component))
        {
            string next = Path.Combine(resolved, component);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                resolved = next;
                continue;
            }
            if (++links > MostLinks)
            {
                throw new IOException($"'{path}' leads through too many links.");
            }
            string full = Path.GetFullPath(target, resolved);
            resolved = Path.GetPathRoot(full)!;
            foreach (string part in Components(full))
            {
                ahead.Push(part);
            }
        }
        return resolved;
    }

    private static IEnumerable<string> Components(string path) =>
        path[Path.GetPathRoot(path)!.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries).AsEnumerable().Reverse();
#else
    private const uint ShareAll = 7;
    private const uint OpenExisting = 3;
    private const uint BackupSemantics = 0x02000000;
    private const int MostCharacters = 32768;

    private static readonly bool s_isWindows = RuntimeInformation.IsOSPlatform(OSPlatform.Windows);

    /// <summary>Follows the links of every component.</summary>
    /// <param name="path">A full path; one that does not exist is taken as it is.</param>
    /// <exception cref="IOException">The path cannot be followed.</exception>
    public static string Of(string path)
    {
        if (!s_isWindows || (!File.Exists(path) && !Directory.Exists(path)))
        {
            return path;
        }
        // https://learn.microsoft.com/windows/win32/api/fileapi/nf-fileapi-createfilew: a folder opens with FILE_FLAG_BACKUP_SEMANTICS only.
        using SafeFileHandle handle = CreateFile(path, 0, ShareAll, IntPtr.Zero, OpenExisting, BackupSemantics, IntPtr.Zero);
        char[] resolved = new char[MostCharacters];
        uint length = handle.IsInvalid ? 0 : GetFinalPathNameByHandle(handle, resolved, MostCharacters, 0);
        return length is > 0 and <= MostCharacters
            ? new string(resolved, 0, (int)length)
            : throw new IOException($"'{path}' cannot be followed: {new Win32Exception().Message}");
    }

    [DllImport("kernel32.dll", EntryPoint = "CreateFileW", CharSet = CharSet.Unicode, SetLastError = true, ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern SafeFileHandle CreateFile(string path, uint access, uint share, IntPtr security, uint disposition, uint flags, IntPtr template);

    [DllImport("kernel32.dll", EntryPoint = "GetFinalPathNameByHandleW", CharSet = CharSet.Unicode, SetLastError = true, ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern uint GetFinalPathNameByHandle(SafeFileHandle handle, [Out] char[] path, uint characters, uint flags);
#endif
}
