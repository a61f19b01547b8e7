using System.IO.MemoryMappedFiles;

namespace PD12M.Embeddings;

/// <summary>A matrix in a NumPy file, mapped into memory: little-endian floats in C order. Safe for several threads until it is disposed.</summary>
/// <remarks>
/// An array of one dimension counts as one row. To read in pieces of megabytes is no faster, from memory or from disk,
/// and slower as soon as a file is gone through twice (docs/design.md).
/// </remarks>
internal sealed unsafe class NpyFile : IDisposable
{
    /// <summary>The most values that a row may have.</summary>
    public const int MostDimensions = 1 << 16;

    private readonly FileStream _stream;
    private readonly MemoryMappedFile _mapping;
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _values;

    private NpyFile(FileStream stream, string path)
    {
        _stream = stream;
        (Info, int offset) = Describe(stream, path);
        RowBytes = BytesOfRow(Info.Type, Info.Dimensions);
        _mapping = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
        _view = _mapping.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _values);
        _values += offset;
    }

    /// <summary>The file as its header describes it.</summary>
    public EmbeddingFileInfo Info { get; }

    /// <summary>How many bytes a row takes.</summary>
    public int RowBytes { get; }

    /// <summary>Maps a file.</summary>
    /// <param name="path">The file's full path.</param>
    /// <exception cref="NpyException">It is no NumPy file, a damaged one, or one of another kind of array.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static NpyFile Open(string path)
    {
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1);
        try
        {
            return new NpyFile(stream, path);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Reads the header of a file and holds the file's length against it.</summary>
    /// <param name="stream">The file, at its start.</param>
    /// <param name="path">Its full path, or its name for messages.</param>
    /// <returns>What the header says, and where the values begin.</returns>
    /// <exception cref="NpyException">It is no NumPy file, a damaged one, or one of another kind of array.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static (EmbeddingFileInfo Info, int DataOffset) Describe(Stream stream, string path)
    {
        NpyHeader header = NpyHeader.Read(stream, path);
        (long rows, int dimensions) = Shape(header, path);
        NpyType type = header.Text.Descr switch
        {
            "<f2" => NpyType.Float16,
            "<f4" => NpyType.Float32,
            "<f8" => NpyType.Float64,
            _ => throw new NpyException(NpyFault.Unsupported, $"'{path}' holds values of the type '{header.Text.Descr}'; <f2, <f4 and <f8 are read. Save it with NumPy's astype('<f4')."),
        };
        if (header.Text.IsFortranOrder)
        {
            throw new NpyException(NpyFault.Unsupported, $"'{path}' is stored in Fortran order, column behind column. Save it with NumPy's ascontiguousarray.");
        }
        int rowBytes = BytesOfRow(type, dimensions);
        long length = stream.Length;
        long available = length - header.DataOffset;
        if (rows > available / rowBytes)
        {
            throw new NpyException(NpyFault.Truncated, $"'{path}' has {length} bytes, too few for the {rows} rows of {dimensions} values that its header promises. Fetch it again.");
        }
        if (rows * rowBytes < available)
        {
            throw new NpyException(NpyFault.Corrupt, $"'{path}' has {available - (rows * rowBytes)} bytes behind the {rows} rows of {dimensions} values that its header tells of. The file is damaged; fetch it again.");
        }
        return (new EmbeddingFileInfo(path, rows, dimensions, type, length, header.Version), header.DataOffset);
    }

    /// <summary>The *.npy files of a folder in natural name order: pd12m.2 before pd12m.10.</summary>
    public static IReadOnlyList<string> InFolder(string folder)
    {
        string[] files = Directory.GetFiles(folder, "*.npy");
        Array.Sort(files, Dataset.NaturalOrder.Compare);
        return files;
    }

    /// <summary>Holds the file's length against what was mapped.</summary>
    /// <remarks>
    /// Where the system lets a mapped file be cut short, as Unix does, reading behind its end takes the process down. To ask
    /// before each piece makes an error of that nearly always; what is cut between the question and the reading still does it.
    /// </remarks>
    /// <exception cref="EmbeddingSetException">The file has become shorter.</exception>
    /// <exception cref="IOException">Its length cannot be had.</exception>
    public void EnsureLength()
    {
        if (_stream.Length < Info.Length)
        {
            throw new EmbeddingSetException(
                EmbeddingSetFault.Changed, Info.Path, $"'{Info.Path}' has become shorter while it was in use. Leave files of embeddings as they are until the command has ended, and run it again.");
        }
    }

    /// <summary>A row's values as they lie in memory.</summary>
    /// <param name="row">The row, 0 to below <see cref="EmbeddingFileInfo.Rows"/>.</param>
    /// <returns>A pointer, valid until the file is disposed; not aligned.</returns>
    public byte* Row(long row) => row >= 0 && row < Info.Rows ? _values + (row * RowBytes) : throw new ArgumentOutOfRangeException(nameof(row));

    /// <summary>Copies a row, as float32 whatever its type is.</summary>
    /// <param name="row">The row.</param>
    /// <param name="values">Takes as many values as there are dimensions; those beyond float32's range become infinite.</param>
    public void CopyRow(long row, Span<float> values) =>
        FloatConversion.ToSingle(Row(row), Info.Type, values.Slice(0, Info.Dimensions));

    /// <summary>Ends the mapping; no pointer into it may be in use.</summary>
    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _mapping.Dispose();
    }

    private static int BytesOfRow(NpyType type, int dimensions) => dimensions * (type switch { NpyType.Float16 => 2, NpyType.Float32 => 4, _ => 8 });

    private static (long Rows, int Dimensions) Shape(NpyHeader header, string path)
    {
        (long rows, long dimensions) = header.Text.Shape switch
        {
            [long only] => (1, only),
            [long first, long second] => (first, second),
            { Length: int count } => throw new NpyException(NpyFault.Unsupported, $"'{path}' is an array of {count} dimensions, not a row for each vector."),
        };
        return dimensions is >= 1 and <= MostDimensions
            ? (rows, (int)dimensions)
            : throw new NpyException(NpyFault.Unsupported, $"'{path}' has rows of {dimensions} values; 1 to {MostDimensions} are read.");
    }
}
