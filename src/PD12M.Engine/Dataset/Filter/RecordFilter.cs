using System.Collections;
using PD12M.Parquet;

namespace PD12M.Dataset;

/// <summary>A condition on records, as administrators write it for Get-ADUser or Where-Object. Safe for several threads.</summary>
internal sealed class RecordFilter
{
    private readonly FilterExpression _expression;

    private RecordFilter(string text, FilterExpression expression)
    {
        Text = text;
        _expression = expression;
        TestExpression[] tests = [.. expression.Tests()];
        Fields = tests.Aggregate(RecordFields.None, (fields, test) => fields | test.Column.Fields);
        ExtraColumns = [.. tests.Where(test => test.Column.Kind == FilterColumnKind.Extra).Select(test => test.Column.Name).Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>The filter as it was written.</summary>
    public string Text { get; }

    /// <summary>The stored fields that must be read for it.</summary>
    public RecordFields Fields { get; }

    /// <summary>The columns outside the data set's schema that must be read for it, as the filter has their names.</summary>
    public IReadOnlyList<string> ExtraColumns { get; }

    /// <summary>Understands a filter. The culture of the calling thread is the one whose letter case -like and -match go by.</summary>
    /// <param name="text">The filter, with or without braces around it.</param>
    /// <param name="variables">Gives the values of the variables in it.</param>
    /// <exception cref="FilterException">It is no filter, or compares what cannot be compared.</exception>
    public static RecordFilter Parse(string text, FilterVariables variables) => new(text, FilterParser.Parse(text, variables));

    /// <summary>Lets only the records with certain ids pass, in any case.</summary>
    public static RecordFilter OfIds(IReadOnlyCollection<string> ids) => OfValues("Id", ids);

    /// <summary>Lets only certain rows of a file pass.</summary>
    public static RecordFilter OfRows(IReadOnlyCollection<long> rows) => OfValues("RowIndex", rows);

    /// <summary>Lets only the records pass that another filter lets pass too.</summary>
    public RecordFilter And(RecordFilter other) => new(other.Text, FilterExpression.And(_expression, other._expression));

    /// <summary>Whether a row group can have a row that passes, by its statistics.</summary>
    /// <param name="file">The file.</param>
    /// <param name="rowGroup">The row group's index.</param>
    /// <param name="columns">The index of each field's column in the file; negative where there is none.</param>
    /// <returns>False only if no row passes.</returns>
    public bool MayMatch(ParquetFile file, int rowGroup, Func<RecordFields, int> columns) => new RowGroupStatistics(file, rowGroup, columns).MayMatch(_expression);

    /// <summary>Whether every row of a row group passes, by its statistics.</summary>
    /// <param name="file">The file.</param>
    /// <param name="rowGroup">The row group's index.</param>
    /// <param name="columns">As for <see cref="MayMatch"/>.</param>
    /// <returns>True only if all rows pass.</returns>
    public bool MustMatch(ParquetFile file, int rowGroup, Func<RecordFields, int> columns) => !new RowGroupStatistics(file, rowGroup, columns).MayMatch(_expression.Negate());

    /// <summary>Makes ready for the rows of one row group.</summary>
    /// <param name="readers">The row group's open columns; they stay the caller's, who moves them on.</param>
    /// <param name="metadataFile">The file's full path, as the records have it.</param>
    /// <exception cref="FilterException">A column that the data set does not know holds something that cannot be compared so.</exception>
    public ColumnFilter Bind(FilterColumnReaders readers, string metadataFile) => new(new FilterBinder(Text, readers, metadataFile).Bind(_expression), Text);

    private static RecordFilter OfValues(string column, IEnumerable values)
    {
        var test = new FilterTest(new WrittenOperator(FilterOperator.In, false, true), values);
        return new RecordFilter("", new TestExpression(FilterColumn.Find(column), test, 0, 0));
    }
}
