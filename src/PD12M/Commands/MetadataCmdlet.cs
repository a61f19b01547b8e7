using System.Management.Automation;
using PD12M.Dataset;

namespace PD12M.Commands;

/// <summary>A cmdlet that takes metadata files and folders.</summary>
public abstract class MetadataCmdlet : PD12MCmdlet
{
    /// <summary>Metadata files or folders; wildcards allowed.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Path", ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>Metadata files or folders, their names taken as they are.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "LiteralPath", ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "FullName")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>The files that the current input names, in its order, a folder's in natural order; errors are written.</summary>
    private protected string[] ResolveFiles()
    {
        bool literal = ParameterSetName == "LiteralPath";
        return [.. (literal ? LiteralPath : Path).SelectMany(path => ResolvePath(path, literal, Errors.MetadataPathNotFound)).SelectMany(FilesOf)];
    }

    /// <summary>Opens a file and uses it; what is wrong with the file is written as an error.</summary>
    private protected void WithFile(string path, Action<MetadataFile> use)
    {
        try
        {
            using MetadataFile file = MetadataFile.Open(path);
            use(file);
        }
        catch (Exception error) when (Errors.Metadata(path, error) is { } record)
        {
            WriteError(record);
        }
        catch (OperationCanceledException) when (Stopping)
        {
            throw new PipelineStoppedException();
        }
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
