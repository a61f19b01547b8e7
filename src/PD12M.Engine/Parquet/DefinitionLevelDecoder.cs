namespace PD12M.Parquet;

/// <summary>Tells which rows of a flat optional column have a value.</summary>
internal struct DefinitionLevelDecoder
{
    private HybridDecoder _runs;
    private readonly ArraySegment<byte> _bits;
    private int _bit;
    private readonly bool _isRequired;

    /// <summary>A page without levels: all values are there.</summary>
    public static DefinitionLevelDecoder Required { get; } = new(isRequired: true);

    private DefinitionLevelDecoder(bool isRequired) => _isRequired = isRequired;

    /// <summary>Levels of 0 and 1, as run lengths or, from old writers, as bits from the most significant one on.</summary>
    public DefinitionLevelDecoder(ArraySegment<byte> levels, ValueEncoding encoding)
    {
        if (encoding == ValueEncoding.BitPacked)
        {
            _bits = levels;
        }
        else
        {
            _runs = new HybridDecoder(levels, bitWidth: 1);
        }
    }

    /// <summary>Takes the next rows. True if each has a value; else <paramref name="valueOfRow"/> is each row's place among the values, -1 for null.</summary>
    public bool Read(Span<int> valueOfRow, out int values)
    {
        values = valueOfRow.Length;
        if (_isRequired || (_bits.Array is null && _runs.TrySkipRun(1, valueOfRow.Length)))
        {
            return true;
        }

        if (_bits.Array is null)
        {
            _runs.Decode(valueOfRow);
        }
        else
        {
            ReadBits(valueOfRow);
        }

        values = 0;
        for (int i = 0; i < valueOfRow.Length; i++)
        {
            int level = valueOfRow[i];
            // Without a branch, since nulls come in no order: the running number where the level is 1, else -1.
            valueOfRow[i] = ((values + 1) & -level) - 1;
            values += level;
        }

        return values == valueOfRow.Length;
    }

    private void ReadBits(Span<int> levels)
    {
        for (int i = 0; i < levels.Length; i++, _bit++)
        {
            levels[i] = (_bits.Array![_bits.Offset + (_bit >> 3)] >> (7 - (_bit & 7))) & 1;
        }
    }
}
