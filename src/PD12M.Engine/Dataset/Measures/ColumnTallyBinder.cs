using System.Text;
using PD12M.Parquet;

namespace PD12M.Dataset;

/// <summary>Chooses how a column is tallied, by what the file holds.</summary>
internal sealed class ColumnTallyBinder(FilterColumnReaders readers, string metadataFile)
{
    /// <param name="tally">What takes the values.</param>
    /// <exception cref="MetadataColumnException">The column holds what cannot be measured so.</exception>
    public ColumnTally Bind(PropertyTally tally)
    {
        FilterColumn column = tally.Column.Column;
        return column.Kind switch
        {
            FilterColumnKind.Size => new IntegerTally(tally.Numbers, Size(column.Fields)),
            FilterColumnKind.RowIndex => new IntegerTally(tally.Numbers, new IntegerSource.RowNumbers()),
            FilterColumnKind.Megapixels => Calculated(tally, RealSource.Megapixels),
            FilterColumnKind.AspectRatio => Calculated(tally, RealSource.AspectRatio),
            FilterColumnKind.MetadataFile => new ConstantTally(tally.Values, Encoding.UTF8.GetBytes(metadataFile)),
            FilterColumnKind.Text => readers(column.Fields, "") is ByteArrayColumnReader text ? new TextTally(tally.Values, text) : new ConstantTally(tally.Values, null),
            _ => BindExtra(tally, readers(RecordFields.None, column.Name)!),
        };
    }

    private IntegerSource Size(RecordFields field) => IntegerSource.Of(readers(field, "")!, isSize: true)!;

    private RealTally Calculated(PropertyTally tally, Func<long, long, double?> calculate) =>
        new(tally.Numbers, new RealSource.Calculated(Size(RecordFields.Width), Size(RecordFields.Height), calculate));

    private ColumnTally BindExtra(PropertyTally tally, ColumnReader reader)
    {
        bool isPlain = reader.Column.LogicalType is LogicalType.None or LogicalType.SignedInteger;
        return reader switch
        {
            ByteArrayColumnReader text when !tally.Column.NumbersOnly && LogicalValue.IsText(reader.Column) => new TextTally(tally.Values, text),
            ValueColumnReader<float> floats when isPlain => new RealTally(tally.Numbers, new RealSource.Floats(floats)),
            ValueColumnReader<double> doubles when isPlain => new RealTally(tally.Numbers, new RealSource.Doubles(doubles)),
            _ when isPlain && IntegerSource.Of(reader, isSize: false) is { } integers => new IntegerTally(tally.Numbers, integers),
            _ => throw new MetadataColumnException(
                MetadataColumnFault.WrongType,
                $"Column '{reader.Column.Name}' of '{metadataFile}' holds {reader.Column.Type} ({reader.Column.LogicalType}), not numbers{(tally.Column.NumbersOnly ? "" : " or text")}. Choose another column, or measure its records with Get-PD12MRecord and Measure-Object or Group-Object.",
                reader.Column.Name),
        };
    }
}
