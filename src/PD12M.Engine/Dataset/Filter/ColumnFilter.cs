using System.Text.RegularExpressions;

namespace PD12M.Dataset;

/// <summary>A filter that is bound to the open columns of one row group. Not for several threads at once.</summary>
internal sealed class ColumnFilter
{
    /// <summary>The most rows that can be asked about at once; no column has more ready.</summary>
    public const int MostRows = 4096;

    private readonly RowFilter _filter;
    private readonly string _text;

    internal ColumnFilter(RowFilter filter, string text)
    {
        _filter = filter;
        _text = text;
    }

    /// <summary>Whether a row can pass, by the dictionaries of the columns, which are read for it; to be asked before a row is read.</summary>
    /// <returns>False only if no row passes.</returns>
    /// <exception cref="FilterException">A regular expression takes too long.</exception>
    /// <exception cref="Parquet.ParquetException">A dictionary is damaged.</exception>
    public bool MayPass()
    {
        try
        {
            return _filter.MayPass();
        }
        catch (RegexMatchTimeoutException exception)
        {
            throw TooSlow(exception);
        }
    }

    /// <summary>Finds the rows that pass; no cursor is moved.</summary>
    /// <param name="rows">How many rows, at most <see cref="MostRows"/>; all must be ready in every column that the filter reads.</param>
    /// <param name="firstRow">The first one's place in the file.</param>
    /// <param name="passed">Is given a bit for each row, set for those that pass: <see cref="RowMask"/>. At least <see cref="RowMask.Words"/> of the rows.</param>
    /// <returns>How many rows pass.</returns>
    /// <exception cref="FilterException">A regular expression takes too long.</exception>
    public int Select(int rows, long firstRow, Span<ulong> passed)
    {
        passed = passed.Slice(0, RowMask.Words(rows));
        RowMask.Fill(passed, rows);
        try
        {
            _filter.Refine(rows, firstRow, passed);
        }
        catch (RegexMatchTimeoutException exception)
        {
            throw TooSlow(exception);
        }
        return RowMask.Count(passed);
    }

    private FilterException TooSlow(RegexMatchTimeoutException exception) => new(
        $"The regular expression '{exception.Pattern}' takes more than {exception.MatchTimeout.TotalSeconds:0} seconds for one value; make it simpler.", _text, 0, _text.Length, exception);
}
