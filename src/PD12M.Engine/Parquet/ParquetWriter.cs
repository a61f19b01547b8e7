namespace PD12M.Parquet;

/// <summary>Writes a flat table as a parquet file, row by row. Not safe for several threads.</summary>
/// <remarks>
/// Data pages of version 1, PLAIN or dictionary-encoded, with statistics for every column chunk.
/// Source: apache/parquet-format. Memory: the encoded pages of one row group.
/// </remarks>
public sealed class ParquetWriter : IDisposable
{
    private static readonly byte[] s_magic = [(byte)'P', (byte)'A', (byte)'R', (byte)'1'];

    private readonly Stream _stream;
    private readonly bool _leaveOpen;
    private readonly ParquetWriterOptions _options;
    private readonly ColumnValueWriter[] _values;
    private readonly ColumnChunkWriter[] _chunks;
    private readonly ReadOnlyMemory<byte>?[] _row;
    private readonly FooterWriter _footer;
    private long _position;
    private long _rowCount;
    private int _rowGroupRows;
    private bool _isClosed;

    /// <summary>Begins a file.</summary>
    /// <param name="stream">Where it goes; the file's first byte is written at the present position. It need not be seekable.</param>
    /// <param name="columns">The table's columns in their order, at least one, names distinct, not nested.</param>
    /// <param name="options">The layout, or null for the defaults.</param>
    /// <param name="leaveOpen">Whether <see cref="Dispose"/> leaves the stream open.</param>
    /// <exception cref="ArgumentException">A column or an option cannot be written.</exception>
    public ParquetWriter(Stream stream, IReadOnlyList<ParquetColumn> columns, ParquetWriterOptions? options = null, bool leaveOpen = false)
    {
        _stream = stream ?? throw new ArgumentNullException(nameof(stream));
        _leaveOpen = leaveOpen;
        _options = options ?? new ParquetWriterOptions();
        ParquetColumn[] ownColumns = (columns ?? throw new ArgumentNullException(nameof(columns))).ToArray();
        SchemaWriter.Check(ownColumns);
        CheckOptions(_options);
        var snappy = new SnappyEncoder();
        _values = Array.ConvertAll(ownColumns, column => new ColumnValueWriter(column));
        _chunks = Array.ConvertAll(ownColumns, column => new ColumnChunkWriter(column, _options, snappy));
        _row = new ReadOnlyMemory<byte>?[ownColumns.Length];
        _footer = new FooterWriter(ownColumns, _options);
    }

    /// <summary>Appends a row.</summary>
    /// <param name="values">
    /// One value a column, in order: bool, int, long, float, double, string for text (String, Enum, Json), byte[] for other
    /// byte arrays, uint or ulong too for unsigned integers; null for null.
    /// </param>
    /// <exception cref="ArgumentException">The row does not fit the columns; nothing of it is written, and the writer can go on.</exception>
    /// <exception cref="IOException">The stream failed; the file cannot be finished.</exception>
    public void WriteRow(ReadOnlySpan<object?> values)
    {
        CheckOpen();
        if (values.Length != _row.Length)
        {
            throw new ArgumentException(FormattableString.Invariant($"Row {_rowCount}: {values.Length} values for {_row.Length} columns."), nameof(values));
        }

        // All are encoded before any is kept, so that a refused row leaves no half behind.
        for (int i = 0; i < values.Length; i++)
        {
            _row[i] = _values[i].Encode(values[i], _rowCount);
        }

        for (int i = 0; i < values.Length; i++)
        {
            _chunks[i].Add(_row[i]);
        }

        _rowCount++;
        if (++_rowGroupRows == _options.RowGroupRows)
        {
            WriteRowGroup();
        }
    }

    /// <summary>Writes what is left and the footer, and flushes the stream. Without it the bytes are no parquet file.</summary>
    /// <exception cref="IOException">The stream failed; the file cannot be finished.</exception>
    public void Finish()
    {
        CheckOpen();
        WriteRowGroup();
        _isClosed = true;
        WriteMagicAtStart();
        var footer = new ByteWriter();
        _footer.Write(footer);
        footer.WriteInt32(footer.Length);
        footer.Write(s_magic);
        footer.CopyTo(_stream);
        _stream.Flush();
    }

    /// <summary>Closes the stream, unless it is to be left open. Does not finish the file.</summary>
    public void Dispose()
    {
        _isClosed = true;
        if (!_leaveOpen)
        {
            _stream.Dispose();
        }
    }

    private static void CheckOptions(ParquetWriterOptions options)
    {
        string? fault =
            options.Codec is not (CompressionCodec.Snappy or CompressionCodec.Uncompressed) ? $"the codec {options.Codec} is not written"
            : options.RowGroupRows < 1 ? "RowGroupRows must be at least 1"
            : options.PageBytes < 1 ? "PageBytes must be at least 1"
            : options.DictionaryBytes < 0 ? "DictionaryBytes must not be negative"
            : null;
        if (fault is not null)
        {
            throw new ArgumentException($"Options: {fault}.", nameof(options));
        }
    }

    private void CheckOpen()
    {
        if (_isClosed)
        {
            throw new InvalidOperationException("The parquet file is finished or was abandoned.");
        }
    }

    private void WriteMagicAtStart()
    {
        if (_position == 0)
        {
            _stream.Write(s_magic, 0, s_magic.Length);
            _position = s_magic.Length;
        }
    }

    private void WriteRowGroup()
    {
        if (_rowGroupRows == 0)
        {
            return;
        }

        // Stays so if the stream fails: offsets would not match what was written.
        _isClosed = true;
        WriteMagicAtStart();
        var written = new WrittenColumnChunk[_chunks.Length];
        for (int i = 0; i < written.Length; i++)
        {
            written[i] = _chunks[i].WriteTo(_stream, _position);
            _position += written[i].CompressedSize;
        }

        _footer.AddRowGroup(_rowGroupRows, written);
        _rowGroupRows = 0;
        _isClosed = false;
    }
}
