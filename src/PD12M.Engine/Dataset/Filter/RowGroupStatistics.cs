using PD12M.Parquet;

namespace PD12M.Dataset;

/// <summary>What the footer's statistics of a row group's columns tell of a test.</summary>
internal sealed class RowGroupStatistics(ParquetFile file, int rowGroup, Func<RecordFields, int> columns)
{
    /// <summary>False only if the test holds for no row.</summary>
    public bool MayMatch(TestExpression expression) => expression.Column.Kind switch
    {
        FilterColumnKind.RowIndex => MayMatchRows(expression.Test),
        FilterColumnKind.Size or FilterColumnKind.Text => MayMatchColumn(expression),
        _ => true,
    };

    private bool MayMatchColumn(TestExpression expression)
    {
        int column = columns(expression.Column.Fields);
        if (column < 0)
        {
            return expression.Test.Evaluate(null);
        }
        RowGroup group = file.RowGroups[rowGroup];
        ColumnChunk chunk = group.Columns[column];
        if (chunk.NullCount != 0 && expression.Test.Evaluate(null))
        {
            return true;
        }
        if (chunk.NullCount is { } nulls && nulls == chunk.ValueCount && nulls == group.RowCount)
        {
            return false;
        }
        return new ValueBounds(file, column).MayMatch(expression.Test, chunk.Min, chunk.Max, chunk.IsMaxExact);
    }

    private bool MayMatchRows(FilterTest test)
    {
        long first = file.RowGroups.Take(rowGroup).Sum(group => group.RowCount);
        long last = first + file.RowGroups[rowGroup].RowCount - 1;
        return last < first || test.Integers is not { } set || (test.IsNegated ? !set.ContainsAllOf(first, last) : set.ContainsAnyOf(first, last));
    }
}
