using System.Management.Automation;

namespace PD12M.Commands;

/// <summary>Get-PD12MFile: describes metadata files from their footers.</summary>
[Cmdlet(VerbsCommon.Get, "PD12MFile", DefaultParameterSetName = "Path")]
[OutputType(typeof(MetadataFileInfo))]
public sealed class GetFileCommand : MetadataCmdlet
{
    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string path in ResolveFiles())
        {
            WithFile(path, file => WriteObject(file.Info));
        }
        ReportTraffic();
    }
}
