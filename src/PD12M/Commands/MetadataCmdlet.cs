using System.Management.Automation;
using System.Runtime.ExceptionServices;
using PD12M.Dataset;
using PD12M.Transfer;

namespace PD12M.Commands;

/// <summary>A cmdlet that takes metadata files and folders.</summary>
public abstract class MetadataCmdlet : PD12MCmdlet
{
    private readonly List<(string Address, RemoteTraffic Traffic)> _traffic = [];

    // Files that lack a column, as long as no file was met that has all.
    private readonly List<(string Path, MetadataColumnException Error)> _withoutColumn = [];
    private bool _hasReadable;

    /// <summary>
    /// Metadata files or folders, wildcards allowed, or addresses of files on the web (https://, http://, s3://); the
    /// data folder's metadata by default.
    /// </summary>
    [Parameter(Position = 0, ParameterSetName = "Path", ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public virtual string[] Path { get; set; } = [];

    /// <summary>Metadata files or folders, their names taken as they are.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "LiteralPath", ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "FullName")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>The files that the current input names, in its order, a folder's in natural order; errors are written.</summary>
    private protected string[] ResolveFiles()
    {
        bool literal = ParameterSetName == "LiteralPath";
        if (!literal && Path.Length == 0)
        {
            return [.. FilesOf(FolderInPlaceOf(nameof(Path), DataFolder.Metadata))];
        }
        return [.. (literal ? LiteralPath : Path).SelectMany(path => RemoteAddress.IsAddress(path)
            ? [path]
            : ResolvePath(path, literal, Errors.MetadataPathNotFound).SelectMany(FilesOf))];
    }

    /// <summary>Opens a file and uses it; what is wrong with the file is written as an error.</summary>
    private protected void WithFile(string path, Action<MetadataFile> use)
    {
        try
        {
            using MetadataFile file = OpenFile(path, StopToken);
            use(file);
        }
        catch (OperationCanceledException) when (Stopping)
        {
            throw new PipelineStoppedException();
        }
        catch (Exception error) when (Errors.Metadata(path, error) is { } record)
        {
            WriteError(record);
        }
    }

    /// <summary>Opens a file on disk or, by its address, on the web; on any thread.</summary>
    private protected MetadataFile OpenFile(string path, CancellationToken token)
    {
        if (!RemoteAddress.IsAddress(path))
        {
            return MetadataFile.Open(path);
        }
        if (!RemoteAddress.TryParse(path, out RemoteAddress? address, out string? problem))
        {
            throw new RemoteFileException(RemoteFault.NotFound, problem);
        }
        RemoteByteSource source = RemoteByteSource.Open(address, token);
        lock (_traffic)
        {
            _traffic.Add((address.Text, source.Traffic));
        }
        return MetadataFile.Open(source, address.Text);
    }

    /// <summary>Says what reading on the web has cost since it was said last.</summary>
    private protected void ReportTraffic()
    {
        foreach ((string address, RemoteTraffic traffic) in _traffic)
        {
            WriteVerbose($"Read {traffic.BytesRead:N0} bytes of '{address}' by {traffic.Requests:N0} requests.");
        }
        _traffic.Clear();
    }

    /// <summary>Says what a filter spared.</summary>
    private protected void ReportPruning(PruningTally pruning)
    {
        string[] means = [.. new (PruningMeans Means, string Name)[]
        {
            (PruningMeans.Statistics, "statistics"), (PruningMeans.BloomFilter, "Bloom filters"), (PruningMeans.PageIndex, "page indexes"), (PruningMeans.Dictionary, "dictionaries"),
        }.Where(reason => pruning.Excluded(reason.Means) > 0).Select(reason => $"{pruning.Excluded(reason.Means):N0} by {reason.Name}")];
        WriteVerbose(
            $"Passed over {pruning.ExcludedRowGroups:N0} of {pruning.RowGroups:N0} row groups{(means.Length > 0 ? $" ({string.Join(", ", means)})" : "")}"
            + (pruning.Pages > 0 ? $" and {pruning.ExcludedPages:N0} of {pruning.Pages:N0} indexed pages of the filter's columns." : ".")
            + (pruning.Unusable > 0 ? $" {pruning.Unusable:N0} damaged indexes or Bloom filters were not used, the first for this: {pruning.WhyUnusable}." : ""));
    }

    /// <summary>
    /// Writes what is wrong with a file as an error; what is no fault of the file is thrown. That columns are missing is
    /// written when a file is met that has them, or in the end: of all files it is said once.
    /// </summary>
    private protected void WriteFileError(string path, Exception error)
    {
        if (!_hasReadable && error is MetadataColumnException { Fault: MetadataColumnFault.Missing } missing)
        {
            _withoutColumn.Add((path, missing));
            return;
        }
        if (Errors.Metadata(path, error) is { } record)
        {
            WriteError(record);
            return;
        }
        ExceptionDispatchInfo.Capture(error).Throw();
    }

    /// <summary>Is to be told of a file that has all columns.</summary>
    private protected void NoteReadable()
    {
        _hasReadable = true;
        WriteMissingColumns();
    }

    /// <summary>Writes the errors that have waited for a file with all columns; to be called in the end.</summary>
    private protected void WriteMissingColumns()
    {
        bool isEverywhere = !_hasReadable && _withoutColumn.Select(file => file.Error.Column).Distinct().Count() == 1 && _withoutColumn.Count > 1;
        if (isEverywhere)
        {
            WriteError(Errors.MetadataColumnMissing(_withoutColumn.Count, _withoutColumn[0].Error));
        }
        else
        {
            foreach ((string path, MetadataColumnException error) in _withoutColumn)
            {
                WriteError(Errors.Metadata(path, error)!);
            }
        }
        _withoutColumn.Clear();
    }

    private IReadOnlyList<string> FilesOf(string path)
    {
        if (!Directory.Exists(path))
        {
            return [path];
        }
        try
        {
            IReadOnlyList<string> files = MetadataFile.InFolder(path);
            if (files.Count == 0)
            {
                WriteError(Errors.MetadataFolderEmpty(path));
            }
            return files;
        }
        catch (Exception error) when (Errors.Metadata(path, error) is { } record)
        {
            WriteError(record);
            return [];
        }
    }
}
