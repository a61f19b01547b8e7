namespace PD12M.Embeddings;

/// <summary>Files of embeddings as one: their rows are numbered through in the files' order. Safe for several threads until it is disposed.</summary>
internal sealed class EmbeddingSet : IDisposable
{
    private readonly NpyFile[] _files;

    private EmbeddingSet(NpyFile[] files)
    {
        _files = files;
        foreach (NpyFile file in files)
        {
            if (file.Info.Dimensions != files[0].Info.Dimensions)
            {
                throw new EmbeddingSetException(
                    EmbeddingSetFault.DimensionsDiffer,
                    file.Info.Path,
                    $"'{file.Info.Path}' has vectors of {file.Info.Dimensions} values, '{files[0].Info.Path}' of {files[0].Info.Dimensions}. Name only files of the same embeddings.");
            }
        }
        Rows = new RowSequence([.. files.Select(file => (file.Info.Path, file.Info.Rows))]);
    }

    /// <summary>The files in their order.</summary>
    public IReadOnlyList<NpyFile> Files => _files;

    /// <summary>The rows of all files.</summary>
    public RowSequence Rows { get; }

    /// <summary>How many values a vector has.</summary>
    public int Dimensions => _files[0].Info.Dimensions;

    /// <summary>Maps files.</summary>
    /// <param name="paths">The files' full paths, one at least, in their order.</param>
    /// <param name="open">Opens a file.</param>
    /// <exception cref="NpyException">One is no NumPy file, a damaged one, or one of another kind of array.</exception>
    /// <exception cref="EmbeddingSetException">They do not belong together.</exception>
    /// <exception cref="IOException">One cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">One may not be read.</exception>
    public static EmbeddingSet Open(IReadOnlyList<string> paths, Func<string, NpyFile> open)
    {
        List<NpyFile> files = [];
        try
        {
            foreach (string path in paths)
            {
                files.Add(open(path));
            }
            return new EmbeddingSet([.. files]);
        }
        catch
        {
            files.ForEach(file => file.Dispose());
            throw;
        }
    }

    /// <summary>A copy of a vector.</summary>
    /// <param name="row">Its row, 0 to below the count of <see cref="Rows"/>.</param>
    /// <returns>As many values as there are <see cref="Dimensions"/>.</returns>
    /// <exception cref="EmbeddingSetException">The file has become shorter.</exception>
    public float[] Vector(long row)
    {
        _files[Rows.FileOf(row)].EnsureLength();
        float[] values = new float[Dimensions];
        CopyVector(row, values);
        return values;
    }

    /// <summary>Copies a vector, without a look at the file's length.</summary>
    /// <param name="row">Its row, 0 to below the count of <see cref="Rows"/>.</param>
    /// <param name="values">Takes as many values as there are <see cref="Dimensions"/>.</param>
    public void CopyVector(long row, Span<float> values)
    {
        int file = Rows.FileOf(row);
        _files[file].CopyRow(row - Rows.Start(file), values);
    }

    /// <summary>Ends the mappings; nobody may be reading.</summary>
    public void Dispose()
    {
        foreach (NpyFile file in _files)
        {
            file.Dispose();
        }
    }
}
