using System.Security.Cryptography;
using PD12M.Hashing;

namespace PD12M.Samples;

/// <summary>Makes a small data set of invented records in the layout of the real one, to try things out without a download.</summary>
public static class SampleDataSet
{
    private const int ProgressStep = 100;

    /// <summary>
    /// Writes <c>metadata/pd12m.000.parquet</c> ..., <c>images/&lt;id&gt;.jpeg</c> or <c>.png</c> and
    /// <c>embeddings/pd12m.00.npy</c> ... . Record i is the same in every sample, and every platform writes the same bytes.
    /// </summary>
    /// <param name="folder">Where to; made if it is not there.</param>
    /// <param name="count">Records, at least 1. Memory does not grow with it beyond one metadata file.</param>
    /// <param name="options">The layout, or null for the defaults.</param>
    /// <param name="progress">Is told every hundred records and at the end.</param>
    /// <param name="cancellationToken">Stops between two records; files that are whole by then stay.</param>
    /// <exception cref="ArgumentException">A number is out of range.</exception>
    /// <exception cref="IOException">A file of an earlier sample is there and may not be overwritten (then nothing was written), or writing failed.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static void Write(
        string folder, int count, SampleOptions? options = null, IProgress<SampleProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        options ??= new SampleOptions();
        int rowsPerFile = options.RowsPerFile;
        if (count < 1 || rowsPerFile < 1)
        {
            throw new ArgumentOutOfRangeException(count < 1 ? nameof(count) : nameof(options), "A sample has at least one record, and at least one a file.");
        }

        if (!options.Overwrite && FirstExisting(folder, count, options, cancellationToken) is { } existing)
        {
            throw new IOException($"'{existing}' is there already, and overwriting was not asked for. Nothing was written.");
        }

        string images = Path.Combine(folder, "images");
        Directory.CreateDirectory(Path.Combine(folder, "metadata"));
        Directory.CreateDirectory(images);
        Directory.CreateDirectory(Path.Combine(folder, "embeddings"));
        WriteRecords(folder, images, count, rowsPerFile, progress, cancellationToken);
    }

    private static void WriteRecords(
        string folder, string images, int count, int rowsPerFile, IProgress<SampleProgress>? progress, CancellationToken cancellationToken)
    {
        using IncrementalHash md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        using var tables = new SampleTables(folder, count, rowsPerFile);
        for (int i = 0; i < count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var record = new SampleRecord(i);
            byte[] image = record.EncodeImage();
            using (var file = new PartialFile(Path.Combine(images, record.FileName)))
            {
                file.Stream.Write(image, 0, image.Length);
                file.Commit();
            }

            md5.AppendData(image);
            tables.Add(record, Md5Text.Of(md5.GetHashAndReset()));
            if ((i + 1) % ProgressStep == 0 || i + 1 == count)
            {
                progress?.Report(new SampleProgress(i + 1, count));
            }
        }
    }

    /// <summary>The first file that a sample would overwrite; null where there is none.</summary>
    /// <param name="folder">Where the sample would go.</param>
    /// <param name="count">Its records.</param>
    /// <param name="options">Its layout.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public static string? FirstExisting(string folder, int count, SampleOptions options, CancellationToken cancellationToken = default)
    {
        string images = Path.Combine(folder, "images");
        IEnumerable<string> imagePaths = Enumerable.Range(0, Directory.Exists(images) ? count : 0)
            .Select(i => Path.Combine(images, new SampleRecord(i).FileName));
        foreach (string path in SampleTables.Paths(folder, count, options.RowsPerFile).Concat(imagePaths))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (File.Exists(path))
            {
                return path;
            }
        }

        return null;
    }
}
