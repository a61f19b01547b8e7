using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace PD12M.Testing;

/// <summary>A bucket's folder: keys to files, never beyond it, and their ETags.</summary>
internal sealed class ObjectFolder
{
    private const int MostCachedETags = 100_000;

    private readonly ConcurrentDictionary<string, StoredObject> _objects = new(StringComparer.Ordinal);
    private readonly string _realRoot;

    public ObjectFolder(string root)
    {
        Root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));
        _realRoot = RealPath.Of(Root);
    }

    public string Root { get; }

    /// <summary>The file's path for a key; null for a key that no file below the folder can have.</summary>
    public string? FindPath(string key)
    {
        if (key.Length == 0 || key.Contains('\0') || (OperatingSystem.IsWindows() && key.AsSpan().ContainsAny(':', '\\')))
        {
            return null;
        }

        string path = Root + Path.DirectorySeparatorChar + key.Replace('/', Path.DirectorySeparatorChar);

        // A key with ., .. or empty segments, a leading or a trailing slash changes when it is normalized.
        return Path.GetFullPath(path) == path && !Path.EndsInDirectorySeparator(path) ? path : null;
    }

    /// <summary>Whether the path with its links resolved is still below the folder.</summary>
    public bool Contains(string path)
    {
        string real = RealPath.Of(path);
        return real.StartsWith(_realRoot, StringComparison.Ordinal)
            && (real.Length == _realRoot.Length
                || real[_realRoot.Length] == Path.DirectorySeparatorChar
                || Path.EndsInDirectorySeparator(_realRoot));
    }

    /// <summary>The open file of a key; null without one.</summary>
    public SafeFileHandle? Open(string key, out StoredObject stored)
    {
        stored = null!;
        if (FindPath(key) is not { } path || !File.Exists(path))
        {
            return null;
        }

        SafeFileHandle file = File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete);
        long size = RandomAccess.GetLength(file);
        DateTime modified = File.GetLastWriteTimeUtc(file);
        if (_objects.TryGetValue(key, out StoredObject? known) && known.Size == size && known.Modified == modified)
        {
            stored = known;
            return file;
        }

        if (!Contains(path))
        {
            file.Dispose();
            return null;
        }

        stored = Remember(key, path, size, modified);
        return file;
    }

    private StoredObject Remember(string key, string path, long size, DateTime modified)
    {
        StoredObject stored = new(path, size, modified);

        // A file written within the clock's tick of its last change keeps its time: too young to be remembered.
        if (DateTime.UtcNow - modified > TimeSpan.FromMilliseconds(100))
        {
            if (_objects.Count >= MostCachedETags)
            {
                _objects.Clear();
            }

            _objects[key] = stored;
        }
        else
        {
            _objects.TryRemove(key, out _);
        }

        return stored;
    }
}

/// <summary>A file as an object: its size in bytes, its time, and its ETag, computed when first asked for.</summary>
internal sealed class StoredObject(string path, long size, DateTime modified)
{
    private readonly Lazy<Task<string>> _eTag = new(() => ComputeETagAsync(path));

    public long Size { get; } = size;

    public DateTime Modified { get; } = modified;

    /// <summary>The MD5 of the content in quotes, as S3 makes it for objects stored in one part.</summary>
    public Task<string> ETag => _eTag.Value;

    private static async Task<string> ComputeETagAsync(string path)
    {
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        return $"\"{Convert.ToHexStringLower(await MD5.HashDataAsync(stream))}\"";
    }
}
