using PD12M.Parquet;

namespace PD12M.Dataset;

/// <summary>The open columns of one row group, moved along together.</summary>
internal sealed class RecordFieldReaders : IDisposable
{
    private readonly RecordOrigin _origin;
    private readonly List<ColumnReader> _all = [];
    private readonly ByteArrayColumnReader? _id;
    private readonly ByteArrayColumnReader? _url;
    private readonly ByteArrayColumnReader? _caption;
    private readonly ByteArrayColumnReader? _hash;
    private readonly SharedText? _mimeType;
    private readonly SharedText? _license;
    private readonly SharedText? _source;
    private readonly ColumnReader? _width;
    private readonly ColumnReader? _height;
    private readonly ColumnReader[] _extra;

    public RecordFieldReaders(ParquetFile file, int rowGroup, RecordColumns columns, RecordOrigin origin)
    {
        _origin = origin;
        try
        {
            _id = Open<ByteArrayColumnReader>(RecordFields.Id);
            _url = Open<ByteArrayColumnReader>(RecordFields.Url);
            _caption = Open<ByteArrayColumnReader>(RecordFields.Caption);
            _hash = Open<ByteArrayColumnReader>(RecordFields.Hash);
            _mimeType = SharedText.Of(Open<ByteArrayColumnReader>(RecordFields.MimeType));
            _license = SharedText.Of(Open<ByteArrayColumnReader>(RecordFields.License));
            _source = SharedText.Of(Open<ByteArrayColumnReader>(RecordFields.Source));
            _width = Open<ColumnReader>(RecordFields.Width);
            _height = Open<ColumnReader>(RecordFields.Height);
            _extra = [.. columns.Extra.Select(OpenColumn)];
        }
        catch
        {
            Dispose();
            throw;
        }

        T? Open<T>(RecordFields field)
            where T : ColumnReader => columns.IndexOf(field) is >= 0 and int index ? (T)OpenColumn(index) : null;

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
    /// <param name="rows">How many at most; the row group has as many left.</param>
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
    }

    private Record Make(int row, long rowIndex)
    {
        RecordFields present = RecordFields.None;
        ReadOnlySpan<byte> id = Bytes(_id, row, RecordFields.Id, ref present);
        ReadOnlySpan<byte> url = Bytes(_url, row, RecordFields.Url, ref present);
        ReadOnlySpan<byte> caption = Bytes(_caption, row, RecordFields.Caption, ref present);
        ReadOnlySpan<byte> hash = Bytes(_hash, row, RecordFields.Hash, ref present);
        int idEnd = id.Length;
        int urlEnd = idEnd + url.Length;
        int captionEnd = urlEnd + caption.Length;
        byte[] text = new byte[captionEnd + hash.Length];
        id.CopyTo(text);
        url.CopyTo(text.AsSpan(idEnd));
        caption.CopyTo(text.AsSpan(urlEnd));
        hash.CopyTo(text.AsSpan(captionEnd));
        return new Record(text, idEnd, urlEnd, captionEnd, present, _origin, rowIndex)
        {
            Width = Number(_width, row),
            Height = Number(_height, row),
            MimeType = _mimeType?.Get(row),
            License = _license?.Get(row),
            Source = _source?.Get(row),
            ExtraValues = _extra.Length == 0 ? [] : Array.ConvertAll(_extra, reader => reader.GetValue(row)),
        };
    }

    private static ReadOnlySpan<byte> Bytes(ByteArrayColumnReader? reader, int row, RecordFields field, ref RecordFields present)
    {
        if (reader is null || reader.IsNull(row))
        {
            return [];
        }
        present |= field;
        return reader.GetBytes(row);
    }

    /// <summary>pandas turns a column of integers with nulls into one of doubles, NaN for null.</summary>
    private static long? Number(ColumnReader? reader, int row) => reader is null || reader.IsNull(row) ? null : reader switch
    {
        ValueColumnReader<long> column => column.GetValueOrDefault(row),
        ValueColumnReader<int> column => column.GetValueOrDefault(row),
        ValueColumnReader<double> column => Whole(column.GetValueOrDefault(row)),
        ValueColumnReader<float> column => Whole(column.GetValueOrDefault(row)),
        _ => null,
    };

    private static long? Whole(double value) => value is >= long.MinValue and < long.MaxValue ? (long)value : null;
}
