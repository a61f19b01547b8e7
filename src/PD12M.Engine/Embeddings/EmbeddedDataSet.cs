using PD12M.Dataset;
using PD12M.Parquet;

namespace PD12M.Embeddings;

/// <summary>Metadata with the embeddings of its images: row i of the one, over all its files, belongs to row i of the other.</summary>
internal sealed class EmbeddedDataSet : IDisposable
{
    private readonly RowSequence _metadata;
    private int _filesBegun;
    private int _filesToRead = 1;

    private EmbeddedDataSet(RowSequence metadata, EmbeddingSet embeddings)
    {
        _metadata = metadata;
        Embeddings = embeddings;
    }

    /// <summary>The embeddings.</summary>
    public EmbeddingSet Embeddings { get; }

    /// <summary>How many metadata files the reading under way, or the last one, has come to; may be asked by any thread.</summary>
    public int FilesBegun => Volatile.Read(ref _filesBegun);

    /// <summary>How much of that reading is done, 0 to 1, by files; may be asked by any thread.</summary>
    public double Progress => (double)Math.Max(0, FilesBegun - 1) / Volatile.Read(ref _filesToRead);

    /// <summary>Opens the files, which must have as many rows of the one kind as of the other.</summary>
    /// <param name="metadata">The metadata files' full paths in their order.</param>
    /// <param name="embeddings">The files of embeddings, one at least.</param>
    /// <param name="openMetadata">Opens a metadata file.</param>
    /// <param name="openEmbeddings">Opens a file of embeddings.</param>
    /// <exception cref="EmbeddingSetException">They do not belong together.</exception>
    /// <exception cref="NpyException">A file of embeddings cannot be understood.</exception>
    /// <exception cref="IOException">A file of embeddings cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file of embeddings may not be read.</exception>
    public static EmbeddedDataSet Open(IReadOnlyList<string> metadata, IReadOnlyList<string> embeddings, Func<string, MetadataFile> openMetadata, Func<string, NpyFile> openEmbeddings)
    {
        List<(string, long)> files = [];
        foreach (string path in metadata)
        {
            using MetadataFile file = openMetadata(path);
            files.Add((path, file.RowCount));
        }
        var rows = new RowSequence(files);
        EmbeddingSet set = EmbeddingSet.Open(embeddings, openEmbeddings);
        if (rows.Count == set.Rows.Count)
        {
            return new EmbeddedDataSet(rows, set);
        }
        set.Dispose();
        throw RowsDiffer(rows, set.Rows);
    }

    /// <summary>The row of a record; -1 for a record of another file.</summary>
    public long RowOf(Record record)
    {
        int file = _metadata.IndexOf(record.MetadataFile);
        return file >= 0 && record.RowIndex < _metadata.Start(file + 1) - _metadata.Start(file) ? _metadata.Start(file) + record.RowIndex : -1;
    }

    /// <summary>Finds the rows of ids, in any case of letters.</summary>
    /// <param name="ids">The ids; the files are read once for all of them.</param>
    /// <param name="runsAtOnce">How many runs of row groups are read at once.</param>
    /// <param name="token">Ends the search.</param>
    /// <returns>The rows of the ids that are there.</returns>
    /// <exception cref="ParquetException">A file is damaged.</exception>
    /// <exception cref="MetadataColumnException">A file has no ids.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public Dictionary<string, long> RowsOf(IReadOnlyCollection<string> ids, int runsAtOnce, CancellationToken token)
    {
        var rows = new Dictionary<string, long>(StringComparer.OrdinalIgnoreCase);
        if (ids.Count == 0)
        {
            return rows;
        }
        int distinct = ids.Distinct(StringComparer.OrdinalIgnoreCase).Count();
        foreach (Record record in Scan(RecordSelection.Of([nameof(Record.Id)]), RecordFilter.OfIds(ids), runsAtOnce, token))
        {
            if (!rows.ContainsKey(record.Id!))
            {
                rows.Add(record.Id!, RowOf(record));
            }
            if (rows.Count == distinct)
            {
                break;
            }
        }
        return rows;
    }

    /// <summary>Finds the rows that a filter lets pass.</summary>
    /// <param name="filter">The filter.</param>
    /// <param name="runsAtOnce">How many runs of row groups are read at once.</param>
    /// <param name="token">Ends the search.</param>
    /// <returns>A bit for each row: <see cref="RowMask"/>.</returns>
    /// <exception cref="FilterException">The filter compares a column with what it cannot be compared with.</exception>
    /// <exception cref="ParquetException">A file is damaged.</exception>
    /// <exception cref="MetadataColumnException">A column that the filter reads is missing or of another type.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public ulong[] Candidates(RecordFilter filter, int runsAtOnce, CancellationToken token)
    {
        ulong[] mask = new ulong[RowMask.Words((int)_metadata.Count)];
        foreach (Record record in Scan(RecordSelection.Of([nameof(Record.RowIndex)]), filter, runsAtOnce, token))
        {
            long row = RowOf(record);
            mask[row >> 6] |= 1UL << (int)(row & 63);
        }
        return mask;
    }

    /// <summary>Reads the records of rows.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="selection">The fields to fill.</param>
    /// <param name="token">Ends the reading.</param>
    /// <returns>The records by their rows.</returns>
    /// <exception cref="EmbeddingSetException">A file has been replaced meanwhile.</exception>
    /// <exception cref="ParquetException">A file is damaged.</exception>
    /// <exception cref="MetadataColumnException">A column that must be there is missing or of another type.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public Dictionary<long, Record> Records(IEnumerable<long> rows, RecordSelection selection, CancellationToken token)
    {
        Dictionary<long, Record> records = [];
        IGrouping<int, long>[] groups = [.. rows.Distinct().GroupBy(_metadata.FileOf)];
        BeginReading(groups.Length);
        foreach (IGrouping<int, long> group in groups)
        {
            Interlocked.Increment(ref _filesBegun);
            string path = _metadata.Paths[group.Key];
            long start = _metadata.Start(group.Key);
            long[] inFile = [.. group.Select(row => row - start)];
            long first = inFile.Min();
            int before = records.Count;
            using MetadataFile file = MetadataFile.Open(path);
            RecordPlan plan = file.Plan(selection, RecordFilter.OfRows(inFile), new RecordOrigin(path, start, _metadata.Count), new PruningTally());
            using RecordReader reader = file.Read(plan, first, inFile.Max() - first + 1);
            while (reader.Read(token) is { } batch)
            {
                foreach (Record record in batch)
                {
                    records.Add(start + record.RowIndex, record);
                }
            }
            if (records.Count - before != inFile.Length)
            {
                throw new EmbeddingSetException(EmbeddingSetFault.RowsDiffer, path, $"'{path}' has fewer rows than when it was opened: it has been replaced meanwhile. Run the command again.");
            }
        }
        return records;
    }

    /// <summary>Ends the mappings; nobody may be reading.</summary>
    public void Dispose() => Embeddings.Dispose();

    private IEnumerable<Record> Scan(RecordSelection selection, RecordFilter filter, int runsAtOnce, CancellationToken token)
    {
        BeginReading(_metadata.Paths.Count);
        var scan = new MetadataScan(selection, 0, long.MaxValue, token)
        {
            Filter = filter,
            RunsAtOnce = runsAtOnce,
            Opened = (_, _) => Interlocked.Increment(ref _filesBegun),
        };
        return scan.Read(_metadata.Paths).SelectMany(batch => batch);
    }

    private void BeginReading(int files)
    {
        Volatile.Write(ref _filesBegun, 0);
        Volatile.Write(ref _filesToRead, Math.Max(1, files));
    }

    private static EmbeddingSetException RowsDiffer(RowSequence metadata, RowSequence embeddings)
    {
        string message = $"There are {embeddings.Count} embeddings in {embeddings.Paths.Count} files, but {metadata.Count} records in {metadata.Paths.Count} files. ";
        for (int i = 0; i < embeddings.Paths.Count; i++)
        {
            long end = embeddings.Start(i + 1);
            if (end > metadata.Count)
            {
                return Error(embeddings.Paths[i], message + $"'{embeddings.Paths[i]}' ends with row {end - 1}, the last metadata file, '{metadata.Paths[^1]}', with row {metadata.Count - 1}.");
            }
            int file = end == metadata.Count ? metadata.Paths.Count : metadata.FileOf(end);
            if (file < metadata.Paths.Count && metadata.Start(file) != end)
            {
                return Error(embeddings.Paths[i], message + $"'{embeddings.Paths[i]}' ends with row {end - 1}, which is in the middle of '{metadata.Paths[file]}', rows {metadata.Start(file)} to {metadata.Start(file + 1) - 1}.");
            }
        }
        int rest = metadata.FileOf(embeddings.Count);
        return Error(metadata.Paths[rest], message + $"The embeddings end with '{embeddings.Paths[^1]}', the records go on with '{metadata.Paths[rest]}'.");

        static EmbeddingSetException Error(string path, string message) => new(
            EmbeddingSetFault.RowsDiffer, path, message + " A file may be missing, too many, or of another release; row i of the embeddings must belong to row i of the metadata.");
    }
}
