using PD12M.Parquet;

namespace PD12M.Dataset;

/// <summary>Gives the open columns of a row group.</summary>
/// <param name="field">The field; <see cref="RecordFields.None"/> for a column that the data set does not know.</param>
/// <param name="name">Such a column's name, as the filter has it.</param>
/// <returns>The column; null where the file does without.</returns>
internal delegate ColumnReader? FilterColumnReaders(RecordFields field, string name);

/// <summary>Chooses for each test how it is carried out on the columns of a row group.</summary>
internal sealed class FilterBinder(string text, FilterColumnReaders readers, string metadataFile)
{
    public RowFilter Bind(FilterExpression expression) => expression switch
    {
        ConstantExpression constant => new ConstantFilter(constant.Value),
        AllExpression all => new AllFilter(all.Terms.Select(Bind)),
        AnyExpression any => new AnyFilter(any.Terms.Select(Bind)),
        TestExpression test => BindTest(test),
        _ => throw new InvalidOperationException(),
    };

    private RowFilter BindTest(TestExpression expression)
    {
        FilterTest test = expression.Test;
        switch (expression.Column.Kind)
        {
            case FilterColumnKind.Text:
                return readers(expression.Column.Fields, "") is ByteArrayColumnReader text ? new TextFilter(test, text) : new ConstantFilter(test.Evaluate(null));
            case FilterColumnKind.Size:
                return Size(expression.Column.Fields) is { } size ? BindIntegers(test, size) : new ConstantFilter(test.Evaluate(null));
            case FilterColumnKind.RowIndex:
                return BindIntegers(test, new IntegerSource.RowNumbers());
            case FilterColumnKind.Megapixels:
                return BindCalculated(test, RealSource.Megapixels);
            case FilterColumnKind.AspectRatio:
                return BindCalculated(test, RealSource.AspectRatio);
            case FilterColumnKind.MetadataFile:
                return new ConstantFilter(test.Evaluate(metadataFile));
            case FilterColumnKind.FileName:
                return BindFileName(test);
            default:
                return BindExtra(expression);
        }
    }

    private IntegerSource? Size(RecordFields field) => readers(field, "") is { } reader ? IntegerSource.Of(reader, isSize: true) : null;

    private static RowFilter BindIntegers(FilterTest test, IntegerSource source)
    {
        if (test.Integers is { } set)
        {
            return new IntegerFilter(test, set, source);
        }
        long?[] values = new long?[ColumnFilter.MostRows];
        return new ValueFilter(test, row => values[row], Load);

        void Load(int rows, long firstRow)
        {
            ReadOnlySpan<long> read = source.Read(rows, firstRow, out ReadOnlySpan<ulong> present);
            for (int row = 0; row < rows; row++)
            {
                values[row] = present.IsEmpty || (present[row >> 6] >> (row & 63) & 1) != 0 ? read[row] : null;
            }
        }
    }

    private RowFilter BindCalculated(FilterTest test, Func<long, long, double?> calculate) =>
        Size(RecordFields.Width) is { } width && Size(RecordFields.Height) is { } height
            ? BindReals(test, new RealSource.Calculated(width, height, calculate))
            : new ConstantFilter(test.Evaluate(null));

    private static RowFilter BindReals(FilterTest test, RealSource source) =>
        RealFilter.Create(test, source) ?? (RowFilter)new ValueFilter(test, row => source.Get(row), source.Load);

    private ValueFilter BindFileName(FilterTest test)
    {
        var id = (ByteArrayColumnReader?)readers(RecordFields.Id, "");
        var url = (ByteArrayColumnReader?)readers(RecordFields.Url, "");
        var mimeType = (ByteArrayColumnReader?)readers(RecordFields.MimeType, "");
        return new ValueFilter(
            test,
            row => ImageName.TryCreate(id?.GetString(row), url?.GetString(row), mimeType?.GetString(row), out ImageName? name, out _) ? name.FileName : null);
    }

    private RowFilter BindExtra(TestExpression expression)
    {
        FilterTest test = expression.Test;
        ColumnReader? reader = readers(RecordFields.None, expression.Column.Name);
        if (reader is null)
        {
            return new ConstantFilter(test.Evaluate(null));
        }
        bool isPlain = reader.Column.LogicalType is LogicalType.None or LogicalType.SignedInteger
            || reader.Column is { LogicalType: LogicalType.UnsignedInteger, Type: PhysicalType.Int32 };
        RowFilter? filter = reader switch
        {
            ByteArrayColumnReader text when LogicalValue.IsText(reader.Column) => Check(expression, "") ?? new TextFilter(test, text),
            ValueColumnReader<bool> booleans when isPlain => Check(expression, false) ?? new ValueFilter(test, booleans.GetValue),
            ValueColumnReader<float> floats when isPlain && test.Operator is FilterOperator.Like or FilterOperator.Match or FilterOperator.In => new ValueFilter(test, floats.GetValue),
            ValueColumnReader<float> floats when isPlain => Check(expression, 0f) ?? BindReals(test, new RealSource.Floats(floats)),
            ValueColumnReader<double> doubles when isPlain => Check(expression, 0.0) ?? BindReals(test, new RealSource.Doubles(doubles)),
            _ when isPlain && IntegerSource.Of(reader, isSize: false) is { } integers => Check(expression, 0L) ?? BindIntegers(test, integers),
            _ => null,
        };
        if (filter is null && test is { Operator: FilterOperator.Equal, Right: null })
        {
            return new PresenceFilter(test, reader);
        }
        return filter ?? throw Fault(expression, $"Column '{reader.Column.Name}' of '{metadataFile}' holds {reader.Column.Type} ({reader.Column.LogicalType}), which a filter does not compare; use Where-Object for it");
    }

    /// <summary>Throws if the column's values cannot be compared with the right side: only now is their type known.</summary>
    private RowFilter? Check(TestExpression expression, object sample)
    {
        try
        {
            _ = expression.Test.Evaluate(sample);
            return null;
        }
        catch (InvalidCastException exception)
        {
            throw Fault(expression, $"This cannot be compared: {exception.Message}", exception);
        }
    }

    private FilterException Fault(TestExpression expression, string problem, Exception? cause = null) =>
        new($"{problem}.", text, expression.Position, expression.Length, cause);
}
