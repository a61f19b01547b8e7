using PD12M.Parquet;

namespace PD12M.Dataset;

/// <summary>Takes the values of a column of one row group, some rows at a time.</summary>
internal abstract class ColumnTally
{
    /// <summary>Takes the rows that passed the filter.</summary>
    /// <param name="rows">Rows that are ready.</param>
    /// <param name="firstRow">The first one's place in the file.</param>
    /// <param name="passed">A bit for each row, set for those that passed.</param>
    /// <param name="count">How many did.</param>
    public abstract void Add(int rows, long firstRow, ReadOnlySpan<ulong> passed, int count);

    /// <summary>Completes the tally, behind the row group's last row.</summary>
    public virtual void Finish()
    {
    }
}

/// <summary>The same value for every row.</summary>
internal sealed class ConstantTally(ValueTally target, byte[]? value) : ColumnTally
{
    public override void Add(int rows, long firstRow, ReadOnlySpan<ulong> passed, int count)
    {
        if (value is null)
        {
            target.AddNulls(count);
        }
        else
        {
            target.Add(value, count);
        }
    }
}

internal sealed class IntegerTally(NumberTally target, IntegerSource source) : ColumnTally
{
    private readonly ulong[] _taken = new ulong[RowMask.Words(ColumnFilter.MostRows)];

    public override void Add(int rows, long firstRow, ReadOnlySpan<ulong> passed, int count)
    {
        ReadOnlySpan<long> values = source.Read(rows, firstRow, out ReadOnlySpan<ulong> present);
        if (present.IsEmpty)
        {
            target.Add(values, passed);
            return;
        }
        Span<ulong> taken = _taken.AsSpan(0, passed.Length);
        for (int i = 0; i < taken.Length; i++)
        {
            taken[i] = passed[i] & present[i];
        }
        target.AddNulls(count - RowMask.Count(taken));
        target.Add(values, taken);
    }
}

internal sealed class RealTally(NumberTally target, RealSource source) : ColumnTally
{
    public override void Add(int rows, long firstRow, ReadOnlySpan<ulong> passed, int count)
    {
        source.Load(rows, firstRow);
        for (int row = RowMask.Next(passed, 0); row >= 0; row = RowMask.Next(passed, row + 1))
        {
            if (source.Get(row) is { } value && !double.IsNaN(value))
            {
                target.Add(value);
            }
            else
            {
                target.AddNulls(1);
            }
        }
    }
}

/// <summary>Counts a dictionary's entries by their indices, and looks at their bytes only once.</summary>
internal sealed class TextTally(ValueTally target, ByteArrayColumnReader reader) : ColumnTally
{
    private long[] _counts = [];

    public override void Add(int rows, long firstRow, ReadOnlySpan<ulong> passed, int count)
    {
        ReadOnlySpan<int> places = reader.GetValuePlaces(rows, out int first);
        bool isIndexed = reader.IsDictionaryEncoded;
        if (isIndexed && _counts.Length != reader.DictionarySize)
        {
            // README.md of parquet-format: "at most one dictionary page per column chunk".
            _counts = _counts.Length == 0 ? new long[reader.DictionarySize] : throw new ParquetException(
                ParquetFault.Corrupt, $"Column '{reader.Column.Name}' has more than one dictionary in a row group. The file is damaged; fetch it again.");
        }
        ReadOnlySpan<int> indices = isIndexed ? reader.DictionaryIndices : default;
        for (int row = RowMask.Next(passed, 0); row >= 0; row = RowMask.Next(passed, row + 1))
        {
            int place = places.IsEmpty ? first + row : places[row];
            if (place < 0)
            {
                target.AddNulls(1);
            }
            else if (isIndexed)
            {
                _counts[indices[place]]++;
            }
            else
            {
                target.Add(reader.GetBytes(row), 1);
            }
        }
    }

    public override void Finish()
    {
        for (int i = 0; i < _counts.Length; i++)
        {
            if (_counts[i] > 0)
            {
                target.Add(reader.GetDictionaryBytes(i), _counts[i]);
            }
        }
    }
}
