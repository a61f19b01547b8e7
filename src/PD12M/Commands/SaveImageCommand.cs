using System.Management.Automation;
using PD12M.Transfer;

namespace PD12M.Commands;

/// <summary>Save-PD12MImage: saves the images of records, many at once, each verified by its MD5.</summary>
[Cmdlet(VerbsData.Save, "PD12MImage", DefaultParameterSetName = "Record", SupportsShouldProcess = true)]
[OutputType(typeof(SavedImage))]
public sealed class SaveImageCommand : StoreCmdlet
{
    private string _folder = "";
    private ImageStore? _store;
    private DestinationFolder? _destination;
    private ImageDownload? _download;
    private WorkPool<Item, Outcome>? _pool;
    private ProgressReport? _progress;
    private double? _fraction;
    private long _finished;
    private long _saved;
    private long _alreadyThere;
    private long _failed;

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
    public string? MimeType { get; set; }

    /// <summary>The folder that the images go to.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Destination { get; set; } = "";

    /// <summary>How the images are spread over folders.</summary>
    [Parameter]
    public ImageLayout Layout { get; set; } = ImageLayout.Sharded;

    /// <summary>Saves again what is there already.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Emits what is in its place afterwards.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _folder = ResolveFolder(Destination);
        _store = OpenStore();
        _progress = new ProgressReport(this, 1, $"Saving images to {_folder}");
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        Item item = ParameterSetName == "Record"
            ? new Item(new ImageRequest(Record.Id, Record.Url, Record.Hash, Record.MimeType), Record)
            : new Item(new ImageRequest(Id, Url, Hash, MimeType), Id);
        _fraction = ParameterSetName == "Record" ? Record.Origin.Progress(Record.RowIndex) : null;
        if (ShouldProcess($"{item.Request.Url}", $"Save to {_folder}"))
        {
            OpenDestination();
            _pool!.Add(item);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_pool is null)
        {
            return;
        }
        _pool.Finish();
        WriteNotices();
        _progress!.Complete();
        WriteVerbose($"Saved {_saved}, already there {_alreadyThere}, failed {_failed}; {_download!.ReceivedBytes} bytes received.");
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            // Workers end, and delete what they had not finished, before what they use goes away.
            _pool?.Dispose();
            _store?.Dispose();
            _destination?.Dispose();
        }
        base.Dispose(disposing);
    }

    /// <summary>Opens the destination for the first image that is to be saved: -WhatIf makes nothing.</summary>
    private void OpenDestination()
    {
        if (_pool is not null)
        {
            return;
        }
        try
        {
            _destination = DestinationFolder.Open(_folder);
        }
        catch (DestinationException error)
        {
            ThrowTerminatingError(Errors.Destination(_folder, error));
        }
        _download = new ImageDownload(_store!, _destination!) { Layout = Layout, Force = Force, MaximumLength = MaxImageBytes };
        _pool = new WorkPool<Item, Outcome>(
            _store!.Options.MaximumConnections,
            inOrder: false,
            async (item, token) => new Outcome(item, await _download.SaveAsync(item.Request, token).ConfigureAwait(false)),
            Emit,
            () =>
            {
                WriteNotices();
                _progress!.Show(_finished, _download.ReceivedBytes, _fraction);
            },
            StopToken);
    }

    private void Emit(Outcome outcome)
    {
        _finished++;
        if (outcome.Result.Problem is { } problem)
        {
            _failed++;
            WriteError(Errors.Image(problem, outcome.Item.Target ?? outcome.Item.Request.Url ?? ""));
            return;
        }
        if (outcome.Result.Image!.Status == SavedImageStatus.Saved)
        {
            _saved++;
        }
        else
        {
            _alreadyThere++;
        }
        if (PassThru)
        {
            WriteObject(outcome.Result.Image);
        }
    }

    private sealed record Item(ImageRequest Request, object? Target);

    private sealed record Outcome(Item Item, SaveResult Result);
}
