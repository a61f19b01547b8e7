using System.Management.Automation;
using PD12M.Dataset;
using PD12M.Embeddings;

namespace PD12M.Commands;

/// <summary>A cmdlet that takes the embeddings of a data set.</summary>
public abstract class EmbeddingFileCmdlet : PD12MCmdlet
{
    private const int ProgressMilliseconds = 100;

    private Task? _running;
    private string? _dataSet;

    /// <summary>The data set's folder, with the subfolders metadata and embeddings; the data folder by default.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>Files of embeddings or folders in place of the subfolder, wildcards allowed.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? EmbeddingPath { get; set; }

    /// <summary>How many threads work, and how many metadata files are read at once.</summary>
    [Parameter]
    [ValidateRange(1, 256)]
    public int ThrottleLimit { get; set; } = Environment.ProcessorCount;

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            // The work reads the mappings until it has ended.
            ((IAsyncResult?)_running)?.AsyncWaitHandle.WaitOne();
        }
    }

    /// <summary>Does long work on other threads and shows its progress meanwhile.</summary>
    /// <param name="work">The work, which ends with <see cref="PD12MCmdlet.StopToken"/>.</param>
    /// <param name="showProgress">Is called often on the pipeline thread.</param>
    /// <exception cref="PipelineStoppedException">The pipeline was stopped.</exception>
    private protected T Await<T>(Func<T> work, Action showProgress)
    {
        Task<T> running = Task.Run(work, CancellationToken.None);
        _running = running;
        while (!((IAsyncResult)running).AsyncWaitHandle.WaitOne(ProgressMilliseconds))
        {
            showProgress();
        }
        try
        {
            return running.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (Stopping)
        {
            throw new PipelineStoppedException();
        }
    }

    /// <summary>The files of embeddings in their order.</summary>
    /// <param name="visit">Is told each folder before it is read.</param>
    private protected string[] ResolveEmbeddings(Func<string, string> visit) =>
        ResolveFiles(EmbeddingPath, "embeddings", folder => NpyFile.InFolder(visit(folder)), Errors.EmbeddingPathNotFound, Errors.EmbeddingFolderEmpty);

    /// <summary>The files that paths, or a subfolder of the data set in their place, stand for.</summary>
    private protected string[] ResolveFiles(
        string[]? paths, string subfolder, Func<string, IReadOnlyList<string>> inFolder, Func<string, ErrorRecord> notFound, Func<string, ErrorRecord> empty)
    {
        string folder = paths is null ? System.IO.Path.Combine(_dataSet ??= Path is null ? FolderInPlaceOf(nameof(Path), "") : ResolveFolder(Path), subfolder) : "";
        string[] files = [.. (paths?.SelectMany(path => ResolvePath(path, literal: false, notFound).OrderBy(file => file, Comparer<string>.Create(NaturalOrder.Compare))) ?? [folder])
            .SelectMany(path => Directory.Exists(path) ? inFolder(path) : [path])];
        if (files.Length == 0)
        {
            ThrowTerminatingError(empty(paths is null ? folder : string.Join(", ", paths)));
        }
        return files;
    }
}
