namespace PD12M.Parquet;

/// <summary>Decodes the repetition or definition levels of a page.</summary>
internal struct LevelDecoder
{
    private readonly ArraySegment<byte> _bits;
    private readonly int _maximum;
    private readonly int _width;
    private HybridDecoder _runs;
    private long _bit;

    /// <summary>Levels as run lengths or, from old writers, as bits from the most significant one on. The default value stands for a page without levels.</summary>
    /// <param name="levels">The encoded levels without a length in front.</param>
    /// <param name="encoding"><see cref="ValueEncoding.Rle"/> or <see cref="ValueEncoding.BitPacked"/>.</param>
    /// <param name="maximum">The highest level, at least 1.</param>
    public LevelDecoder(ArraySegment<byte> levels, ValueEncoding encoding, int maximum)
    {
        _maximum = maximum;
        _width = BitWidth(maximum);
        if (encoding == ValueEncoding.BitPacked)
        {
            _bits = levels;
        }
        else
        {
            _runs = new HybridDecoder(levels, _width);
        }
    }

    public static int BitWidth(int maximum)
    {
        int width = 0;
        for (; maximum > 0; maximum >>= 1)
        {
            width++;
        }

        return width;
    }

    /// <summary>Takes the definition levels of the next rows. True if each row has a value; else <paramref name="valueOfRow"/> is each row's place among the values, -1 for null.</summary>
    public bool Read(Span<int> valueOfRow, out int values)
    {
        values = valueOfRow.Length;
        if (_maximum == 0 || (_bits.Array is null && _runs.TrySkipRun(_maximum, valueOfRow.Length)))
        {
            return true;
        }

        Decode(valueOfRow);
        return PlaceValues(valueOfRow, valueOfRow, _maximum, out values);
    }

    /// <exception cref="MalformedDataException">A level is higher than there can be, or they end too early.</exception>
    public void Decode(Span<int> levels)
    {
        if (_bits.Array is null)
        {
            _runs.Decode(levels);
        }
        else
        {
            ReadBits(levels);
        }

        if (_maximum + 1 < 1 << _width)
        {
            CheckMaximum(levels);
        }
    }

    /// <summary>What <see cref="Read"/> gives, from levels that have been decoded, in the same place if wanted.</summary>
    public static bool PlaceValues(ReadOnlySpan<int> levels, Span<int> valueOfRow, int maximum, out int values)
    {
        values = 0;
        for (int i = 0; i < valueOfRow.Length; i++)
        {
            // Without a branch, since nulls come in no order: 1 where the level is the highest, else 0 and so the row's place -1.
            int hasValue = 1 - ((levels[i] - maximum) >>> 31);
            valueOfRow[i] = ((values + 1) & -hasValue) - 1;
            values += hasValue;
        }

        return values == valueOfRow.Length;
    }

    private readonly void CheckMaximum(ReadOnlySpan<int> levels)
    {
        int highest = 0;
        foreach (int level in levels)
        {
            highest = Math.Max(highest, level);
        }

        if (highest > _maximum)
        {
            throw MalformedDataException.Corrupt($"a level of {highest} where {_maximum} is the highest");
        }
    }

    private void ReadBits(Span<int> levels)
    {
        ReadOnlySpan<byte> bytes = _bits;
        for (int i = 0; i < levels.Length; i++)
        {
            int level = 0;
            for (int end = _width; end > 0; end--, _bit++)
            {
                level = (level << 1) | ((bytes[(int)(_bit >> 3)] >> (7 - (int)(_bit & 7))) & 1);
            }

            levels[i] = level;
        }
    }
}
