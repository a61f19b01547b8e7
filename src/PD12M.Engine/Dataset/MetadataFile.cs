using PD12M.Parquet;

namespace PD12M.Dataset;

/// <summary>One parquet file of metadata, open for reading.</summary>
internal sealed class MetadataFile : IDisposable
{
    /// <summary>As many values as somebody may choose from.</summary>
    private const int MostFewTexts = 200;

    private const int MostBytesOfFewTexts = 64 * 1024;

    private readonly ParquetFile _parquet;

    private MetadataFile(ParquetFile parquet) => _parquet = parquet;

    /// <summary>The file's full path or address.</summary>
    public string Path => _parquet.Name;

    /// <summary>The number of records, from the footer.</summary>
    public long RowCount => _parquet.RowCount;

    /// <summary>The file as its footer describes it.</summary>
    public MetadataFileInfo Info => MetadataFileInfo.Of(_parquet);

    /// <summary>Opens a file and reads its footer.</summary>
    /// <exception cref="ParquetException">The file is no parquet file, or a damaged one.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static MetadataFile Open(string path) => new(ParquetFile.Open(path));

    /// <summary>Opens a file of any kind, called <paramref name="name"/> in messages; it is closed with the result, or at once if this fails.</summary>
    /// <exception cref="ParquetException">The file is no parquet file, or a damaged one.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static MetadataFile Open(ByteSource source, string name) => new(ParquetFile.Open(source, name));

    /// <summary>The *.parquet files of a folder in natural name order: pd12m.2 before pd12m.10.</summary>
    public static IReadOnlyList<string> InFolder(string folder)
    {
        string[] files = Directory.GetFiles(folder, "*.parquet");
        Array.Sort(files, NaturalOrder.Compare);
        return files;
    }

    /// <summary>The values of a column of text in the first row group, where its dictionary tells them at little cost.</summary>
    /// <param name="column">The column's or property's name.</param>
    /// <returns>The values in the dictionary's order; none where there are many, or the column has another type.</returns>
    /// <exception cref="MetadataColumnException">There is no such column.</exception>
    /// <exception cref="ParquetException">The column is damaged.</exception>
    public IReadOnlyList<string> FewTexts(string column)
    {
        FilterColumn wanted = FilterColumn.Find(column);
        RecordColumns columns = RecordColumns.Find(_parquet, RecordSelection.Of([column]));
        int index = columns.IndexOf(wanted.Fields, column);
        if (index < 0 || _parquet.RowGroups.Count == 0 || !LogicalValue.IsText(_parquet.Columns[index]))
        {
            return [];
        }
        ColumnChunk chunk = _parquet.RowGroups[0].Columns[index];
        if (!chunk.IsWhollyDictionaryEncoded || chunk.DataPageOffset - chunk.StartOffset > MostBytesOfFewTexts)
        {
            return [];
        }
        using ColumnReader reader = _parquet.OpenColumn(0, index);
        return reader is ByteArrayColumnReader texts && texts.TryLoadDictionary() && texts.DictionarySize <= MostFewTexts
            ? [.. Enumerable.Range(0, texts.DictionarySize).Select(entry => Utf8Text.GetString(texts.GetDictionaryBytes(entry)))]
            : [];
    }

    /// <summary>Prepares the reading of records.</summary>
    /// <param name="selection">The fields to fill.</param>
    /// <param name="filter">Which records are wanted; null for all.</param>
    /// <param name="origin">What the records say of where they come from.</param>
    /// <param name="pruning">Is told what the filter spares.</param>
    /// <exception cref="MetadataColumnException">A column that must be there is missing or of another type.</exception>
    public RecordPlan Plan(RecordSelection selection, RecordFilter? filter, RecordOrigin origin, PruningTally pruning) =>
        new(_parquet, selection, filter, origin, pruning);

    /// <summary>Cuts rows into runs that can be read at once, at the bounds of row groups.</summary>
    /// <param name="skip">Rows before the first run.</param>
    /// <param name="take">Rows of all runs.</param>
    /// <param name="atLeast">Rows that a run has at least, but for the last one.</param>
    /// <returns>Each run's first row and number of rows.</returns>
    public IEnumerable<(long Skip, long Take)> Runs(long skip, long take, long atLeast)
    {
        long start = skip;
        long end = skip + take;
        long groupEnd = 0;
        foreach (RowGroup group in _parquet.RowGroups)
        {
            groupEnd += group.RowCount;
            long stop = Math.Min(groupEnd, end);
            if (stop - start >= atLeast)
            {
                yield return (start, stop - start);
                start = stop;
            }
        }
        if (start < end)
        {
            yield return (start, end - start);
        }
    }

    /// <summary>Begins to read records; from several threads at once, if need be.</summary>
    /// <param name="plan">What is read.</param>
    /// <param name="skip">Rows to pass over, from 0 on.</param>
    /// <param name="take">Rows to look at, at most.</param>
    public RecordReader Read(RecordPlan plan, long skip, long take) => new(_parquet, plan, skip, take);

    /// <summary>Measures the records.</summary>
    /// <param name="measurement">Which records, and what of them.</param>
    /// <param name="slots">Has a place for each part that may be measured at once, of this file and of others.</param>
    /// <param name="atOnce">How many parts of this file may be under way; the results do not depend on it.</param>
    /// <param name="token">Ends it with <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="MetadataColumnException">A column that must be there is missing or of another type.</exception>
    /// <exception cref="FilterException">The filter compares a column of this file with what it cannot be compared with.</exception>
    /// <exception cref="MeasureLimitException">There are more distinct values or bins than can be counted.</exception>
    public Task<MeasureTally> MeasureAsync(RecordMeasurement measurement, SemaphoreSlim slots, int atOnce, CancellationToken token) =>
        measurement.MeasureAsync(_parquet, slots, atOnce, token);

    public void Dispose() => _parquet.Dispose();
}
