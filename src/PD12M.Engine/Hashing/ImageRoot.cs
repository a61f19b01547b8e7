using System.Collections.Concurrent;

namespace PD12M.Hashing;

/// <summary>The folder that images lie in. A link that leads out of it is told, for what lies behind it is no part of the copy.</summary>
internal sealed class ImageRoot
{
    private static readonly StringComparison s_comparison =
        Path.DirectorySeparatorChar == '\\' ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    private readonly string _folder;

    // Bounded by the folders of a layout: three characters out of 37 make 50,653.
    private readonly ConcurrentDictionary<string, bool> _knownFolders = new(StringComparer.Ordinal);

    /// <param name="path">The folder's full path. It need not exist, and may be a link itself.</param>
    public ImageRoot(string path)
    {
        string folder = RealPath.Of(path);
        _folder = folder[folder.Length - 1] == Path.DirectorySeparatorChar ? folder : folder + Path.DirectorySeparatorChar;
    }

    /// <summary>Makes sure that no link on the way to a file leads out of the folder.</summary>
    /// <param name="path">The file's full path, made of the folder's and a relative one.</param>
    /// <param name="isLink">Whether the file itself is, or may be, a link.</param>
    /// <exception cref="OutsideRootException">A link leads out of the folder.</exception>
    /// <exception cref="IOException">There is a circle of links, or no such folder.</exception>
    public void RequireWithin(string path, bool isLink)
    {
        string folder = Path.GetDirectoryName(path)!;
        if (!_knownFolders.ContainsKey(folder))
        {
            Require(path, RealPath.Of(folder) + Path.DirectorySeparatorChar);
            _knownFolders.TryAdd(folder, true);
        }
        if (isLink)
        {
            Require(path, RealPath.Of(path));
        }
    }

    private void Require(string path, string target)
    {
        if (!target.StartsWith(_folder, s_comparison))
        {
            throw new OutsideRootException($"'{path}' is a link, or lies behind one, that leads out of the folder: to '{target}'.");
        }
    }
}
