using System.Management.Automation;
using PD12M.Dataset;
using PD12M.Embeddings;

namespace PD12M.Commands;

/// <summary>A cmdlet that takes a data set with its embeddings and its metadata.</summary>
public abstract class EmbeddingCmdlet : EmbeddingFileCmdlet
{
    private EmbeddedDataSet? _data;

    /// <summary>Metadata files or folders in place of the subfolder, wildcards allowed.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? MetadataPath { get; set; }

    /// <summary>The data set.</summary>
    private protected EmbeddedDataSet Data => _data ?? throw new InvalidOperationException("The data set is opened by BeginProcessing.");

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        string path = "";
        bool isMetadata = false;
        try
        {
            string[] metadata = ResolveFiles(MetadataPath, "metadata", folder => MetadataFile.InFolder(Note(folder, true)), Errors.MetadataPathNotFound, Errors.MetadataFolderEmpty);
            string[] embeddings = ResolveEmbeddings(folder => Note(folder, false));
            _data = EmbeddedDataSet.Open(metadata, embeddings, file => MetadataFile.Open(Note(file, true)), file => NpyFile.Open(Note(file, false)));
        }
        catch (OperationCanceledException) when (Stopping)
        {
            throw new PipelineStoppedException();
        }
        catch (Exception error) when ((isMetadata && error is not EmbeddingSetException ? Errors.Metadata(path, error) : Errors.Embedding(path, error)) is { } record)
        {
            ThrowTerminatingError(record);
        }

        string Note(string file, bool ofMetadata)
        {
            StopToken.ThrowIfCancellationRequested();
            isMetadata = ofMetadata;
            return path = file;
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            _data?.Dispose();
        }
    }

    /// <summary>Maps the indexes of all files; what goes wrong ends the pipeline.</summary>
    /// <param name="advice">What else to do when one cannot be used, as the end of a message.</param>
    private protected IndexSet OpenIndex(string advice)
    {
        try
        {
            return IndexSet.Open(Data.Embeddings);
        }
        catch (IndexException error)
        {
            ThrowTerminatingError(Errors.Index(error.Path, new IndexException(error.Fault, error.Path, error.Message + advice))!);
            throw;
        }
        catch (EmbeddingSetException error)
        {
            ThrowTerminatingError(Errors.Embedding(error.Path, error)!);
            throw;
        }
        catch (Exception error) when (Errors.Index(Path ?? "", error) is { } record)
        {
            ThrowTerminatingError(record);
            throw;
        }
    }

    /// <summary>A vector; what goes wrong with its file ends the pipeline.</summary>
    private protected float[] VectorOf(long row)
    {
        try
        {
            return Data.Embeddings.Vector(row);
        }
        catch (EmbeddingSetException error)
        {
            ThrowTerminatingError(Errors.Embedding(error.Path, error)!);
            throw;
        }
    }

    /// <summary>Reads metadata on another thread and shows how far it is; what goes wrong ends the pipeline.</summary>
    private protected T Read<T>(Func<T> read)
    {
        var progress = new ProgressReport(this, 8, "Reading metadata files");
        T result = AwaitOrEnd(read, () => progress.Show(Data.FilesBegun, null, Data.Progress));
        progress.Complete();
        return result;
    }

    /// <summary>Does what <see cref="EmbeddingFileCmdlet.Await"/> does; what goes wrong with a file ends the pipeline.</summary>
    private protected T AwaitOrEnd<T>(Func<T> work, Action showProgress)
    {
        try
        {
            return Await(work, showProgress);
        }
        catch (FilterException error)
        {
            ThrowTerminatingError(Errors.FilterInvalid(error));
            throw;
        }
        catch (EmbeddingSetException error)
        {
            ThrowTerminatingError(Errors.Embedding(error.Path, error)!);
            throw;
        }
        catch (Exception error) when (Errors.Metadata((error as FileNotFoundException)?.FileName ?? Path ?? "", error) is { } record)
        {
            ThrowTerminatingError(record);
            throw;
        }
    }
}
