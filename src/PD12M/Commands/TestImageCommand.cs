using System.Management.Automation;
using PD12M.Commands.Completion;
using PD12M.Hashing;
using PD12M.Imaging;

namespace PD12M.Commands;

/// <summary>Test-PD12MImage: checks image files against all that the metadata says of them.</summary>
[Cmdlet(VerbsDiagnostic.Test, "PD12MImage", DefaultParameterSetName = "Image")]
[OutputType(typeof(ImageResult), typeof(bool))]
public sealed class TestImageCommand : FileTestCmdlet<ImageResult>
{
    /// <summary>The MIME type that the image should have.</summary>
    [Parameter(ParameterSetName = "Property", ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = "Path", ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = "LiteralPath", ValueFromPipelineByPropertyName = true)]
    [Alias("mime_type")]
    [AllowEmptyString]
    [AllowNull]
    [ArgumentCompleter(typeof(MimeTypeCompleter))]
    public string? MimeType { get; set; }

    /// <summary>The width in pixels that the image should have.</summary>
    [Parameter(ParameterSetName = "Property", ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = "Path", ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = "LiteralPath", ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    public long? Width { get; set; }

    /// <summary>The height in pixels that the image should have.</summary>
    [Parameter(ParameterSetName = "Property", ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = "Path", ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = "LiteralPath", ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    public long? Height { get; set; }

    /// <summary>The MD5 that is expected: 32 hexadecimal digits.</summary>
    [Parameter(ParameterSetName = "Property", ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = "Path", ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = "LiteralPath", ValueFromPipelineByPropertyName = true)]
    [Alias("md5_hash")]
    [AllowNull]
    public string? Hash { get; set; }

    /// <summary>Leaves out the MD5.</summary>
    [Parameter]
    public SwitchParameter SkipHash { get; set; }

    private protected override HashDemand HashDemand =>
        SkipHash ? HashDemand.None : ParameterSetName is "Image" or "Record" ? HashDemand.Always : HashDemand.WhereGiven;

    private protected override ExpectedFile Expect(string path) => new(path) { Hash = Hash, MimeType = MimeType, Width = Width, Height = Height };

    private protected override void Work(IWorkQueue<ExpectedFile, ImageResult> queue, ByteCount bytes, CancellationToken token) =>
        HashFiles(new HashedImageQueue(queue), bytes, token);

    private protected override bool IsPassed(ImageResult result) => result.Status == ImageStatus.Valid;
}
