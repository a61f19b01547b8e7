using PD12M.Parquet;

namespace PD12M.Dataset;

/// <summary>The open columns of one row group, moved along together.</summary>
internal sealed class RecordFieldReaders : IDisposable
{
    /// <summary>Rows handed over at a time: enough to make the handing over cheap, few enough to die young.</summary>
    public const int BatchRows = 256;

    private readonly RecordOrigin _origin;
    private readonly IDisposable? _prefetch;
    private readonly List<ColumnReader> _all = [];
    private readonly List<TextColumn> _texts = [];
    private readonly TextColumn? _id;
    private readonly TextColumn? _url;
    private readonly TextColumn? _caption;
    private readonly TextColumn? _hash;
    private readonly SharedText? _mimeType;
    private readonly SharedText? _license;
    private readonly SharedText? _source;
    private readonly SizeColumn? _width;
    private readonly SizeColumn? _height;
    private readonly ColumnReader[] _extra;

    public RecordFieldReaders(ParquetFile file, int rowGroup, RecordColumns columns, RecordOrigin origin)
    {
        _origin = origin;
        _prefetch = file.Prefetch(rowGroup, columns.Indexes);
        try
        {
            _id = OpenText(RecordFields.Id);
            _url = OpenText(RecordFields.Url);
            _caption = OpenText(RecordFields.Caption);
            _hash = OpenText(RecordFields.Hash);
            _mimeType = SharedText.Of(Open<ByteArrayColumnReader>(RecordFields.MimeType));
            _license = SharedText.Of(Open<ByteArrayColumnReader>(RecordFields.License));
            _source = SharedText.Of(Open<ByteArrayColumnReader>(RecordFields.Source));
            _width = Open<ColumnReader>(RecordFields.Width) is { } width ? new SizeColumn(width) : null;
            _height = Open<ColumnReader>(RecordFields.Height) is { } height ? new SizeColumn(height) : null;
            _extra = [.. columns.Extra.Select(OpenColumn)];
        }
        catch
        {
            Dispose();
            throw;
        }

        T? Open<T>(RecordFields field)
            where T : ColumnReader => columns.IndexOf(field) is >= 0 and int index ? (T)OpenColumn(index) : null;

        TextColumn? OpenText(RecordFields field)
        {
            if (Open<ByteArrayColumnReader>(field) is not { } reader)
            {
                return null;
            }
            var column = new TextColumn(reader, BatchRows);
            _texts.Add(column);
            return column;
        }

        ColumnReader OpenColumn(int index)
        {
            ColumnReader reader = file.OpenColumn(rowGroup, index);
            _all.Add(reader);
            return reader;
        }
    }

    public void Skip(long rows)
    {
        if (rows == 0)
        {
            return;
        }
        foreach (ColumnReader reader in _all)
        {
            reader.Skip(rows);
        }
    }

    /// <summary>Reads the next records, as many as lie in the current page of every column.</summary>
    /// <param name="rows">How many at most, not above <see cref="BatchRows"/>; the row group has as many left.</param>
    /// <param name="firstRow">The file's row that comes next.</param>
    /// <returns>One record or more.</returns>
    public Record[] Read(int rows, long firstRow)
    {
        foreach (ColumnReader reader in _all)
        {
            int ready = reader.Fill();
            if (ready == 0)
            {
                throw new ParquetException(
                    ParquetFault.Corrupt,
                    $"Column '{reader.Column.Name}' of '{_origin.MetadataFile}' ends before row {firstRow}, although its row group goes on. The file is damaged; fetch it again.");
            }
            rows = Math.Min(rows, ready);
        }
        foreach (TextColumn column in _texts)
        {
            column.Read(rows);
        }
        var records = new Record[rows];
        for (int i = 0; i < rows; i++)
        {
            records[i] = Make(i, firstRow + i);
        }
        foreach (ColumnReader reader in _all)
        {
            reader.Advance(rows);
        }
        return records;
    }

    public void Dispose()
    {
        foreach (ColumnReader reader in _all)
        {
            reader.Dispose();
        }
        _prefetch?.Dispose();
    }

    private Record Make(int row, long rowIndex)
    {
        RecordFields present = RecordFields.None;
        ReadOnlySpan<byte> id = Text(_id, row, RecordFields.Id, ref present);
        ReadOnlySpan<byte> url = Text(_url, row, RecordFields.Url, ref present);
        ReadOnlySpan<byte> caption = Text(_caption, row, RecordFields.Caption, ref present);
        ReadOnlySpan<byte> hash = Text(_hash, row, RecordFields.Hash, ref present);
        int idEnd = id.Length;
        int urlEnd = idEnd + url.Length;
        int captionEnd = urlEnd + caption.Length;
        byte[] text = new byte[captionEnd + hash.Length];
        id.CopyTo(text);
        url.CopyTo(text.AsSpan(idEnd));
        caption.CopyTo(text.AsSpan(urlEnd));
        hash.CopyTo(text.AsSpan(captionEnd));
        long width = Size(_width, row, RecordFields.Width, ref present);
        long height = Size(_height, row, RecordFields.Height, ref present);
        return new Record(text, idEnd, urlEnd, captionEnd, present, width, height, _origin, rowIndex)
        {
            MimeType = _mimeType?.Get(row),
            License = _license?.Get(row),
            Source = _source?.Get(row),
            ExtraValues = _extra.Length == 0 ? [] : Array.ConvertAll(_extra, reader => reader.GetValue(row)),
        };
    }

    private static ReadOnlySpan<byte> Text(TextColumn? column, int row, RecordFields field, ref RecordFields present)
    {
        ReadOnlySpan<byte> text = default;
        if (column is not null && column.TryGet(row, out text))
        {
            present |= field;
        }
        return text;
    }

    private static long Size(SizeColumn? column, int row, RecordFields field, ref RecordFields present)
    {
        long size = 0;
        if (column is not null && column.TryGet(row, out size))
        {
            present |= field;
        }
        return size;
    }
}
