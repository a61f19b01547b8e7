using System.Buffers;
using PD12M.Parquet;

namespace PD12M.Dataset;

/// <summary>A column of integers, taken some rows at a time.</summary>
internal abstract class IntegerSource
{
    private long[] _values = [];
    private ulong[] _present = [];

    /// <summary>The values of the next rows.</summary>
    /// <param name="rows">Rows that are ready.</param>
    /// <param name="firstRow">The first one's place in the file.</param>
    /// <param name="present">A bit for each row that has a value; empty if all have one.</param>
    /// <returns>A value for each row, any for those that have none.</returns>
    public abstract ReadOnlySpan<long> Read(int rows, long firstRow, out ReadOnlySpan<ulong> present);

    /// <summary>Whether the row group may have a value that passes, by the entries of a dictionary; to be asked before a row is read.</summary>
    /// <param name="passes">Tells of a value whether it passes.</param>
    /// <param name="ofNull">Whether the absence of a value passes.</param>
    public virtual bool MayPass(Func<long, bool> passes, bool ofNull) => true;

    /// <summary>The width or the height as a record has it, or a column of integers that the data set does not know.</summary>
    /// <returns>The source; null if the column holds no integers.</returns>
    public static IntegerSource? Of(ColumnReader reader, bool isSize) => reader switch
    {
        // Above what a record's number holds there is none.
        ValueColumnReader<long> { Column.LogicalType: LogicalType.UnsignedInteger } column =>
            new Converted<long>(column, (long value, out long integer) => (integer = value) >= 0),
        ValueColumnReader<long> column => new Longs(column),
        ValueColumnReader<int> column when column.Column.LogicalType == LogicalType.UnsignedInteger =>
            new Converted<int>(column, (int value, out long integer) => Always(integer = (uint)value)),
        ValueColumnReader<int> column => new Converted<int>(column, (int value, out long integer) => Always(integer = value)),
        // pandas turns a column of integers with nulls into one of doubles, NaN for null.
        ValueColumnReader<double> column when isSize => new Converted<double>(column, TryTruncate),
        ValueColumnReader<float> column when isSize => new Converted<float>(column, (float value, out long integer) => TryTruncate(value, out integer)),
        _ => null,
    };

    private protected Span<long> Values(int rows) => (_values = _values.Length < rows ? new long[rows] : _values).AsSpan(0, rows);

    private protected Span<ulong> Present(int rows)
    {
        int words = RowMask.Words(rows);
        _present = _present.Length < words ? new ulong[words] : _present;
        Span<ulong> present = _present.AsSpan(0, words);
        present.Clear();
        return present;
    }

    private static bool MayPassByDictionary<T>(ValueColumnReader<T> reader, Conversion<T> convert, Func<long, bool> passes, bool ofNull)
        where T : unmanaged
    {
        if (!reader.TryLoadDictionary() || (ofNull && reader.MayHaveNulls))
        {
            return true;
        }
        foreach (T entry in reader.Dictionary)
        {
            if (convert(entry, out long value) ? passes(value) : ofNull)
            {
                return true;
            }
        }
        return false;
    }

    private static bool Always(long _) => true;

    private static bool TryTruncate(double value, out long integer)
    {
        bool fits = value is >= long.MinValue and < long.MaxValue;
        integer = fits ? (long)value : 0;
        return fits;
    }

    /// <summary>The numbers of the rows in the file.</summary>
    public sealed class RowNumbers : IntegerSource
    {
        public override ReadOnlySpan<long> Read(int rows, long firstRow, out ReadOnlySpan<ulong> present)
        {
            Span<long> values = Values(rows);
            for (int row = 0; row < rows; row++)
            {
                values[row] = firstRow + row;
            }
            present = default;
            return values;
        }
    }

    private sealed class Longs(ValueColumnReader<long> reader) : IntegerSource
    {
        public override ReadOnlySpan<long> Read(int rows, long firstRow, out ReadOnlySpan<ulong> present)
        {
            ReadOnlySpan<int> places = reader.GetValuePlaces(rows, out int first);
            if (places.IsEmpty)
            {
                present = default;
                return reader.Values.Slice(first, rows);
            }
            Span<long> values = Values(rows);
            Span<ulong> bits = Present(rows);
            for (int row = 0; row < rows; row++)
            {
                if (places[row] >= 0)
                {
                    values[row] = reader.Values[places[row]];
                    bits[row >> 6] |= 1UL << (row & 63);
                }
            }
            present = bits;
            return values;
        }

        public override bool MayPass(Func<long, bool> passes, bool ofNull) =>
            MayPassByDictionary(reader, (long value, out long integer) => Always(integer = value), passes, ofNull);
    }

    private delegate bool Conversion<T>(T value, out long integer);

    private sealed class Converted<T>(ValueColumnReader<T> reader, Conversion<T> convert) : IntegerSource
        where T : unmanaged
    {
        public override ReadOnlySpan<long> Read(int rows, long firstRow, out ReadOnlySpan<ulong> present)
        {
            ReadOnlySpan<int> places = reader.GetValuePlaces(rows, out int first);
            Span<long> values = Values(rows);
            Span<ulong> bits = Present(rows);
            for (int row = 0; row < rows; row++)
            {
                int place = places.IsEmpty ? first + row : places[row];
                if (place >= 0 && convert(reader.Values[place], out values[row]))
                {
                    bits[row >> 6] |= 1UL << (row & 63);
                }
            }
            present = bits;
            return values;
        }

        public override bool MayPass(Func<long, bool> passes, bool ofNull) => MayPassByDictionary(reader, convert, passes, ofNull);
    }
}
