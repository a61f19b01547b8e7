using System.Management.Automation;
using PD12M.Commands.Completion;

namespace PD12M.Commands;

/// <content>The parameters.</content>
public sealed partial class SaveImageCommand
{
    /// <summary>A record from Get-PD12MRecord.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Record", ValueFromPipeline = true)]
    [ValidateNotNull]
    public Record Record { get; set; } = null!;

    /// <summary>The image's id; its file is named after it.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Property", ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [AllowNull]
    public string? Id { get; set; }

    /// <summary>The image's address: http, https or s3.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Property", ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [AllowNull]
    public string? Url { get; set; }

    /// <summary>The MD5 that the image must have: 32 hexadecimal digits.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Property", ValueFromPipelineByPropertyName = true)]
    [Alias("md5_hash", "Expected")]
    [AllowEmptyString]
    [AllowNull]
    public string? Hash { get; set; }

    /// <summary>The image's MIME type, for the file's extension when the address has none.</summary>
    [Parameter(ParameterSetName = "Property", ValueFromPipelineByPropertyName = true)]
    [Alias("mime_type")]
    [AllowEmptyString]
    [AllowNull]
    [ArgumentCompleter(typeof(MimeTypeCompleter))]
    public string? MimeType { get; set; }

    /// <summary>The image's caption, for <see cref="Sidecar"/>.</summary>
    [Parameter(ParameterSetName = "Property", ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [AllowNull]
    public string? Caption { get; set; }

    /// <summary>The folder, or the s3://bucket/prefix, that the images go to; the data folder's images by default.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string? Destination { get; set; }

    /// <summary>How the images are spread over folders.</summary>
    [Parameter]
    public ImageLayout Layout { get; set; } = ImageLayout.Sharded;

    /// <summary>Files to write beside each image.</summary>
    [Parameter]
    [ValidateNotNull]
    public ImageSidecar[] Sidecar { get; set; } = [];

    /// <summary>A log file in JSON Lines that a line is appended to for each image.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? LogPath { get; set; }

    /// <summary>The size in bytes at which the log is set aside.</summary>
    [Parameter]
    [ValidateRange(128L << 10, long.MaxValue)]
    public long LogMaxBytes { get; set; } = 100 << 20;

    /// <summary>A CSV file of the images that failed, to be piped back.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? FailurePath { get; set; }

    /// <summary>How long the run may take, at least a second.</summary>
    [Parameter]
    public TimeSpan? TimeLimit { get; set; }

    /// <summary>When the run is to end; a time of day alone is the next such time.</summary>
    [Parameter]
    [NextTimeOfDay]
    public DateTime? StopAfter { get; set; }

    /// <summary>The bytes that all transfers together take from the network each second.</summary>
    [Parameter]
    [ValidateRange(1024L, long.MaxValue)]
    public long? MaxBytesPerSecond { get; set; }

    /// <summary>The room in bytes that the destination's volume keeps.</summary>
    [Parameter]
    [ValidateRange(1L, long.MaxValue)]
    public long? MinFreeSpace { get; set; }

    /// <summary>Flushes each image, and its folder, to the disk.</summary>
    [Parameter]
    public SwitchParameter Durable { get; set; }

    /// <summary>Saves again what is there already.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Emits what is in its place afterwards.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Emits the run's summary at the end.</summary>
    [Parameter]
    public SwitchParameter Summary { get; set; }
}
