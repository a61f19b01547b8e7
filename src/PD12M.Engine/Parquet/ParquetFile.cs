using System.Buffers.Binary;

namespace PD12M.Parquet;

/// <summary>An open parquet file. Source: README.md ("File format") and parquet.thrift of apache/parquet-format.</summary>
public sealed class ParquetFile : IDisposable
{
    private const int MagicLength = 4;
    private const int TailLength = 8;
    /// <summary>Bytes of a file's end that are read when it is opened.</summary>
    internal const int UsualFooterLength = 64 * 1024;

    private const int MostFooterLength = 64 * 1024 * 1024;

    private readonly ByteSource _source;
    private readonly IReadOnlyList<bool> _typeOrders;
    private readonly RowGroupPrefetch _prefetch;
    private readonly PageIndexBytes _indexes;

    private ParquetFile(ByteSource source, string name, Footer footer)
    {
        _source = source;
        Name = name;
        Columns = footer.Columns;
        RowGroups = footer.RowGroups;
        _typeOrders = footer.TypeOrders;
        KeyValueMetadata = footer.KeyValueMetadata;
        CreatedBy = footer.CreatedBy;
        _prefetch = new RowGroupPrefetch(source, footer.RowGroups);
        _indexes = new PageIndexBytes(source, footer.RowGroups);
        RowCount = footer.RowGroups.Sum(group => group.RowCount);
    }

    /// <summary>The path or name that the file was opened with.</summary>
    public string Name { get; }

    /// <summary>The file's size in bytes.</summary>
    public long Length => _source.Length;

    /// <summary>The number of rows of all row groups.</summary>
    public long RowCount { get; }

    /// <summary>The program that wrote the file, as it calls itself.</summary>
    public string? CreatedBy { get; }

    /// <summary>What the writer noted about the file; a value may be null.</summary>
    public IReadOnlyDictionary<string, string?> KeyValueMetadata { get; }

    /// <summary>The leaf columns in the schema's order.</summary>
    public IReadOnlyList<ParquetColumn> Columns { get; }

    /// <summary>The row groups in the file's order.</summary>
    public IReadOnlyList<RowGroup> RowGroups { get; }

    /// <summary>Opens a file for reading; others may read, rename or delete it meanwhile.</summary>
    /// <exception cref="ParquetException">It is no parquet file, or one that is damaged or encrypted.</exception>
    /// <exception cref="IOException">It is not there or cannot be read; <see cref="UnauthorizedAccessException"/> likewise.</exception>
    public static ParquetFile Open(string path) => Open(new FileByteSource(path), path);

    /// <summary>Opens a file that is a seekable stream, called <paramref name="name"/> in messages.</summary>
    /// <exception cref="ParquetException">It is no parquet file, or one that is damaged or encrypted.</exception>
    public static ParquetFile Open(Stream stream, string name, bool leaveOpen = false) => Open(new StreamByteSource(stream, leaveOpen), name);

    /// <summary>Opens a column of a row group for reading. Any number of readers may be open, each used by one thread at a time.</summary>
    /// <returns>
    /// A <see cref="ByteArrayColumnReader"/> or a <see cref="ValueColumnReader{T}"/>, by the column's physical type; for a list
    /// a <see cref="ListColumnReader"/>. A field of a group is read as a column of its own, null where the group is.
    /// </returns>
    /// <exception cref="ParquetException">The column has lists within lists, is encrypted or contradicts the schema.</exception>
    public ColumnReader OpenColumn(int rowGroup, int column) => OpenColumn(rowGroup, column, isPartly: false);

    /// <summary>Opens a column as <see cref="OpenColumn(int, int)"/> does.</summary>
    /// <param name="rowGroup">The row group's index.</param>
    /// <param name="column">The column's index.</param>
    /// <param name="isPartly">Whether some rows are passed over, so that of a file that is far away their pages need not be fetched.</param>
    internal ColumnReader OpenColumn(int rowGroup, int column, bool isPartly)
    {
        ColumnChunk chunk = RowGroups[rowGroup].Columns[column];
        PageLocations? pages = isPartly ? FindPages(rowGroup, column, IndexFailed) : null;
        return ColumnReader.Open(new ColumnPlace(_source, Name, Columns[column], chunk, rowGroup, RowGroups[rowGroup].RowCount, pages));
    }

    /// <summary>Whether the bounds of a column's values go by the order of its type, that of unsigned bytes for text (ColumnOrder in parquet.thrift).</summary>
    internal bool HasTypeOrder(int column) => column < _typeOrders.Count && _typeOrders[column];

    /// <summary>Opens the Bloom filter of a column in a row group.</summary>
    /// <returns>The filter; null where there is none.</returns>
    /// <exception cref="MalformedDataException">It is damaged, or of a kind that is not supported; the file can be read without it.</exception>
    internal BloomFilter? OpenBloomFilter(int rowGroup, int column)
    {
        ColumnChunk chunk = RowGroups[rowGroup].Columns[column];
        return chunk.BloomFilter is { } range ? new BloomFilter(_source, range, chunk.Limit) : null;
    }

    /// <summary>Is told of a page index that cannot be used: its row group, its column and why. The file can be read without it.</summary>
    internal Action<int, int, MalformedDataException>? IndexFailed { get; set; }

    /// <summary>Reads the index of the pages of a column in a row group.</summary>
    /// <returns>The index; null where there is none, or where it costs more than it can spare.</returns>
    /// <exception cref="MalformedDataException">It is damaged or too large; the file can be read without it.</exception>
    internal PageIndex? ReadPageIndex(int rowGroup, int column)
    {
        ColumnChunk chunk = RowGroups[rowGroup].Columns[column];
        return chunk is { ColumnIndex: { } bounds, OffsetIndex: { } pages } && _indexes.AreAtHand
            ? PageIndex.Read(_indexes.Read(bounds, chunk.Limit), PageLocations.Read(_indexes.Read(pages, chunk.Limit), RowGroups[rowGroup].RowCount))
            : null;
    }

    /// <summary>Announces that columns of a row group are going to be read, so that a source that is far away fetches them together.</summary>
    /// <param name="rowGroup">The row group's index.</param>
    /// <param name="columns">The columns' indexes.</param>
    /// <param name="isWanted">Whether any row is wanted from one to another, which is not; null where all are.</param>
    /// <returns>What gives the buffers back when their readers have been disposed; null where there are none.</returns>
    internal IDisposable? Prefetch(int rowGroup, IEnumerable<int> columns, Func<long, long, bool>? isWanted = null) =>
        isWanted is null ? _prefetch.Announce(rowGroup, [.. columns]) : _prefetch.AnnounceSome([.. columns.Select(column => (RowGroups[rowGroup].Columns[column], FindPages(rowGroup, column, null)))], isWanted);

    /// <summary>Closes the file; readers of its columns can no longer be used.</summary>
    public void Dispose()
    {
        _prefetch.Dispose();
        _source.Dispose();
    }

    /// <summary>Opens a file of any kind, called <paramref name="name"/> in messages; it is closed with the result, or at once if this fails.</summary>
    /// <exception cref="ParquetException">It is no parquet file, or one that is damaged or encrypted.</exception>
    internal static ParquetFile Open(ByteSource source, string name)
    {
        try
        {
            return new(source, name, ReadFooter(source));
        }
        catch (MalformedDataException exception)
        {
            source.Dispose();
            throw new ParquetException(exception.Fault, $"'{name}': {exception.Message}.", exception);
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    /// <returns>Where the pages of a column of a far file are; null where that is not known, and for a file at hand, whose headers are quickly passed.</returns>
    private PageLocations? FindPages(int rowGroup, int column, Action<int, int, MalformedDataException>? failed)
    {
        ColumnChunk chunk = RowGroups[rowGroup].Columns[column];
        if (_source.IsNear || chunk.OffsetIndex is not { } index || Columns[column].MaxRepetitionLevel > 0 || !_indexes.AreAtHand)
        {
            return null;
        }

        try
        {
            PageLocations pages = PageLocations.Read(_indexes.Read(index, chunk.Limit), RowGroups[rowGroup].RowCount);
            return pages.LieWithin(chunk) ? pages : throw MalformedDataException.Corrupt("the pages of the page index do not lie one behind the other in their column chunk");
        }
        catch (MalformedDataException fault)
        {
            failed?.Invoke(rowGroup, column, fault);
            return null;
        }
    }

    private static Footer ReadFooter(ByteSource source)
    {
        byte[] tail = ReadAt(source, Math.Max(0, source.Length - UsualFooterLength), (int)Math.Min(source.Length, UsualFooterLength));
        CheckMagic(source, tail);

        long length = BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(tail.Length - TailLength));
        long start = source.Length - TailLength - length;
        if (start < MagicLength)
        {
            throw MalformedDataException.Corrupt($"the footer's length of {length} bytes does not fit into the file's {source.Length}");
        }

        if (length > MostFooterLength)
        {
            throw MalformedDataException.Unsupported(
                $"the footer's {length} bytes are more than the {MostFooterLength / (1024 * 1024)} MB that are read; write the file anew with fewer row groups");
        }

        return length + TailLength <= tail.Length
            ? FooterReader.Read(tail.AsSpan(tail.Length - TailLength - (int)length, (int)length), start)
            : FooterReader.Read(ReadAt(source, start, (int)length), start);
    }

    private static void CheckMagic(ByteSource source, ReadOnlySpan<byte> tail)
    {
        // The start says more of a file that is no parquet; of one that is it would only cost a far source a request.
        if (tail.EndsWith("PAR1"u8) && source.Length > UsualFooterLength)
        {
            return;
        }

        ReadOnlySpan<byte> head = ReadAt(source, 0, (int)Math.Min(source.Length, 2 * MagicLength));
        bool starts = head.StartsWith("PAR1"u8);
        bool ends = tail.EndsWith("PAR1"u8);
        if (head.StartsWith("PARE"u8) || tail.EndsWith("PARE"u8))
        {
            throw MalformedDataException.Unsupported("the file's footer is encrypted, which is not supported");
        }

        if (head.StartsWith("version "u8))
        {
            throw new MalformedDataException(ParquetFault.NotParquet, "the file is a Git LFS pointer; download the file that it stands for");
        }

        if (starts && (!ends || tail.Length < MagicLength + TailLength))
        {
            throw MalformedDataException.Truncated("the file starts as parquet but ends without a footer; download it again");
        }

        if (!starts)
        {
            throw new MalformedDataException(ParquetFault.NotParquet, source.Length == 0 ? "the file is empty; fetch it again" : "the file is not parquet: it does not start with 'PAR1'. The data set's metadata are *.parquet files");
        }
    }

    private static byte[] ReadAt(ByteSource source, long position, int count)
    {
        byte[] bytes = new byte[count];
        for (int filled = 0; filled < count;)
        {
            int read = source.Read(position + filled, bytes, filled, count - filled);
            if (read == 0)
            {
                throw MalformedDataException.Truncated("the file has become shorter since it was opened");
            }

            filled += read;
        }

        return bytes;
    }
}
