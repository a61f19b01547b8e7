using System.Buffers;

namespace PD12M.Parquet;

/// <summary>Reads a column of type BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY or INT96 (12 bytes a value).</summary>
public sealed class ByteArrayColumnReader : LeafColumnReader
{
    // Indices of a dictionary-encoded page; of others the values' places, and one more.
    private int[] _numbers = ArrayPool<int>.Shared.Rent(BatchSize + 1);
    private ByteArrayDictionary? _dictionary;
    private DictionaryIndexDecoder? _indexDecoder;
    private ByteArrayDecoder? _valueDecoder;
    private byte[] _bytes = [];
    private int _gap;

    internal ByteArrayColumnReader(ColumnPlace place)
        : base(place)
    {
    }

    /// <summary>Whether the rows that are ready are indices into a dictionary.</summary>
    public bool IsDictionaryEncoded => _indexDecoder is not null;

    /// <summary>The number of the dictionary's entries; 0 where no dictionary has been met yet.</summary>
    public int DictionarySize => _dictionary?.Count ?? 0;

    /// <summary>A row's bytes, valid until the cursor moves; empty for null.</summary>
    /// <param name="row">Counted from the cursor, less than <see cref="ColumnReader.Fill"/> returned.</param>
    public ReadOnlySpan<byte> GetBytes(int row)
    {
        int value = ValueIndex(row);
        if (value < 0)
        {
            return default;
        }

        int number = _numbers[value];
        return _indexDecoder is null
            ? new(_bytes, number, _numbers[value + 1] - _gap - number)
            : _dictionary!.GetBytes(number);
    }

    /// <summary>
    /// A row's bytes as UTF-8 text, what is no UTF-8 as U+FFFD; null for null. In a dictionary of at most 4,096 entries and 4 MB
    /// each use of an entry gives the same object.
    /// </summary>
    /// <param name="row">Counted from the cursor, less than <see cref="ColumnReader.Fill"/> returned.</param>
    public string? GetString(int row)
    {
        int value = ValueIndex(row);
        if (value < 0)
        {
            return null;
        }

        int number = _numbers[value];
        return _indexDecoder is null
            ? Utf8Text.GetString(new(_bytes, number, _numbers[value + 1] - _gap - number))
            : _dictionary!.GetString(number);
    }

    /// <summary>A row's place in the dictionary; -1 for null.</summary>
    /// <param name="row">Counted from the cursor, less than <see cref="ColumnReader.Fill"/> returned.</param>
    /// <exception cref="InvalidOperationException">The rows that are ready are not dictionary-encoded.</exception>
    public int GetDictionaryIndex(int row)
    {
        if (_indexDecoder is null)
        {
            throw new InvalidOperationException("The page is not dictionary-encoded.");
        }

        int value = ValueIndex(row);
        return value < 0 ? -1 : _numbers[value];
    }

    /// <summary>The bytes of a dictionary's entry, valid until <see cref="ColumnReader.Dispose"/>.</summary>
    /// <param name="index">Less than <see cref="DictionarySize"/>.</param>
    public ReadOnlySpan<byte> GetDictionaryBytes(int index)
    {
        if ((uint)index >= (uint)DictionarySize)
        {
            throw new ArgumentOutOfRangeException(nameof(index));
        }

        return _dictionary!.GetBytes(index);
    }

    /// <summary>The dictionary's indices that are decoded, by their values' places; only of dictionary-encoded rows.</summary>
    internal ReadOnlySpan<int> DictionaryIndices => _numbers;

    /// <summary>The bytes that values which are not dictionary-encoded lie in, one behind the other.</summary>
    /// <param name="first">The first value's place.</param>
    /// <param name="count">How many values.</param>
    /// <param name="starts">Where each value starts and, one more, where another would.</param>
    /// <param name="gap">Bytes between the end of a value and the start of the next.</param>
    internal ReadOnlySpan<byte> GetPlainBytes(int first, int count, out ReadOnlySpan<int> starts, out int gap)
    {
        starts = _numbers.AsSpan(first, count + 1);
        gap = _gap;
        return _bytes;
    }

    /// <inheritdoc/>
    public override object? GetValue(int row) => IsNull(row)
        ? null
        : LogicalValue.IsText(Column) ? GetString(row) : LogicalValue.FromBytes(Column, GetBytes(row));

    /// <summary>The places of the bytes of the next rows, valid until the cursor moves.</summary>
    /// <param name="starts">The first byte of each row's value in the array returned.</param>
    /// <param name="lengths">The length of each row's value; -1 for null.</param>
    internal byte[] GetPlaces(Span<int> starts, Span<int> lengths)
    {
        ReadOnlySpan<int> numbers = _numbers;
        bool isPlain = _indexDecoder is null;
        for (int row = 0; row < starts.Length; row++)
        {
            int value = ValueIndex(row);
            if (value < 0)
            {
                starts[row] = 0;
                lengths[row] = -1;
            }
            else if (isPlain)
            {
                starts[row] = numbers[value];
                lengths[row] = numbers[value + 1] - _gap - numbers[value];
            }
            else
            {
                (starts[row], lengths[row]) = _dictionary!.GetPlace(numbers[value]);
            }
        }
        return isPlain ? _bytes : _dictionary!.Bytes;
    }

    private protected override void LoadDictionary(ArraySegment<byte> entries, int count)
    {
        _dictionary?.Dispose();
        _dictionary = new(Column, entries, count, Place.Source.Budget);
    }

    private protected override void StartPage(ValueEncoding encoding, ArraySegment<byte> values)
    {
        ReleaseDecoder();
        if (encoding is ValueEncoding.PlainDictionary or ValueEncoding.RleDictionary)
        {
            _indexDecoder = new(values);
        }
        else
        {
            _valueDecoder = ByteArrayDecoder.Create(encoding, Column, values, Place.Source.Budget);
            _gap = _valueDecoder.Gap;
        }
    }

    private protected override int LimitBatch(int rows) => _valueDecoder?.Limit(rows) ?? rows;

    private protected override void DecodeValues(int count)
    {
        if (_indexDecoder is not null)
        {
            _indexDecoder.Decode(_numbers.AsSpan(0, count), DictionarySize);
        }
        else
        {
            _valueDecoder!.Decode(_numbers.AsSpan(0, count + 1));
            _bytes = _valueDecoder.Buffer;
        }
    }

    private protected override void ReleaseBuffers()
    {
        base.ReleaseBuffers();
        ArrayPool<int>.Shared.Return(_numbers);
        _numbers = [];
        ReleaseDecoder();
        _dictionary?.Dispose();
        _dictionary = null;
    }

    private void ReleaseDecoder()
    {
        _bytes = [];
        _indexDecoder = null;
        _valueDecoder?.Dispose();
        _valueDecoder = null;
    }
}
