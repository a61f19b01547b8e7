using System.Diagnostics;
using System.Management.Automation;
using PD12M.Embeddings;

namespace PD12M.Commands;

/// <summary>New-PD12MIndex: makes an index beside each file of embeddings.</summary>
[Cmdlet(VerbsCommon.New, "PD12MIndex", SupportsShouldProcess = true)]
[OutputType(typeof(EmbeddingIndex))]
public sealed class NewIndexCommand : EmbeddingFileCmdlet
{
    private EmbeddingSet? _embeddings;
    private float[]? _centroid;
    private long _rowsFinished;

    /// <summary>Makes all indexes again, also those that are whole and belong to the embeddings.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        _embeddings = OpenEmbeddings();
        try
        {
            List<NpyFile> wanted = [.. _embeddings.Files.Where(IsWanted)];
            var progress = new ProgressReport(this, 6, "Making indexes");
            wanted.ForEach(file => Make(file, wanted.Sum(other => other.Info.Rows), progress));
            progress.Complete();
        }
        catch (OperationCanceledException) when (Stopping)
        {
            throw new PipelineStoppedException();
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            _embeddings?.Dispose();
        }
    }

    private EmbeddingSet OpenEmbeddings()
    {
        string path = "";
        try
        {
            return EmbeddingSet.Open(ResolveEmbeddings(folder => path = folder), file => NpyFile.Open(path = file));
        }
        catch (Exception error) when (Errors.Embedding(path, error) is { } record)
        {
            ThrowTerminatingError(record);
            throw;
        }
    }

    /// <summary>Whether an index is to be made; one that is kept is emitted.</summary>
    private bool IsWanted(NpyFile source)
    {
        string path = IndexFile.PathOf(source.Info.Path);
        if (Force)
        {
            return true;
        }
        var checking = Stopwatch.StartNew();
        try
        {
            using IndexFile index = IndexFile.Open(source);
            index.Verify(StopToken);
            // Duplicates are found by codes, and these can be compared only where one centroid was taken away from all.
            if (!index.Header.Centroid.AsSpan().SequenceEqual(_centroid ??= index.Header.Centroid))
            {
                WriteVerbose($"'{path}' was not made together with those before it. It is made again.");
                return true;
            }
        }
        catch (IndexException error) when (error.Fault is IndexFault.Missing or IndexFault.Corrupt or IndexFault.Mismatch)
        {
            WriteVerbose(error.Fault == IndexFault.Missing ? $"There is no '{path}' yet." : $"{error.Message} It is made again now.");
            return true;
        }
        catch (Exception error) when (Errors.Index(path, error) is { } record)
        {
            WriteError(record);
            return false;
        }
        WriteVerbose($"'{path}' is whole and belongs to the embeddings. It is kept.");
        Write(source, EmbeddingIndexStatus.AlreadyThere, checking.Elapsed);
        return false;
    }

    private void Make(NpyFile source, long rows, ProgressReport progress)
    {
        string path = IndexFile.PathOf(source.Info.Path);
        if (!ShouldProcess(path, $"Make an index of {source.Info.Rows} embeddings"))
        {
            return;
        }
        var making = Stopwatch.StartNew();
        try
        {
            var builder = new IndexBuilder(source, _centroid ??= IndexBuilder.CentroidOf(_embeddings!, StopToken));
            Await(
                () =>
                {
                    builder.Build(ThrottleLimit, StopToken);
                    return true;
                },
                () => progress.Show(_rowsFinished + builder.RowsDone, null, (double)(_rowsFinished + builder.RowsDone) / Math.Max(1, rows)));
            Write(source, EmbeddingIndexStatus.Built, making.Elapsed);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            WriteError(Errors.IndexWriteFailed(path, error));
        }
        _rowsFinished += source.Info.Rows;
    }

    private void Write(NpyFile source, EmbeddingIndexStatus status, TimeSpan elapsed)
    {
        string path = IndexFile.PathOf(source.Info.Path);
        WriteObject(new EmbeddingIndex(path, status, source.Info.Rows, source.Info.Dimensions, new FileInfo(path).Length, elapsed));
    }
}
