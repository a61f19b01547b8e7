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

    /// <summary>Lets only the records with certain ids pass: as they are written, in lower case or in upper case.</summary>
    /// <remarks>Other than for a comparison by letter case, bounds of bytes and Bloom filters can answer for these.</remarks>
    public static RecordFilter OfIds(IReadOnlyCollection<string> ids)
    {
        var keys = new TextKeys(ids.SelectMany(id => (string[])[id, id.ToLowerInvariant(), id.ToUpperInvariant()]));
        var test = new FilterTest(new WrittenOperator(FilterOperator.Identical, false, false), keys);
        return new RecordFilter("", new TestExpression(FilterColumn.Find("Id"), test, 0, 0));
    }

    /// <summary>Lets only certain rows of a file pass.</summary>
    public static RecordFilter OfRows(IReadOnlyCollection<long> rows)
    {
        var test = new FilterTest(new WrittenOperator(FilterOperator.In, false, true), rows);
        return new RecordFilter("", new TestExpression(FilterColumn.Find("RowIndex"), test, 0, 0));
    }

    /// <summary>Lets only the records pass that another filter lets pass too.</summary>
    public RecordFilter And(RecordFilter other) => new(other.Text, FilterExpression.And(_expression, other._expression));

    /// <summary>Whether a row group can have a row that passes, by its statistics.</summary>
    /// <param name="file">The file.</param>
    /// <param name="rowGroup">The row group's index.</param>
    /// <param name="columns">The index of each field's column in the file; negative where there is none.</param>
    /// <returns>False only if no row passes.</returns>
    public bool MayMatch(ParquetFile file, int rowGroup, Func<RecordFields, int> columns) =>
        _expression.MayHold(new RowGroupStatistics(file, rowGroup, columns).MayMatch);

    /// <summary>The rows of a row group that may pass, by its statistics, and then by what must be read for it: Bloom filters and page indexes.</summary>
    /// <param name="file">The file.</param>
    /// <param name="rowGroup">The row group's index.</param>
    /// <param name="columns">As for <see cref="MayMatch"/>.</param>
    /// <param name="tally">Is told what is passed over.</param>
    /// <returns>The rows, counted from the row group's first; all others do not pass.</returns>
    public RowRanges Candidates(ParquetFile file, int rowGroup, Func<RecordFields, int> columns, PruningTally tally)
    {
        if (!MayMatch(file, rowGroup, columns))
        {
            tally.AddExcluded(PruningMeans.Statistics);
            return RowRanges.None;
        }
        if (!_expression.MayHold(new RowGroupBloomFilters(file, rowGroup, columns, tally).MayMatch))
        {
            tally.AddExcluded(PruningMeans.BloomFilter);
            return RowRanges.None;
        }
        RowRanges rows = new RowGroupPages(file, rowGroup, columns, tally).Candidates(_expression);
        if (rows.IsEmpty)
        {
            tally.AddExcluded(PruningMeans.PageIndex);
        }
        return rows;
    }

    /// <summary>Whether every row of a row group passes, by its statistics.</summary>
    /// <param name="file">The file.</param>
    /// <param name="rowGroup">The row group's index.</param>
    /// <param name="columns">As for <see cref="MayMatch"/>.</param>
    /// <returns>True only if all rows pass.</returns>
    public bool MustMatch(ParquetFile file, int rowGroup, Func<RecordFields, int> columns) =>
        !_expression.Negate().MayHold(new RowGroupStatistics(file, rowGroup, columns).MayMatch);

    /// <summary>Makes ready for the rows of one row group.</summary>
    /// <param name="readers">The row group's open columns; they stay the caller's, who moves them on.</param>
    /// <param name="metadataFile">The file's full path, as the records have it.</param>
    /// <exception cref="FilterException">A column that the data set does not know holds something that cannot be compared so.</exception>
    public ColumnFilter Bind(FilterColumnReaders readers, string metadataFile) => new(new FilterBinder(Text, readers, metadataFile).Bind(_expression), Text);
}
