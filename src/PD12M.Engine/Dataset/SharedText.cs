using PD12M.Parquet;

namespace PD12M.Dataset;

/// <summary>A column of few distinct texts: rows with the same text share one string.</summary>
internal sealed class SharedText
{
    private readonly ByteArrayColumnReader _reader;
    private readonly ColumnGroup _group;
    private byte[] _lastBytes = [];
    private string _last = "";

    public SharedText(ByteArrayColumnReader reader, ColumnGroup group)
    {
        _reader = reader;
        _group = group;
    }

    /// <summary>The bytes of a row's text; 0 for null.</summary>
    public int Length(int row) => _reader.GetBytes((int)(row - _group.Start)).Length;

    /// <summary>The text of a row of the window; null for null.</summary>
    public string? Get(int row)
    {
        row = (int)(row - _group.Start);
        if (_reader.IsDictionaryEncoded || _reader.IsNull(row))
        {
            return _reader.GetString(row);
        }
        ReadOnlySpan<byte> bytes = _reader.GetBytes(row);
        if (!bytes.SequenceEqual(_lastBytes))
        {
            _lastBytes = bytes.ToArray();
            _last = Utf8Text.GetString(bytes);
        }
        return _last;
    }
}
