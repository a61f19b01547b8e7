using PD12M.Parquet;

namespace PD12M.Dataset;

/// <summary>Open columns of one row group, moved along together.</summary>
internal sealed class OpenColumns : IDisposable
{
    private readonly string _file;
    private readonly IDisposable? _prefetch;
    private readonly Dictionary<int, ColumnReader> _readers = [];

    /// <param name="file">The file.</param>
    /// <param name="rowGroup">The row group's index.</param>
    /// <param name="columns">The columns' indexes; one may occur twice.</param>
    /// <param name="rows">The rows that are going to be read; all others are passed over.</param>
    /// <exception cref="ParquetException">A column cannot be read.</exception>
    public OpenColumns(ParquetFile file, int rowGroup, IEnumerable<int> columns, RowRanges rows)
    {
        _file = file.Name;
        int[] distinct = [.. columns.Distinct()];
        bool isPartly = !rows.HasAllOf(file.RowGroups[rowGroup].RowCount);
        _prefetch = file.Prefetch(rowGroup, distinct, isPartly ? rows.HasAnyOf : null);
        try
        {
            foreach (int column in distinct)
            {
                _readers.Add(column, file.OpenColumn(rowGroup, column, isPartly));
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>A column by its index; null for a negative one.</summary>
    public ColumnReader? this[int column] => column < 0 ? null : _readers[column];

    /// <summary>Makes rows ready in every column.</summary>
    /// <param name="rows">How many at most; the row group has as many left.</param>
    /// <returns>How many; one at least.</returns>
    /// <exception cref="ParquetException">A column is damaged, or shorter than its row group.</exception>
    public int Fill(int rows)
    {
        foreach (ColumnReader reader in _readers.Values)
        {
            int ready = reader.Fill();
            if (ready == 0)
            {
                throw new ParquetException(
                    ParquetFault.Corrupt,
                    $"Column '{reader.Column.Name}' of '{_file}' ends although its row group goes on. The file is damaged; fetch it again.");
            }
            rows = Math.Min(rows, ready);
        }
        return rows;
    }

    /// <summary>Moves past rows that are ready.</summary>
    public void Advance(int rows)
    {
        foreach (ColumnReader reader in _readers.Values)
        {
            reader.Advance(rows);
        }
    }

    /// <summary>Moves past rows, ready or not.</summary>
    public void Skip(long rows)
    {
        foreach (ColumnReader reader in _readers.Values)
        {
            reader.Skip(rows);
        }
    }

    public void Dispose()
    {
        foreach (ColumnReader reader in _readers.Values)
        {
            reader.Dispose();
        }
        _prefetch?.Dispose();
    }
}
