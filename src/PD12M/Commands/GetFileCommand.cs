using System.Management.Automation;
using PD12M.Embeddings;
using PD12M.Transfer;

namespace PD12M.Commands;

/// <summary>Get-PD12MFile: describes metadata files from their footers, files of embeddings from their headers.</summary>
[Cmdlet(VerbsCommon.Get, "PD12MFile", DefaultParameterSetName = "Path")]
[OutputType(typeof(MetadataFileInfo), typeof(EmbeddingFileInfo))]
public sealed class GetFileCommand : MetadataCmdlet
{
    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string path in ResolveFiles())
        {
            if (path.EndsWith(".npy", StringComparison.OrdinalIgnoreCase) && !RemoteAddress.IsAddress(path))
            {
                WriteEmbeddingFile(path);
            }
            else
            {
                WithFile(path, file => WriteObject(file.Info));
            }
        }
        ReportTraffic();
    }

    private void WriteEmbeddingFile(string path)
    {
        EmbeddingFileInfo info;
        try
        {
            using NpyFile file = NpyFile.Open(path);
            info = file.Info;
        }
        catch (Exception error) when (Errors.Embedding(path, error) is { } record)
        {
            WriteError(record);
            return;
        }
        WriteObject(info);
    }
}
