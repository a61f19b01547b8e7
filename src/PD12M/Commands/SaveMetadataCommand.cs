using System.Management.Automation;
using System.Net;
using System.Security;
using PD12M.Transfer;

namespace PD12M.Commands;

/// <summary>Save-PD12MMetadata: fetches the data set's metadata files and embeddings, resumed and checked.</summary>
[Cmdlet(VerbsData.Save, "PD12MMetadata", SupportsShouldProcess = true)]
[OutputType(typeof(SavedFile))]
public sealed class SaveMetadataCommand : PD12MCmdlet
{
    private DestinationFolder? _destination;
    private CatalogTransfer? _transfer;
    private WorkPool<CatalogFile, CatalogOutcome>? _pool;
    private int _finished;
    private int _saved;
    private int _failed;

    /// <summary>The folder that gets the subfolders metadata and embeddings; the data folder by default.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string? Destination { get; set; }

    /// <summary>What is fetched besides the metadata.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public DataSetPart[] Include { get; set; } = [DataSetPart.Metadata];

    /// <summary>Only files with these names; wildcards are allowed.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] File { get; set; } = [];

    /// <summary>Which data set.</summary>
    [Parameter]
    public DataSetName DataSet { get; set; } = DataSetName.PD12M;

    /// <summary>The branch, tag or commit of the repository.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string Revision { get; set; } = "main";

    /// <summary>Where the data set is: a repository of a hub, or a plain folder of a web server or a bucket.</summary>
    [Parameter]
    [ValidateNotNull]
    public Uri? BaseUri { get; set; }

    /// <summary>A token for a private repository or mirror.</summary>
    [Parameter]
    [ValidateNotNull]
    public SecureString? Token { get; set; }

    /// <summary>How many connections are used at once in all.</summary>
    [Parameter]
    [ValidateRange(1, 64)]
    public int ThrottleLimit { get; set; } = 8;

    /// <summary>Fetches again what is there already.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Emits what is in its place afterwards.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        string folder = Destination is null ? FolderInPlaceOf(nameof(Destination), "") : ResolveFolder(Destination);
        CatalogHome home = ResolveHome();
        RemoteOptions options = RemoteOptions.Default with { Credential = ResolveCredential(new Uri(home.Folder)) };
        IReadOnlyList<CatalogFile> files = FindFiles(home, options);
        if (files.Count > 0 && ShouldProcess(folder, Describe(home, folder, files, Force)))
        {
            Save(folder, files, options);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            // Workers end before what they use goes away.
            _pool?.Dispose();
            _transfer?.Dispose();
            _destination?.Dispose();
        }
        base.Dispose(disposing);
    }

    private CatalogHome ResolveHome()
    {
        if (!CatalogHome.IsRevision(Revision))
        {
            ThrowTerminatingError(Errors.RevisionInvalid(Revision, "it is the name of a branch or a tag, or a commit's hash."));
        }
        Uri address = BaseUri ?? CatalogHome.Official(DataSet);
        if (!CatalogHome.TryCreate(address, DataSet, Revision, out CatalogHome? home, out string? problem))
        {
            ThrowTerminatingError(Errors.BaseUriInvalid(address, problem));
        }
        if (!home!.IsRepository && MyInvocation.BoundParameters.ContainsKey(nameof(Revision)))
        {
            ThrowTerminatingError(Errors.RevisionInvalid(Revision, $"'{home.Folder}' is a plain folder, which has no revisions."));
        }
        return home;
    }

    private RemoteCredential? ResolveCredential(Uri home)
    {
        if (Token is null)
        {
            return null;
        }
        if (home.Scheme != "https" && !(home.Scheme == "http" && home.IsLoopback))
        {
            ThrowTerminatingError(Errors.TokenNotEncrypted(home));
        }
        if (!RemoteCredential.TryCreate(home, new NetworkCredential("", Token).Password, out RemoteCredential? credential))
        {
            ThrowTerminatingError(Errors.TokenInvalid());
        }
        return credential;
    }

    /// <summary>The files to save; what is wrong with names and patterns is written as errors.</summary>
    private IReadOnlyList<CatalogFile> FindFiles(CatalogHome home, RemoteOptions options)
    {
        WildcardPattern[] patterns = [.. File.Select(ParsePattern)];
        FileCatalog catalog = ReadCatalog(home, name => patterns.Length == 0 || patterns.Any(pattern => pattern.IsMatch(name)), options);
        foreach (string name in catalog.RefusedNames)
        {
            WriteError(Errors.MetadataNameInvalid(name, home.Folder));
        }
        if (catalog.Warning is { } warning)
        {
            WriteWarning(warning);
        }
        string[] wanted = File.Length > 0 ? File : ["*"];
        foreach (string pattern in wanted.Where(pattern => !catalog.Files.Any(file => new WildcardPattern(pattern, WildcardOptions.IgnoreCase).IsMatch(file.Name))))
        {
            WriteError(Errors.MetadataFileNotFound(pattern, home.Folder));
        }
        return catalog.Files;
    }

    private WildcardPattern ParsePattern(string text)
    {
        try
        {
            WildcardPattern pattern = new(text, WildcardOptions.IgnoreCase);
            // PowerShell looks at a pattern only when it is used.
            _ = pattern.IsMatch("");
            return pattern;
        }
        catch (WildcardPatternException)
        {
            ThrowTerminatingError(Errors.FilePatternInvalid(text));
            throw;
        }
    }

    private FileCatalog ReadCatalog(CatalogHome home, Func<string, bool> isWanted, RemoteOptions options)
    {
        DataSetPart[] parts = [.. new[] { DataSetPart.Metadata }.Concat(Include).Distinct()];
        Task<FileCatalog> reading = Task.Run(() => FileCatalog.ReadAsync(home, parts, isWanted, options, ThrottleLimit, StopToken), CancellationToken.None);
        try
        {
            Task.WaitAny([reading], StopToken);
            return reading.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (Stopping)
        {
            throw new PipelineStoppedException();
        }
        catch (RemoteFileException error) when (
            error.Fault == RemoteFault.NotFound && home.IsRepository && BaseUri is not null && !MyInvocation.BoundParameters.ContainsKey(nameof(Revision)))
        {
            WriteVerbose($"{error.Message} So '{home.Folder}' is taken for a plain folder.");
            return ReadCatalog(home.AsPlainFolder(), isWanted, options);
        }
        catch (Exception error) when (Errors.Catalog(home.Folder, error) is { } record)
        {
            ThrowTerminatingError(record);
            throw;
        }
    }

    private static string Describe(CatalogHome home, string folder, IReadOnlyList<CatalogFile> files, bool force)
    {
        CatalogFile[] there = force ? [] : [.. files.Where(file => new FileInfo(Path.Combine(folder, file.RelativePath)) is { Exists: true } info && info.Length == file.Length)];
        long spared = there.Sum(file => file.Length);
        string rest = there.Length > 0 ? $"; there already with the same length: {there.Length:N0} with {spared:N0} bytes" : "";
        return $"Save files of {home.Folder}: {files.Count - there.Length:N0} with {files.Sum(file => file.Length) - spared:N0} bytes{rest}";
    }

    private void Save(string folder, IReadOnlyList<CatalogFile> files, RemoteOptions options)
    {
        try
        {
            _destination = DestinationFolder.Open(folder);
        }
        catch (DestinationException error)
        {
            ThrowTerminatingError(Errors.Destination(folder, error));
        }
        long total = files.Sum(file => file.Length);
        ProgressReport progress = new(this, 4, $"Saving the data set's files to {folder}");
        _transfer = new CatalogTransfer(_destination!, options, ThrottleLimit) { Force = Force };
        _pool = new WorkPool<CatalogFile, CatalogOutcome>(
            ThrottleLimit, inOrder: false, _transfer.SaveAsync, Emit, () => progress.Show(_finished, _transfer.ReceivedBytes, FractionOf(total)), StopToken);
        foreach (CatalogFile file in files)
        {
            _pool.Add(file);
        }
        _pool.Finish();
        progress.Complete();
        WriteVerbose($"Saved {_saved}, already there {_finished - _saved - _failed}, failed {_failed}; {_transfer.ReceivedBytes:N0} bytes received.");
    }

    private double? FractionOf(long total)
    {
        long needed = total - _transfer!.SparedBytes;
        return needed > 0 ? Math.Min(1, (double)_transfer.ReceivedBytes / needed) : null;
    }

    private void Emit(CatalogOutcome outcome)
    {
        _finished++;
        foreach (string note in outcome.Notes)
        {
            WriteVerbose(note);
        }
        if (outcome.Error is { } error)
        {
            _failed++;
            WriteError(Errors.Catalog(outcome.File.Address.Text, error) ?? throw error);
            return;
        }
        if (outcome.Saved!.Status == SavedFileStatus.Saved)
        {
            _saved++;
        }
        if (PassThru)
        {
            WriteObject(outcome.Saved);
        }
    }
}
