using PD12M.Parquet;

namespace PD12M.Dataset;

/// <summary>A column of few distinct texts: rows with the same text share one string.</summary>
internal sealed class SharedText
{
    private readonly ByteArrayColumnReader _reader;
    private byte[] _lastBytes = [];
    private string _last = "";

    private SharedText(ByteArrayColumnReader reader) => _reader = reader;

    public static SharedText? Of(ByteArrayColumnReader? reader) => reader is null ? null : new SharedText(reader);

    public string? Get(int row)
    {
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
