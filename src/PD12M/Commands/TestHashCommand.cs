using System.Management.Automation;
using PD12M.Commands.Completion;
using PD12M.Hashing;

namespace PD12M.Commands;

/// <summary>Test-PD12MHash: checks image files against the MD5 that the metadata gives.</summary>
[Cmdlet(VerbsDiagnostic.Test, "PD12MHash", DefaultParameterSetName = "Image")]
[OutputType(typeof(HashResult), typeof(bool))]
public sealed class TestHashCommand : FileTestCmdlet<HashResult>
{
    /// <summary>The image's MIME type, for the file's extension when the address has none.</summary>
    [Parameter(ParameterSetName = "Property", ValueFromPipelineByPropertyName = true)]
    [Alias("mime_type")]
    [AllowEmptyString]
    [AllowNull]
    [ArgumentCompleter(typeof(MimeTypeCompleter))]
    public string? MimeType { get; set; }

    /// <summary>The MD5 that is expected: 32 hexadecimal digits.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Property", ValueFromPipelineByPropertyName = true)]
    [Parameter(Mandatory = true, ParameterSetName = "Path", ValueFromPipelineByPropertyName = true)]
    [Parameter(Mandatory = true, ParameterSetName = "LiteralPath", ValueFromPipelineByPropertyName = true)]
    [Alias("md5_hash")]
    [AllowEmptyString]
    [AllowNull]
    public string? Hash { get; set; }

    private protected override HashDemand HashDemand => HashDemand.Always;

    private protected override ExpectedFile Expect(string path) => new(path) { Hash = Hash, MimeType = MimeType };

    private protected override void Work(IWorkQueue<ExpectedFile, HashResult> queue, ByteCount bytes, CancellationToken token) => HashFiles(queue, bytes, token);

    private protected override bool IsPassed(HashResult result) => result.Status == HashStatus.Match;
}
