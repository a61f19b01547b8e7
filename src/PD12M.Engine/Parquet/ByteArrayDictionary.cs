namespace PD12M.Parquet;

/// <summary>The distinct values of a column chunk, with strings made when first asked for.</summary>
internal sealed class ByteArrayDictionary : IDisposable
{
    // Strings that are kept are moved from one generation of the garbage collector to the next, which costs more than to
    // make them again. Large dictionaries are those of columns whose values hardly repeat.
    private const int MostStringsKept = 4096;
    private const int MostBytesKept = 4 * 1024 * 1024;

    private readonly MemoryBudget _budget;
    private readonly PageBuffer _bytes;
    private readonly int _length;
    private readonly int _gap;
    private int[] _starts = [0];
    private string?[]? _strings;

    public ByteArrayDictionary(ParquetColumn column, ArraySegment<byte> entries, int count, MemoryBudget budget)
    {
        // The count is checked before memory is taken for it: an entry takes its length in four bytes, or has one by its type.
        int least = column.Type switch { PhysicalType.ByteArray => sizeof(int), PhysicalType.Int96 => 12, _ => column.TypeLength };
        if (count > entries.Count / least)
        {
            throw MalformedDataException.Truncated($"a dictionary of {count} entries does not fit into {entries.Count} bytes");
        }

        _budget = budget;
        _bytes = new PageBuffer(budget);
        _length = entries.Count;
        try
        {
            _bytes.Ensure(_length, entries);
            budget.Take(sizeof(int) * (long)count);
            _starts = new int[count + 1];
            using ByteArrayDecoder decoder = ByteArrayDecoder.Create(ValueEncoding.Plain, column, new(_bytes.Bytes, 0, _length), budget);
            _gap = decoder.Gap;
            decoder.Decode(_starts);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public int Count => _starts.Length - 1;

    /// <summary>All entries' bytes.</summary>
    public byte[] Bytes => _bytes.Bytes;

    public (int Start, int Length) GetPlace(int index)
    {
        int start = _starts[index];
        return (start, _starts[index + 1] - _gap - start);
    }

    public ReadOnlySpan<byte> GetBytes(int index)
    {
        (int start, int length) = GetPlace(index);
        return new(_bytes.Bytes, start, length);
    }

    public string GetString(int index)
    {
        if (Count > MostStringsKept || _length > MostBytesKept)
        {
            return Utf8Text.GetString(GetBytes(index));
        }

        _strings ??= new string?[Count];
        return _strings[index] ??= Utf8Text.GetString(GetBytes(index));
    }

    public void Dispose()
    {
        _budget.Return(sizeof(int) * (long)Count);
        _starts = [0];
        _bytes.Dispose();
    }
}
