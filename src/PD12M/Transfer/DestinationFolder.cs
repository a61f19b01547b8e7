using System.Collections.Concurrent;
using PD12M.Hashing;

namespace PD12M.Transfer;

/// <summary>The folder that files are saved in, held by one run at a time.</summary>
internal sealed class DestinationFolder : ImageDestination, IDisposable
{
    private const string WorkFolderName = ".pd12m";
    private const string PartialExtension = ".part";

    private readonly DestinationLock _lock;
    private readonly string _workFolder;
    private readonly string _rootWithSeparator;

    // Bounded: three characters out of 37 make 50,653 names, and a name takes 30 bytes.
    private readonly ConcurrentDictionary<string, bool> _knownShards = new(StringComparer.Ordinal);

    private DestinationFolder(string root, string workFolder, DestinationLock destinationLock)
    {
        Root = root;
        _workFolder = workFolder;
        _lock = destinationLock;
        _rootWithSeparator = root[root.Length - 1] == Path.DirectorySeparatorChar ? root : root + Path.DirectorySeparatorChar;
    }

    /// <summary>The folder's full path.</summary>
    public override string Root { get; }

    /// <summary>Whether files and folders are flushed to the disk when they are made.</summary>
    public bool Durable { get; set; }

    /// <summary>Opens a folder, makes it when it is missing, and clears away what a killed run left in its work folder.</summary>
    /// <param name="path">The folder; a relative path counts from the process's current folder.</param>
    /// <returns>The folder, held until it is disposed.</returns>
    /// <exception cref="DestinationException">It is no folder, is held by another run, or cannot be written.</exception>
    public static DestinationFolder Open(string path)
    {
        string root = Path.GetFullPath(path);
        string workFolder = Path.Combine(root, WorkFolderName);
        if (File.Exists(root))
        {
            throw new DestinationException(DestinationFault.NotAFolder, $"The destination '{root}' is a file. Name a folder.");
        }
        DestinationLock? destinationLock = null;
        try
        {
            destinationLock = DestinationLock.Take(root, workFolder);
            foreach (string leftover in Directory.EnumerateFiles(workFolder, "*" + PartialExtension))
            {
                File.Delete(leftover);
            }
            return new DestinationFolder(root, workFolder, destinationLock);
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException and not DestinationException)
        {
            destinationLock?.Dispose();
            throw new DestinationException(
                DestinationFault.NotWritable, $"The destination '{root}' cannot be written: {exception.Message}", exception);
        }
    }

    /// <summary>The full path of a file in this folder.</summary>
    /// <param name="relativePath">Its path below the root.</param>
    /// <returns>The full path.</returns>
    /// <exception cref="DestinationException">The path leads out of the folder, or through a link.</exception>
    public override string PathOf(string relativePath)
    {
        string full = Path.GetFullPath(Path.Combine(Root, relativePath));
        if (!full.StartsWith(_rootWithSeparator, StringComparison.Ordinal))
        {
            throw new DestinationException(DestinationFault.NotAFolder, $"The path '{relativePath}' leads out of the destination '{Root}'.");
        }
        string shard = Path.GetDirectoryName(full)!;
        if (shard.Length > Root.Length && !_knownShards.ContainsKey(shard))
        {
            RefuseLink(shard);
        }
        return full;
    }

    /// <inheritdoc/>
    public override ValueTask<long?> FindAsync(string fullPath, CancellationToken token)
    {
        FileInfo file = new(fullPath);
        return new(!file.Exists ? null : (file.Attributes & FileAttributes.ReparsePoint) == 0 ? file.Length : LengthBehindLink(fullPath));
    }

    /// <summary>Makes the folder that a file goes into.</summary>
    /// <param name="fullPath">What <see cref="PathOf"/> gave.</param>
    /// <exception cref="IOException">The folder cannot be made, or is a link.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be made.</exception>
    public override void PrepareFolderOf(string fullPath)
    {
        string shard = Path.GetDirectoryName(fullPath)!;
        if (shard.Length > Root.Length && !_knownShards.ContainsKey(shard))
        {
            Directory.CreateDirectory(shard);
            RefuseLink(shard);
            if (Durable)
            {
                FolderSync.Flush(Root);
            }
            _knownShards.TryAdd(shard, true);
        }
    }

    /// <summary>Makes a file for bytes that are not verified yet, on the same volume as their final place.</summary>
    /// <returns>The file, open for writing.</returns>
    public override PendingFile CreatePending() => new PartialFile(Path.Combine(_workFolder, Guid.NewGuid().ToString("N") + PartialExtension), Durable);

    /// <summary>The folder for what is not whole yet, on the same volume as its final place.</summary>
    public string WorkFolder => _workFolder;

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();

    /// <summary>The length of what a link leads to: a link is there even where that is not.</summary>
    private static long LengthBehindLink(string fullPath)
    {
        FileInfo target = new(RealPath.Of(fullPath));
        return target.Exists ? target.Length : throw new IOException($"The file '{fullPath}' is a link to a file that is not there. Remove the link, or bring that file back.");
    }

    /// <summary>Refuses a folder that is a symbolic link or a junction: bytes of untrusted origin stay below the root.</summary>
    internal static void RefuseLink(string folder)
    {
        DirectoryInfo info = new(folder);
        if (info.Exists && (info.Attributes & FileAttributes.ReparsePoint) != 0)
        {
            throw new DestinationException(
                DestinationFault.NotAFolder, $"The folder '{folder}' is a link to another place. Replace it by a folder, or choose another destination.");
        }
    }
}
