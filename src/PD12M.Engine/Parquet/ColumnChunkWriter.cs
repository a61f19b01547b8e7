namespace PD12M.Parquet;

/// <summary>Encodes one column's values into compressed pages and holds them until the row group is written.</summary>
/// <remarks>Source: README.md of apache/parquet-format, Column chunks and Data Pages; data page version 1.</remarks>
internal sealed class ColumnChunkWriter(ParquetColumn column, ParquetWriterOptions options, SnappyEncoder snappy)
{
    private const int NullSlot = -1;

    private readonly List<byte[]> _pages = [];
    private readonly ByteWriter _plain = new();
    private readonly ByteWriter _body = new();
    private readonly ByteWriter _compressed = new();
    private readonly ByteWriter _page = new();
    private readonly bool _lengthPrefixed = column.Type == PhysicalType.ByteArray;

    // The open page's rows: an index into the dictionary, 0 for a value in _plain, or NullSlot.
    private int[] _slots = new int[64];
    private int _slotCount;
    private int _valueCount;
    private long _valueBytes;

    private StatisticsWriter _statistics = StatisticsWriter.For(column);
    private DictionaryWriter? _dictionary;
    private bool _indexes;
    private long _rows;
    private long _uncompressedBytes;
    private int _indexPages;
    private int _plainPages;

    /// <summary>Takes the next row's value in its PLAIN form, or null.</summary>
    public void Add(ReadOnlyMemory<byte>? value)
    {
        if (_rows++ == 0 && column.Type != PhysicalType.Boolean && options.DictionaryBytes > 0)
        {
            _dictionary = new DictionaryWriter(options.DictionaryBytes, _lengthPrefixed);
            _indexes = true;
        }

        if (value is not { } present)
        {
            _statistics.AddNull();
            AddSlot(NullSlot);
        }
        else
        {
            _statistics.Add(present.Span);
            AddValue(present.Span);
        }

        if (PageSize >= options.PageBytes)
        {
            if (DictionaryIsWaste)
            {
                DropDictionary();
            }
            else
            {
                EndPage();
            }
        }
    }

    /// <summary>Ends the chunk, writes it at <paramref name="offset"/> of the file and makes ready for the next one.</summary>
    public WrittenColumnChunk WriteTo(Stream stream, long offset)
    {
        if (DictionaryIsWaste)
        {
            DropDictionary();
        }

        EndPage();
        long dataOffset = offset;
        if (_indexPages > 0)
        {
            _body.Clear();
            _body.Write(_dictionary!.Page.Written);
            byte[] page = Pack(PageHeaderWriter.Dictionary, _dictionary.Count);
            _pages.Insert(0, page);
            dataOffset += page.Length;
        }

        long size = 0;
        foreach (byte[] page in _pages)
        {
            stream.Write(page, 0, page.Length);
            size += page.Length;
        }

        var written = new WrittenColumnChunk(column, _statistics, _rows, offset, dataOffset, size, _uncompressedBytes, _indexPages, _plainPages);
        Reset();
        return written;
    }

    private long PageSize =>
        (_indexes ? (long)_valueCount * _dictionary!.BitWidth / 8 : _plain.Length) + (column.IsNullable ? _slotCount / 8 : 0);

    private bool DictionaryIsWaste =>
        _indexes && _indexPages == 0 && _dictionary!.Page.Length + ((long)_valueCount * _dictionary.BitWidth / 8) >= _valueBytes;

    private void AddValue(ReadOnlySpan<byte> value)
    {
        if (_indexes)
        {
            if (_dictionary!.TryIndex(value, out int index))
            {
                _valueBytes += value.Length + (_lengthPrefixed ? 4 : 0);
                _valueCount++;
                AddSlot(index);
                return;
            }

            if (_dictionary.Count == 0)
            {
                DropDictionary();
            }
            else
            {
                // As other writers do, the pages so far keep their indices and the rest of the chunk is plain.
                EndPage();
                _indexes = false;
            }
        }

        AddPlain(value);
    }

    private void AddPlain(ReadOnlySpan<byte> value)
    {
        if (column.Type == PhysicalType.Boolean)
        {
            _plain.WriteBit(_valueCount, value[0] != 0);
        }
        else
        {
            if (_lengthPrefixed)
            {
                _plain.WriteInt32(value.Length);
            }

            _plain.Write(value);
        }

        _valueCount++;
        AddSlot(0);
    }

    private void AddSlot(int slot)
    {
        if (_slotCount == _slots.Length)
        {
            Array.Resize(ref _slots, _slotCount * 2);
        }

        _slots[_slotCount++] = slot;
    }

    private void DropDictionary()
    {
        DictionaryWriter dictionary = _dictionary!;
        int[] slots = _slots.AsSpan(0, _slotCount).ToArray();
        _indexes = false;
        ClearPage();
        foreach (int slot in slots)
        {
            if (slot == NullSlot)
            {
                AddSlot(NullSlot);
            }
            else
            {
                AddPlain(dictionary[slot]);
            }

            if (PageSize >= options.PageBytes)
            {
                EndPage();
            }
        }
    }

    private void EndPage()
    {
        if (_slotCount == 0)
        {
            return;
        }

        _body.Clear();
        if (column.IsNullable)
        {
            WriteLevels();
        }

        if (_indexes)
        {
            WriteIndices();
            _indexPages++;
        }
        else
        {
            _body.Write(_plain.Written);
            _plainPages++;
        }

        _pages.Add(Pack(_indexes ? PageHeaderWriter.IndexData : PageHeaderWriter.PlainData, _slotCount));
        ClearPage();
    }

    private void WriteLevels()
    {
        int[] levels = new int[_slotCount];
        for (int i = 0; i < levels.Length; i++)
        {
            levels[i] = _slots[i] == NullSlot ? 0 : 1;
        }

        int start = _body.Length;
        _body.WriteInt32(0);
        RleWriter.Write(_body, levels, 1);
        _body.PatchInt32(start, _body.Length - start - 4);
    }

    private void WriteIndices()
    {
        int[] indices = new int[_valueCount];
        int count = 0;
        foreach (int slot in _slots.AsSpan(0, _slotCount))
        {
            if (slot != NullSlot)
            {
                indices[count++] = slot;
            }
        }

        _body.Write((byte)_dictionary!.BitWidth);
        RleWriter.Write(_body, indices, _dictionary.BitWidth);
    }

    private byte[] Pack(PageHeaderWriter header, int valueCount)
    {
        ByteWriter stored = _body;
        if (options.Codec == CompressionCodec.Snappy)
        {
            _compressed.Clear();
            stored = _compressed;
            snappy.Encode(_body.Written, stored);
        }

        _page.Clear();
        header.Write(_page, _body.Length, stored.Length, valueCount);
        _uncompressedBytes += _page.Length + _body.Length;
        _page.Write(stored.Written);
        return _page.Written.ToArray();
    }

    private void ClearPage()
    {
        _plain.Clear();
        _slotCount = 0;
        _valueCount = 0;
        _valueBytes = 0;
    }

    private void Reset()
    {
        _pages.Clear();
        _statistics = StatisticsWriter.For(column);
        _dictionary = null;
        _indexes = false;
        _rows = 0;
        _uncompressedBytes = 0;
        _indexPages = 0;
        _plainPages = 0;
    }
}
