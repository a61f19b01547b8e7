using System.Management.Automation;
using PD12M.Dataset;
using PD12M.Hashing;

namespace PD12M.Commands;

/// <summary>Test-PD12MHash: checks image files against the MD5 that the metadata gives.</summary>
[Cmdlet(VerbsDiagnostic.Test, "PD12MHash", DefaultParameterSetName = "Image")]
[OutputType(typeof(HashResult), typeof(bool))]
public sealed class TestHashCommand : PD12MCmdlet
{
    /// <summary>How many files may lie between one that is slow and those whose results wait for its; the results take about half a kilobyte each.</summary>
    private const int FilesAhead = 4096;

    /// <summary>What keeps a worker's lanes full, twice over.</summary>
    private const int FilesPerWorker = 32;

    private WorkPool<HashItem, HashResult>? _pool;
    private ProgressReport? _progress;
    private double? _fraction;
    private string _root = "";
    private long _tested;
    private long _matched;
    private long _finished;
    private long _bytes;

    /// <summary>An image from Save-PD12MImage -PassThru.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Image", ValueFromPipeline = true)]
    [ValidateNotNull]
    public SavedImage Image { get; set; } = null!;

    /// <summary>A record; its file is looked for below <see cref="Root"/>.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Record", ValueFromPipeline = true)]
    [ValidateNotNull]
    public Record Record { get; set; } = null!;

    /// <summary>The image's id, of which the file's name is made.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Property", ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    public string Id { get; set; } = "";

    /// <summary>The image's address, of which the file's extension is taken.</summary>
    [Parameter(ParameterSetName = "Property", ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [AllowNull]
    public string? Url { get; set; }

    /// <summary>The image's MIME type, for the file's extension when the address has none.</summary>
    [Parameter(ParameterSetName = "Property", ValueFromPipelineByPropertyName = true)]
    [Alias("mime_type")]
    [AllowEmptyString]
    [AllowNull]
    public string? MimeType { get; set; }

    /// <summary>Files to check; wildcards allowed.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Path")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>Files to check, their names taken as they are.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "LiteralPath", ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "FullName")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>The MD5 that is expected: 32 hexadecimal digits.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Property", ValueFromPipelineByPropertyName = true)]
    [Parameter(Mandatory = true, ParameterSetName = "Path", ValueFromPipelineByPropertyName = true)]
    [Parameter(Mandatory = true, ParameterSetName = "LiteralPath", ValueFromPipelineByPropertyName = true)]
    [Alias("md5_hash")]
    [AllowEmptyString]
    public string Hash { get; set; } = "";

    /// <summary>The folder that Save-PD12MImage saved to.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Record")]
    [Parameter(Mandatory = true, ParameterSetName = "Property")]
    [ValidateNotNullOrEmpty]
    public string Root { get; set; } = "";

    /// <summary>The layout that the images were saved in.</summary>
    [Parameter(ParameterSetName = "Record")]
    [Parameter(ParameterSetName = "Property")]
    public ImageLayout Layout { get; set; } = ImageLayout.Sharded;

    /// <summary>Emits one boolean for all the items.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <summary>How many threads read files.</summary>
    [Parameter]
    [ValidateRange(1, 256)]
    public int ThrottleLimit { get; set; } = Environment.ProcessorCount;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        if (Root.Length > 0)
        {
            _root = ResolveFolder(Root);
        }
        _progress = new ProgressReport(this, 2, "Testing hashes");
        _pool = new WorkPool<HashItem, HashResult>(
            ThrottleLimit, FilesAhead + (ThrottleLimit * FilesPerWorker), inOrder: true, HashFiles, Emit, () => _progress.Show(_finished, _bytes, _fraction), StopToken);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        switch (ParameterSetName)
        {
            case "Image":
                TestFile(Image.Path, Image.Hash, Image.Id, Image.Url, Image);
                break;
            case "Record":
                _fraction = Record.Origin.Progress(Record.RowIndex);
                TestImage(Record.Id, Record.Url, Record.MimeType, Record.Hash, Record);
                break;
            case "Property":
                TestImage(Id, Url, MimeType, Hash, Id);
                break;
            default:
                bool literal = ParameterSetName == "LiteralPath";
                foreach (string file in (literal ? LiteralPath : Path).SelectMany(path => ResolvePath(path, literal, Errors.HashFileNotFound)))
                {
                    TestFile(file, Hash, null, null, file);
                }
                break;
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        _pool!.Finish();
        _progress!.Complete();
        if (!Quiet)
        {
            return;
        }
        if (_tested == 0)
        {
            WriteWarning("There was no item to test, so nothing is known to match.");
        }
        WriteObject(_tested > 0 && _matched == _tested);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _pool?.Dispose();
        }
        base.Dispose(disposing);
    }

    private static void HashFiles(IWorkQueue<HashItem, HashResult> queue, CancellationToken token)
    {
#if NET
        if (FileHasher.IsSupported)
        {
            FileHasher.Run(queue, token);
            return;
        }
#endif
        FileHash.Run(queue, token);
    }

    private void Emit(HashResult result)
    {
        _finished++;
        _bytes += result.Length ?? 0;
        _matched += result.Status == HashStatus.Match ? 1 : 0;
        if (!Quiet)
        {
            WriteObject(result);
        }
    }

    private void TestImage(string? id, string? url, string? mimeType, string? hash, object target)
    {
        if (ImageName.TryCreate(id, url, mimeType, out ImageName? name, out string? problem))
        {
            TestFile(System.IO.Path.Combine(_root, name.RelativePath(Layout)), hash, id, url, target);
        }
        else
        {
            _tested++;
            WriteError(Errors.ImageInvalidId(problem, target));
        }
    }

    private void TestFile(string path, string? hash, string? id, string? url, object target)
    {
        _tested++;
        if (Md5Text.TryNormalize(hash, out string? expected))
        {
            _pool!.Add(new HashItem(path, expected, id, url));
        }
        else
        {
            WriteError(Errors.HashInvalid(hash, target));
        }
    }
}
