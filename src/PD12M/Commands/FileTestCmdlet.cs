using System.Management.Automation;
using PD12M.Dataset;
using PD12M.Hashing;
using PD12M.Transfer.Buckets;

namespace PD12M.Commands;

/// <summary>A cmdlet that compares image files with what is known of them, many at once, one result for each.</summary>
/// <typeparam name="TResult">The outcome for a file.</typeparam>
public abstract class FileTestCmdlet<TResult> : PD12MCmdlet
    where TResult : class
{
    /// <summary>How many files may lie between one that is slow and those whose results wait for its; the results take about half a kilobyte each.</summary>
    private const int FilesAhead = 4096;

    /// <summary>What keeps a worker's lanes full, twice over.</summary>
    private const int FilesPerWorker = 32;

    private readonly ByteCount _bytes = new();
    private WorkPool<ExpectedFile, TResult>? _pool;
    private ProgressReport? _progress;
    private double? _fraction;
    private (string Folder, ImageRoot Links)? _root;
    private long _tested;
    private long _passed;
    private long _finished;

    /// <summary>An image from Save-PD12MImage -PassThru.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Image", ValueFromPipeline = true)]
    [ValidateNotNull]
    public SavedImage Image { get; set; } = null!;

    /// <summary>A record; its file is looked for below <see cref="Root"/>.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Record", ValueFromPipeline = true)]
    [ValidateNotNull]
    public Record Record { get; set; } = null!;

    /// <summary>The image's id, of which the file's name is made where it is not given.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Property", ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = "LiteralPath", ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [AllowNull]
    public string? Id { get; set; }

    /// <summary>The image's address, of which the file's extension is taken.</summary>
    [Parameter(ParameterSetName = "Property", ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = "LiteralPath", ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [AllowNull]
    public string? Url { get; set; }

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

    /// <summary>The folder that Save-PD12MImage saved to; the data folder's images by default.</summary>
    [Parameter(ParameterSetName = "Record")]
    [Parameter(ParameterSetName = "Property")]
    [ValidateNotNullOrEmpty]
    public string? Root { get; set; }

    /// <summary>The layout that the images were saved in.</summary>
    [Parameter(ParameterSetName = "Record")]
    [Parameter(ParameterSetName = "Property")]
    public ImageLayout Layout { get; set; } = ImageLayout.Sharded;

    /// <summary>Emits one boolean for all the items.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <summary>How many threads work on files.</summary>
    [Parameter]
    [ValidateRange(1, 256)]
    public int ThrottleLimit { get; set; } = Environment.ProcessorCount;

    /// <summary>When a file's MD5 is compared.</summary>
    private protected abstract HashDemand HashDemand { get; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _progress = new ProgressReport(this, 2, "Testing images");
        _pool = new WorkPool<ExpectedFile, TResult>(
            ThrottleLimit, FilesAhead + (ThrottleLimit * FilesPerWorker), inOrder: true, (queue, token) => Work(queue, _bytes, token), Emit, ShowProgress, StopToken);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        switch (ParameterSetName)
        {
            case "Image" when BucketAddress.Names(Image.Path):
                RefuseObject(Image.Path, Image);
                break;
            case "Image":
                TestFile(new ExpectedFile(Image.Path) { Hash = Image.Hash, Id = Image.Id, Url = Image.Url }, Image);
                break;
            case "Record":
                _fraction = Record.Origin.Progress(Record.RowIndex);
                TestImage(
                    new ExpectedFile("") { Hash = Record.Hash, Id = Record.Id, Url = Record.Url, MimeType = Record.MimeType, Width = Record.Width, Height = Record.Height }, Record);
                break;
            case "Property":
                TestImage(Expect("") with { Id = Id, Url = Url }, Id ?? "");
                break;
            case "LiteralPath":
                TestFiles(LiteralPath, literal: true);
                break;
            default:
                TestFiles(Path, literal: false);
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
            WriteWarning("There was no item to test, so nothing is known to be right.");
        }
        WriteObject(_tested > 0 && _passed == _tested);
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

    /// <summary>What the parameters say of a file that is named by <see cref="Id"/>, <see cref="Path"/> or <see cref="LiteralPath"/>.</summary>
    private protected abstract ExpectedFile Expect(string path);

    /// <summary>Compares files on a worker, until all work is ended.</summary>
    private protected abstract void Work(IWorkQueue<ExpectedFile, TResult> queue, ByteCount bytes, CancellationToken token);

    /// <summary>Whether a file is what it should be.</summary>
    private protected abstract bool IsPassed(TResult result);

    /// <summary>Hashes files on a worker as fast as the processor can, until all work is ended.</summary>
    private protected static void HashFiles(IWorkQueue<ExpectedFile, HashResult> queue, ByteCount bytes, CancellationToken token)
    {
#if NET
        if (FileHasher.IsSupported)
        {
            FileHasher.Run(queue, bytes, token);
            return;
        }
#endif
        FileHash.Run(queue, bytes, token);
    }

    // What the input binds to says whether there is need of a root; that is not known before the first of it.
    private (string Folder, ImageRoot Links) OpenRoot()
    {
        string folder = Root is null ? FolderInPlaceOf(nameof(Root), DataFolder.Images) : ResolveFolder(Root);
        try
        {
            return (folder, new ImageRoot(folder));
        }
        catch (IOException error)
        {
            ThrowTerminatingError(Errors.PathInvalid(Root ?? folder, error));
            throw;
        }
    }

    private void Emit(TResult result)
    {
        _finished++;
        _passed += IsPassed(result) ? 1 : 0;
        if (!Quiet)
        {
            WriteObject(result);
        }
    }

    // The last record that came in is as many ahead as there are files under way.
    private void ShowProgress() => _progress!.Show(_finished, HashDemand == HashDemand.None ? null : _bytes.Value, _fraction * _finished / _tested);

    private void TestFiles(string[] paths, bool literal)
    {
        foreach (string path in paths)
        {
            if (BucketAddress.Names(path))
            {
                RefuseObject(path, path);
                continue;
            }
            IReadOnlyList<string> files = ResolvePath(path, literal, Errors.HashFileNotFound);
            // What is not there to be tested is not known to be right.
            _tested += files.Count == 0 ? 1 : 0;
            foreach (string file in files)
            {
                TestFile(Expect(file) with { Id = Id, Url = Url }, file);
            }
        }
    }

    private void RefuseObject(string address, object target)
    {
        _tested++;
        WriteError(Errors.ObjectNotFile(address, target));
    }

    private void TestImage(ExpectedFile image, object target)
    {
        (string folder, ImageRoot links) = _root ??= OpenRoot();
        if (ImageName.TryCreate(image.Id, image.Url, image.MimeType, out ImageName? name, out string? problem))
        {
            TestFile(image with { Path = System.IO.Path.Combine(folder, name.RelativePath(Layout)), Root = links }, target);
        }
        else
        {
            _tested++;
            WriteError(Errors.ImageInvalidId(problem, target));
        }
    }

    private void TestFile(ExpectedFile file, object target)
    {
        _tested++;
        if (HashDemand == HashDemand.None || (HashDemand == HashDemand.WhereGiven && file.Hash is null))
        {
            _pool!.Add(file with { Hash = null });
        }
        else if (Md5Text.TryNormalize(file.Hash, out string? hash))
        {
            _pool!.Add(file with { Hash = hash });
        }
        else
        {
            WriteError(Errors.HashInvalid(file.Hash, target));
        }
    }
}
