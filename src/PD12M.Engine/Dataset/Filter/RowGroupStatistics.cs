using System.Buffers.Binary;
using PD12M.Parquet;

namespace PD12M.Dataset;

/// <summary>
/// What the statistics of a row group's columns tell about a filter. Text is judged by its nulls alone: PowerShell's
/// comparisons ignore case and some characters, so that equal texts may lie far apart in the order of their bytes.
/// </summary>
internal sealed class RowGroupStatistics(ParquetFile file, int rowGroup, Func<RecordFields, int> columns)
{
    /// <summary>False only if no row passes.</summary>
    public bool MayMatch(FilterExpression expression) => expression switch
    {
        ConstantExpression constant => constant.Value,
        AllExpression all => all.Terms.All(MayMatch),
        AnyExpression any => any.Terms.Any(MayMatch),
        TestExpression { Column.Kind: FilterColumnKind.RowIndex } test => MayMatchRows(test.Test),
        TestExpression { Column.Kind: FilterColumnKind.Size or FilterColumnKind.Text } test => MayMatch(test),
        _ => true,
    };

    private bool MayMatch(TestExpression expression)
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
        return expression.Column.Kind == FilterColumnKind.Text || MayMatchIntegers(expression.Test, file.Columns[column], chunk);
    }

    private static bool MayMatchIntegers(FilterTest test, ParquetColumn column, ColumnChunk chunk)
    {
        bool isSigned = column.LogicalType is LogicalType.None or LogicalType.SignedInteger;
        if (!isSigned || test.Integers is not { } set || Bound(column.Type, chunk.Min) is not { } low || Bound(column.Type, chunk.Max) is not { } high || low > high)
        {
            return true;
        }
        return test.IsNegated ? !set.ContainsAllOf(low, high) : set.ContainsAnyOf(low, high);
    }

    private bool MayMatchRows(FilterTest test)
    {
        long first = file.RowGroups.Take(rowGroup).Sum(group => group.RowCount);
        long last = first + file.RowGroups[rowGroup].RowCount - 1;
        return last < first || test.Integers is not { } set || (test.IsNegated ? !set.ContainsAllOf(first, last) : set.ContainsAnyOf(first, last));
    }

    private static long? Bound(PhysicalType type, ReadOnlyMemory<byte>? bound) => (type, bound?.Length) switch
    {
        (PhysicalType.Int64, sizeof(long)) => BinaryPrimitives.ReadInt64LittleEndian(bound.GetValueOrDefault().Span),
        (PhysicalType.Int32, sizeof(int)) => BinaryPrimitives.ReadInt32LittleEndian(bound.GetValueOrDefault().Span),
        _ => null,
    };
}
