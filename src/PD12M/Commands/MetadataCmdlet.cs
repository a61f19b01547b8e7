using System.Management.Automation;
using System.Runtime.ExceptionServices;
using PD12M.Dataset;
using PD12M.Transfer;

namespace PD12M.Commands;

/// <summary>A cmdlet that takes metadata files and folders.</summary>
public abstract class MetadataCmdlet : PD12MCmdlet
{
    private readonly List<(string Address, RemoteTraffic Traffic)> _traffic = [];

    /// <summary>Metadata files or folders, wildcards allowed, or addresses of files on the web (https://, http://, s3://).</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Path", ValueFromPipeline = true)]
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
        return [.. (literal ? LiteralPath : Path).SelectMany(path => RemoteAddress.IsAddress(path)
            ? [path]
            : ResolvePath(path, literal, Errors.MetadataPathNotFound).SelectMany(FilesOf))];
    }

    /// <summary>Opens a file and uses it; what is wrong with the file is written as an error.</summary>
    private protected void WithFile(string path, Action<MetadataFile> use)
    {
        try
        {
            using MetadataFile file = OpenFile(path);
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
    private protected MetadataFile OpenFile(string path)
    {
        if (!RemoteAddress.IsAddress(path))
        {
            return MetadataFile.Open(path);
        }
        if (!RemoteAddress.TryParse(path, out RemoteAddress? address, out string? problem))
        {
            throw new RemoteFileException(RemoteFault.NotFound, problem);
        }
        RemoteByteSource source = RemoteByteSource.Open(address, StopToken);
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

    /// <summary>Writes what is wrong with a file as an error; what is no fault of the file is thrown.</summary>
    private protected void WriteFileError(string path, Exception error)
    {
        if (Errors.Metadata(path, error) is { } record)
        {
            WriteError(record);
            return;
        }
        ExceptionDispatchInfo.Capture(error).Throw();
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
