namespace PD12M.Parquet;

/// <summary>
/// Reads a column with one repeated field above its values, a row at a time: a list in any of the forms that the
/// specification knows (LogicalTypes.md, "Lists"), the keys or the values of a map, or a field of a repeated group.
/// </summary>
/// <remarks>
/// A row is null where the list is, an empty array where it has no elements, and else an array whose elements may be null.
/// A repeated field without a list around it is never null. Lists may go on from page to page. A row of several elements
/// that would take more than 64 MB of objects is refused, since runs and dictionaries let a few bytes stand for any number
/// of elements.
/// </remarks>
public sealed class ListColumnReader : ColumnReader
{
    private const long MostRowBytes = 64 * 1024 * 1024;
    private const long MostBatchBytes = 1024 * 1024;

    // A reference and the object's header, its value or length, and padding.
    private const int ElementBytes = 32;

    private readonly LeafColumnReader _elements;
    private readonly List<object?> _row = [];
    private object?[]?[] _lists = [];
    private long _rowsBehind;

    internal ListColumnReader(ColumnPlace place, LeafColumnReader elements)
        : base(place)
    {
        _elements = elements;
        _rowsBehind = place.RowCount;
    }

    private protected override long RowsBehind => _rowsBehind;

    internal override long PageOffset => _elements.PageOffset;

    internal override void Announce(long rows) => _elements.Announce(0);

    /// <inheritdoc/>
    public override bool IsNull(int row) => GetList(row) is null;

    /// <inheritdoc/>
    public override object? GetValue(int row) => GetList(row);

    /// <summary>A row's elements as <see cref="ColumnReader.GetValue"/> would give them; null for null. Each call gives the same array.</summary>
    /// <param name="row">Counted from the cursor, less than <see cref="ColumnReader.Fill"/> returned.</param>
    public object?[]? GetList(int row) => _lists[RowOfBatch(row)];

    private protected override int DecodeNext()
    {
        if (_lists.Length == 0)
        {
            _lists = new object?[]?[BatchSize];
        }

        int rows = 0;
        for (long bytes = 0; rows < BatchSize && bytes < MostBatchBytes && _rowsBehind > 0; rows++)
        {
            _lists[rows] = ReadRow(isWanted: true, ref bytes);
        }

        return rows;
    }

    private protected override long Pass(long rows)
    {
        long bytes = 0;
        for (long i = 0; i < rows; i++)
        {
            ReadRow(isWanted: false, ref bytes);
        }

        return rows;
    }

    private protected override void ReleaseBuffers()
    {
        _elements.Dispose();
        _lists = [];
    }

    private object?[]? ReadRow(bool isWanted, ref long batchBytes)
    {
        if (_elements.Fill() == 0)
        {
            throw MalformedDataException.Corrupt($"the values end {_rowsBehind} rows before the row group's {Place.RowCount}");
        }

        if (_elements.GetRepetitionLevel(0) != 0)
        {
            throw MalformedDataException.Corrupt("the first value goes on with a row that has not begun");
        }

        int definition = _elements.GetDefinitionLevel(0);
        long bytes = ElementBytes;
        if (definition >= Column.ElementDefinitionLevel)
        {
            AddElement(0, isWanted, ref bytes);
        }

        _elements.Advance(1);
        while (_elements.Fill() is > 0 and int ready)
        {
            int count = 0;
            for (; count < ready && _elements.GetRepetitionLevel(count) > 0; count++)
            {
                if (definition < Column.ElementDefinitionLevel || _elements.GetDefinitionLevel(count) < Column.ElementDefinitionLevel)
                {
                    throw MalformedDataException.Corrupt("a list without elements goes on");
                }

                AddElement(count, isWanted, ref bytes);
            }

            _elements.Advance(count);
            if (count < ready)
            {
                CheckRowsLeft();
                break;
            }
        }

        _rowsBehind--;
        batchBytes += bytes;
        object?[]? list = definition < Column.ElementDefinitionLevel - 1 ? null : [.. _row];
        _row.Clear();
        return list;
    }

    private void AddElement(int index, bool isWanted, ref long bytes)
    {
        if (bytes > MostRowBytes)
        {
            throw MalformedDataException.Unsupported($"a row's list takes more than {MostRowBytes} bytes");
        }

        object? element = isWanted ? _elements.GetValue(index) : null;
        bytes += ElementBytes + element switch
        {
            byte[] array => array.Length,
            string text => sizeof(char) * (long)text.Length,
            _ => 0,
        };
        if (isWanted)
        {
            _row.Add(element);
        }
    }

    private void CheckRowsLeft()
    {
        if (_rowsBehind == 1)
        {
            throw MalformedDataException.Corrupt($"the values go on after the row group's {Place.RowCount} rows");
        }
    }
}
