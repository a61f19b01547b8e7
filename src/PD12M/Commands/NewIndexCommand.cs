using System.Diagnostics;
using System.Management.Automation;
using PD12M.Embeddings;
using PD12M.Samples;

namespace PD12M.Commands;

/// <summary>New-PD12MIndex: makes an index beside each file of embeddings.</summary>
[Cmdlet(VerbsCommon.New, "PD12MIndex", SupportsShouldProcess = true)]
[OutputType(typeof(EmbeddingIndex))]
public sealed class NewIndexCommand : EmbeddingFileCmdlet
{
    private EmbeddingSet? _embeddings;
    private float[]? _centroid;
    private long _rowsChecked;
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
            foreach (NpyFile file in _embeddings.Files)
            {
                RemoveLeftovers(IndexFile.PathOf(file.Info.Path));
            }
            var checking = new ProgressReport(this, 9, "Checking indexes");
            List<NpyFile> wanted = [.. _embeddings.Files.Where(file => IsWanted(file, checking))];
            checking.Complete();
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
    private bool IsWanted(NpyFile source, ProgressReport progress)
    {
        string path = IndexFile.PathOf(source.Info.Path);
        if (Force)
        {
            return true;
        }
        var checking = Stopwatch.StartNew();
        try
        {
            IndexHeader header = Await(() => Verify(source), () => progress.Show(_rowsChecked, null, (double)_rowsChecked / Math.Max(1, _embeddings!.Rows.Count)));
            _rowsChecked += source.Info.Rows;
            // Duplicates are found by codes, and these can be compared only where one centroid was taken away from all.
            if (!header.Centroid.AsSpan().SequenceEqual(_centroid ??= header.Centroid))
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
        catch (EmbeddingSetException error)
        {
            WriteError(Errors.Embedding(error.Path, error)!);
            return false;
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

    private IndexHeader Verify(NpyFile source)
    {
        using IndexFile index = IndexFile.Open(source);
        index.Verify(StopToken);
        return index.Header;
    }

    /// <summary>Removes what runs that were killed have left of an index; what a run is writing stays.</summary>
    private void RemoveLeftovers(string path)
    {
        try
        {
            foreach (string partial in PartialFile.Of(path))
            {
                if (ShouldProcess(partial, "Remove what a run that was killed has left"))
                {
                    WriteVerbose(PartialFile.TryRemove(partial)
                        ? $"Removed '{partial}', which a run that was killed has left."
                        : $"'{partial}' is in use: another run is making that index, too.");
                }
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            WriteError(Errors.IndexWriteFailed(path, error));
        }
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
            IndexBuilder? builder = null;
            Await(
                () =>
                {
                    builder = new IndexBuilder(source, _centroid ??= IndexBuilder.CentroidOf(_embeddings!, StopToken));
                    builder.Build(ThrottleLimit, StopToken);
                    return true;
                },
                () =>
                {
                    long done = _rowsFinished + (Volatile.Read(ref builder)?.RowsDone ?? 0);
                    progress.Show(done, null, (double)done / Math.Max(1, rows));
                });
            Write(source, EmbeddingIndexStatus.Built, making.Elapsed);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            WriteError(Errors.IndexWriteFailed(path, error));
        }
        catch (EmbeddingSetException error)
        {
            WriteError(Errors.Embedding(error.Path, error)!);
        }
        _rowsFinished += source.Info.Rows;
    }

    private void Write(NpyFile source, EmbeddingIndexStatus status, TimeSpan elapsed)
    {
        string path = IndexFile.PathOf(source.Info.Path);
        WriteObject(new EmbeddingIndex(path, status, source.Info.Rows, source.Info.Dimensions, new FileInfo(path).Length, elapsed));
    }
}
