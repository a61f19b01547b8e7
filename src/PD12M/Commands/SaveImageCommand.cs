using System.Management.Automation;
using PD12M.Transfer;
using PD12M.Transfer.Runs;

namespace PD12M.Commands;

/// <summary>Save-PD12MImage: saves the images of records, many at once, each verified by its MD5.</summary>
[Cmdlet(VerbsData.Save, "PD12MImage", DefaultParameterSetName = "Record", SupportsShouldProcess = true)]
[OutputType(typeof(SavedImage), typeof(SaveSummary))]
public sealed partial class SaveImageCommand : StoreCmdlet
{
    /// <summary>What was opened; closed in the opposite order.</summary>
    private readonly Stack<IDisposable> _open = new();

    /// <summary>Where images go: a folder's full path, or a bucket's address.</summary>
    private string _folder = "";
    private string? _logPath;
    private string? _failurePath;
    private ImageStore? _store;
    private RunLimits? _limits;
    private RunReport? _report;
    private SaveRun? _run;
    private WorkPool<SaveItem, SaveOutcome>? _pool;
    private ProgressReport? _progress;
    private double? _fraction;
    private bool _callsShouldProcess;
    private bool _hasToldLogFault;
    private bool _hasToldFailureFault;

    /// <summary>Whether $ConfirmPreference has the user asked for each image. Where nobody is asked or told, ShouldProcess would write a verbose line for each.</summary>
    private bool AsksByPreference => Switch("Confirm") is null
        && LanguagePrimitives.TryConvertTo(GetVariableValue("ConfirmPreference"), out ConfirmImpact preference) && preference is ConfirmImpact.Low or ConfirmImpact.Medium;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _folder = ResolveDestination();
        _logPath = ResolveRunFile(LogPath, (path, error) => RunErrors.LogWriteFailed(path, error, goesOn: false));
        _failurePath = ResolveRunFile(FailurePath, RunErrors.FailureFile);
        if (_logPath is not null && string.Equals(_logPath, _failurePath, StringComparison.OrdinalIgnoreCase))
        {
            ThrowTerminatingError(RunErrors.RunFilesEqual(_logPath));
        }
        if (TimeLimit < TimeSpan.FromSeconds(1))
        {
            ThrowTerminatingError(RunErrors.TimeLimitInvalid(TimeLimit.Value));
        }
        _store = Opened(OpenStore());
        _progress = new ProgressReport(this, 1, $"Saving images to {_folder}");
        _callsShouldProcess = AsksFirst || AsksByPreference;
        if (!AsksFirst)
        {
            OpenRun();
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        bool isRecord = ParameterSetName == "Record";
        SaveItem item = isRecord
            ? new SaveItem(new ImageRequest(Record.Id, Record.Url, Record.Hash, Record.MimeType), Record)
            : new SaveItem(new ImageRequest(Id, Url, Hash, MimeType), null, Caption);
        if (!isRecord && Sidecar.Contains(ImageSidecar.Record))
        {
            ThrowTerminatingError(RunErrors.SidecarNeedsRecord(TargetOf(item)));
        }
        _fraction = isRecord ? Record.Origin.Progress(Record.RowIndex) : null;
        if (!_callsShouldProcess || ShouldProcess(ForeignText.Of(item.Request.Url) ?? "", $"Save to {_folder}"))
        {
            OpenRun();
            _pool!.Add(item);
            if (_run!.IsOver)
            {
                EndRun(hasInputEnded: false);
            }
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_pool is not null)
        {
            EndRun(hasInputEnded: true);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        // Workers end, and delete what they had not finished, before what they use goes away.
        while (disposing && _open.Count > 0)
        {
            _open.Pop().Dispose();
        }
        base.Dispose(disposing);
    }
}
