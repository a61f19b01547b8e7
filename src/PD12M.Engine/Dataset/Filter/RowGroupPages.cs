using PD12M.Parquet;

namespace PD12M.Dataset;

/// <summary>What the page indexes of a row group's columns tell of a filter: which rows lie in pages that may have a row that passes.</summary>
internal sealed class RowGroupPages(ParquetFile file, int rowGroup, Func<RecordFields, int> columns, PruningTally tally)
{
    private readonly Dictionary<int, PageIndex?> _indexes = [];
    private readonly RowRanges _all = RowRanges.All(file.RowGroups[rowGroup].RowCount);

    /// <summary>All rows but those that do not pass, as far as it is known.</summary>
    public RowRanges Candidates(FilterExpression expression)
    {
        RowRanges rows = Find(expression);
        foreach (PageIndex index in rows.IsEmpty ? [] : _indexes.Values.OfType<PageIndex>())
        {
            tally.AddPages(index.Count, Enumerable.Range(0, index.Count).Count(page => !rows.HasAnyOf(index.FirstRow(page), index.EndRow(page))));
        }
        return rows;
    }

    private RowRanges Find(FilterExpression expression) => expression switch
    {
        ConstantExpression { Value: false } => RowRanges.None,
        AllExpression all => all.Terms.Select(Find).Aggregate((left, right) => left.Intersect(right)),
        AnyExpression any => any.Terms.Select(Find).Aggregate((left, right) => left.Union(right)),
        TestExpression { Column.Kind: FilterColumnKind.Size or FilterColumnKind.Text } test => FindPages(test),
        _ => _all,
    };

    private RowRanges FindPages(TestExpression expression)
    {
        int column = columns(expression.Column.Fields);
        if (column < 0 || Index(column) is not { } index)
        {
            return _all;
        }
        bool ofNull = expression.Test.Evaluate(null);
        var bounds = new ValueBounds(file, column);
        var rows = new RowRanges();
        for (int page = 0; page < index.Count; page++)
        {
            // How exact the bounds are is not said of pages.
            bool mayMatch = (ofNull && index.MayHaveNulls(page))
                || (!index.IsNull(page) && bounds.MayMatch(expression.Test, index.Min(page), index.Max(page), isMaxExact: false));
            if (mayMatch)
            {
                rows.Add(index.FirstRow(page), index.EndRow(page));
            }
        }
        return rows;
    }

    private PageIndex? Index(int column)
    {
        if (!_indexes.TryGetValue(column, out PageIndex? index))
        {
            try
            {
                index = file.ReadPageIndex(rowGroup, column);
            }
            catch (MalformedDataException fault)
            {
                tally.AddUnusable(file, rowGroup, column, fault);
            }
            _indexes.Add(column, index);
        }
        return index;
    }
}
