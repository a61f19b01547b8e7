namespace PD12M.Embeddings;

/// <summary>The rows of several files, numbered through from 0 in the order of the files.</summary>
internal sealed class RowSequence
{
    private readonly string[] _paths;
    private readonly long[] _starts;
    private readonly Dictionary<string, int> _indexes;

    /// <param name="files">The files in their order, each with its number of rows.</param>
    /// <exception cref="EmbeddingSetException">The rows are more than <see cref="int.MaxValue"/>.</exception>
    public RowSequence(IReadOnlyList<(string Path, long Rows)> files)
    {
        _paths = [.. files.Select(file => file.Path)];
        _starts = new long[files.Count + 1];
        for (int i = 0; i < files.Count; i++)
        {
            _starts[i + 1] = files[i].Rows <= int.MaxValue - _starts[i] ? _starts[i] + files[i].Rows : throw new EmbeddingSetException(
                EmbeddingSetFault.TooManyRows, files[i].Path, $"With '{files[i].Path}' there are more than {int.MaxValue} rows; so many cannot be searched. Name fewer files.");
        }
        // A file may be named twice: its rows then count twice, and records of it are those of the first.
        _indexes = new Dictionary<string, int>(Path.DirectorySeparatorChar == '\\' ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
        for (int i = files.Count - 1; i >= 0; i--)
        {
            _indexes[_paths[i]] = i;
        }
    }

    /// <summary>The files in their order.</summary>
    public IReadOnlyList<string> Paths => _paths;

    /// <summary>The rows of all files.</summary>
    public long Count => _starts[_paths.Length];

    /// <summary>The number of a file's first row; for the number of files, <see cref="Count"/>.</summary>
    public long Start(int file) => _starts[file];

    /// <summary>A file's place; -1 when it is none of these.</summary>
    public int IndexOf(string path) => _indexes.TryGetValue(path, out int index) ? index : -1;

    /// <summary>The file that a row is in.</summary>
    /// <param name="row">The row, 0 to below <see cref="Count"/>.</param>
    public int FileOf(long row)
    {
        int found = Array.BinarySearch(_starts, row);
        if (found < 0)
        {
            return ~found - 1;
        }
        // Behind empty files, which start at the same row.
        while (_starts[found + 1] == row)
        {
            found++;
        }
        return found;
    }
}
