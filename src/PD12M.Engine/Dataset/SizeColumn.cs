using PD12M.Parquet;

namespace PD12M.Dataset;

/// <summary>A column of pixels, as whatever number the file stores them.</summary>
internal sealed class SizeColumn(ColumnReader reader, ColumnGroup group)
{
    private readonly ValueColumnReader<long>? _longs = reader as ValueColumnReader<long>;

    /// <summary>The value of a row of the window.</summary>
    /// <returns>False for null.</returns>
    public bool TryGet(int row, out long value)
    {
        row = (int)(row - group.Start);
        if (reader.IsNull(row))
        {
            value = 0;
            return false;
        }
        if (_longs is not null)
        {
            value = _longs.GetValueOrDefault(row);

            // Above what a record's number holds there is none.
            return value >= 0 || reader.Column.LogicalType != LogicalType.UnsignedInteger;
        }
        return TryConvert(row, out value);
    }

    /// <summary>pandas turns a column of integers with nulls into one of doubles, NaN for null.</summary>
    private bool TryConvert(int row, out long value)
    {
        double number = reader switch
        {
            ValueColumnReader<int> { Column.LogicalType: LogicalType.UnsignedInteger } column => (uint)column.GetValueOrDefault(row),
            ValueColumnReader<int> column => column.GetValueOrDefault(row),
            ValueColumnReader<double> column => column.GetValueOrDefault(row),
            ValueColumnReader<float> column => column.GetValueOrDefault(row),
            _ => double.NaN,
        };
        bool isWhole = number is >= long.MinValue and < long.MaxValue;
        value = isWhole ? (long)number : 0;
        return isWhole;
    }
}
