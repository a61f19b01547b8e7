using System.Buffers;

namespace PD12M.Parquet;

/// <summary>The distinct values of a column chunk, with strings made when first asked for.</summary>
internal sealed class ByteArrayDictionary : IDisposable
{
    // Strings that are kept are moved from one generation of the garbage collector to the next, which costs more than to
    // make them again. Large dictionaries are those of columns whose values hardly repeat.
    private const int MostStringsKept = 4096;

    private readonly int[] _starts;
    private readonly int _gap;
    private byte[] _bytes;
    private string?[]? _strings;

    public ByteArrayDictionary(ParquetColumn column, ArraySegment<byte> entries, int count)
    {
        // No entry takes less than a byte, so the count is checked before memory is taken for it.
        if (count > entries.Count)
        {
            throw MalformedDataException.Truncated($"a dictionary of {count} entries does not fit into {entries.Count} bytes");
        }

        _bytes = ArrayPool<byte>.Shared.Rent(entries.Count);
        Buffer.BlockCopy(entries.Array!, entries.Offset, _bytes, 0, entries.Count);
        ByteArrayDecoder decoder = ByteArrayDecoder.Create(ValueEncoding.Plain, column, new(_bytes, 0, entries.Count));
        _gap = decoder.Gap;
        _starts = new int[count + 1];
        decoder.Decode(_starts);
    }

    public int Count => _starts.Length - 1;

    /// <summary>All entries' bytes.</summary>
    public byte[] Bytes => _bytes;

    public (int Start, int Length) GetPlace(int index)
    {
        int start = _starts[index];
        return (start, _starts[index + 1] - _gap - start);
    }

    public ReadOnlySpan<byte> GetBytes(int index)
    {
        (int start, int length) = GetPlace(index);
        return new(_bytes, start, length);
    }

    public string GetString(int index)
    {
        if (Count > MostStringsKept)
        {
            return Utf8Text.GetString(GetBytes(index));
        }

        _strings ??= new string?[Count];
        return _strings[index] ??= Utf8Text.GetString(GetBytes(index));
    }

    public void Dispose()
    {
        byte[] bytes = _bytes;
        _bytes = [];
        if (bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }
}
