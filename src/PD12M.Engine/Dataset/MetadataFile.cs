using System.Collections.Concurrent;
using PD12M.Parquet;

namespace PD12M.Dataset;

/// <summary>One parquet file of metadata, open for reading.</summary>
internal sealed class MetadataFile : IDisposable
{
    /// <summary>Batches that the reading thread may be ahead.</summary>
    private const int BatchesAhead = 8;

    private readonly ParquetFile _parquet;

    private MetadataFile(ParquetFile parquet) => _parquet = parquet;

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

    /// <summary>The fields that the caller named although the file has no column for them.</summary>
    /// <exception cref="MetadataColumnException">A column that must be there is missing or of another type.</exception>
    public RecordFields Missing(RecordSelection selection) => RecordColumns.Find(_parquet, selection).Missing & selection.Named;

    /// <summary>Reads records on a thread of its own, a few batches ahead of the caller.</summary>
    /// <param name="selection">The fields to read.</param>
    /// <param name="origin">What the records say of where they come from.</param>
    /// <param name="skip">Rows to pass over, from 0 on.</param>
    /// <param name="take">Rows to read at most.</param>
    /// <param name="token">Ends the reading with <see cref="OperationCanceledException"/>.</param>
    /// <returns>Records in the file's order. The reading thread has ended when the enumerator is disposed.</returns>
    /// <exception cref="MetadataColumnException">A column that must be there is missing or of another type.</exception>
    /// <exception cref="ParquetException">The file is damaged.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public IEnumerable<Record[]> Read(RecordSelection selection, RecordOrigin origin, long skip, long take, CancellationToken token)
    {
        RecordColumns columns = RecordColumns.Find(_parquet, selection);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(token);
        using var batches = new BlockingCollection<Record[]>(BatchesAhead);
        Task reading = Task.Run(() => ReadInto(batches, columns, origin, skip, take, stop.Token), CancellationToken.None);
        try
        {
            foreach (Record[] batch in batches.GetConsumingEnumerable(token))
            {
                yield return batch;
            }
            reading.GetAwaiter().GetResult();
        }
        finally
        {
            stop.Cancel();
            ((IAsyncResult)reading).AsyncWaitHandle.WaitOne();
        }
    }

    public void Dispose() => _parquet.Dispose();

    private void ReadInto(BlockingCollection<Record[]> batches, RecordColumns columns, RecordOrigin origin, long skip, long take, CancellationToken token)
    {
        try
        {
            using var reader = new RecordReader(_parquet, columns, origin, skip, take);
            while (reader.Read() is { Length: > 0 } batch)
            {
                batches.Add(batch, token);
            }
        }
        finally
        {
            batches.CompleteAdding();
        }
    }
}
