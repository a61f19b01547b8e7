using System.Globalization;
using PD12M.Embeddings;
using PD12M.Parquet;

namespace PD12M.Samples;

/// <summary>The metadata and embedding files of a sample, each begun with its first record and named with its last.</summary>
internal sealed class SampleTables(string folder, int count, int rowsPerFile) : IDisposable
{
    private const int MetadataFilesPerEmbeddingFile = 10;

    private readonly SampleEmbedding _embedding = new(SampleTopic.All.Length);
    private PartialFile? _metadataFile;
    private ParquetWriter? _metadata;
    private PartialFile? _embeddingFile;
    private NpyWriter? _embeddings;
    private int _rows;

    private long RowsPerEmbeddingFile => (long)rowsPerFile * MetadataFilesPerEmbeddingFile;

    /// <summary>The files' paths, in their order.</summary>
    public static IEnumerable<string> Paths(string folder, int count, int rowsPerFile)
    {
        for (long row = 0; row < count; row += rowsPerFile)
        {
            yield return MetadataPath(folder, row / rowsPerFile);
        }

        long rowsPerEmbeddingFile = (long)rowsPerFile * MetadataFilesPerEmbeddingFile;
        for (long row = 0; row < count; row += rowsPerEmbeddingFile)
        {
            yield return EmbeddingPath(folder, row / rowsPerEmbeddingFile);
        }
    }

    public void Add(SampleRecord record, string hash)
    {
        if (_rows % rowsPerFile == 0)
        {
            _metadataFile = new PartialFile(MetadataPath(folder, _rows / rowsPerFile));
            _metadata = new ParquetWriter(_metadataFile.Stream, SampleRecord.Columns, new ParquetWriterOptions { RowGroupRows = rowsPerFile });
        }

        if (_rows % RowsPerEmbeddingFile == 0)
        {
            _embeddingFile = new PartialFile(EmbeddingPath(folder, _rows / RowsPerEmbeddingFile));
            _embeddings = new NpyWriter(_embeddingFile.Stream, Math.Min(RowsPerEmbeddingFile, count - _rows), SampleEmbedding.Dimensions);
        }

        _metadata!.WriteRow(record.Row(hash));
        SplitMix64 random = record.Random(3);
        _embeddings!.WriteRow(_embedding.Make(record.Topic, ref random));
        _rows++;
        if (_rows % rowsPerFile == 0 || _rows == count)
        {
            _metadata.Finish();
            _metadataFile!.Commit();
        }

        if (_rows % RowsPerEmbeddingFile == 0 || _rows == count)
        {
            _embeddings.Finish();
            _embeddingFile!.Commit();
        }
    }

    public void Dispose()
    {
        _metadata?.Dispose();
        _metadataFile?.Dispose();
        _embeddings?.Dispose();
        _embeddingFile?.Dispose();
    }

    private static string MetadataPath(string folder, long file) =>
        Path.Combine(folder, "metadata", string.Format(CultureInfo.InvariantCulture, "pd12m.{0:D3}.parquet", file));

    private static string EmbeddingPath(string folder, long file) =>
        Path.Combine(folder, "embeddings", string.Format(CultureInfo.InvariantCulture, "pd12m.{0:D2}.npy", file));
}
