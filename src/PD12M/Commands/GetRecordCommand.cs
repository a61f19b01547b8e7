using System.Management.Automation;
using PD12M.Dataset;

namespace PD12M.Commands;

/// <summary>Get-PD12MRecord: streams the records of metadata files through the pipeline.</summary>
[Cmdlet(VerbsCommon.Get, "PD12MRecord", DefaultParameterSetName = "Path", SupportsPaging = true)]
[OutputType(typeof(Record))]
public sealed class GetRecordCommand : MetadataCmdlet
{
    private readonly List<string> _deferred = [];
    private RecordSelection _selection = RecordSelection.Everything;
    private MetadataScan? _scan;

    /// <summary>The properties to fill; only their columns are read.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? Property { get; set; }

    /// <summary>How many files are read at once.</summary>
    [Parameter]
    [ValidateRange(1, 256)]
    public int ThrottleLimit { get; set; } = Environment.ProcessorCount;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        if (Property is not null)
        {
            _selection = RecordSelection.Of(Property);
        }
        _scan = new MetadataScan(_selection, Count(PagingParameters.Skip), Count(PagingParameters.First), StopToken)
        {
            FilesAtOnce = ThrottleLimit,
            Open = OpenFile,
            Opened = Announce,
            Failed = WriteFileError,
        };
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        string[] files = ResolveFiles();
        if (PagingParameters.IncludeTotalCount)
        {
            // The total of all files comes before the first record.
            _deferred.AddRange(files);
        }
        else
        {
            Read(files);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (!PagingParameters.IncludeTotalCount)
        {
            return;
        }
        List<string> readable = [];
        ulong total = 0;
        foreach (string path in _deferred)
        {
            WithFile(path, file =>
            {
                total += (ulong)file.RowCount;
                readable.Add(path);
            });
        }
        WriteObject(PagingParameters.NewTotalCount(total, readable.Count == _deferred.Count ? 1.0 : 0.5));
        Read(readable);
    }

    private static long Count(ulong rows) => (long)Math.Min(rows, long.MaxValue);

    private void Read(IReadOnlyList<string> files)
    {
        try
        {
            foreach (Record[] batch in _scan!.Read(files))
            {
                foreach (Record record in batch)
                {
                    WriteObject(_selection.ExtraColumns.Count == 0 ? record : WithExtraColumns(record));
                }
            }
        }
        catch (OperationCanceledException) when (Stopping)
        {
            throw new PipelineStoppedException();
        }
        ReportTraffic();
    }

    private PSObject WithExtraColumns(Record record)
    {
        var result = new PSObject(record);
        for (int i = 0; i < record.ExtraValues.Length; i++)
        {
            result.Properties.Add(new PSNoteProperty(_selection.ExtraColumns[i], record.ExtraValues[i]));
        }
        return result;
    }

    private void Announce(MetadataFile file, RecordFields missing)
    {
        WriteVerbose($"Reading '{file.Path}': {file.RowCount} records.");
        if (missing != RecordFields.None)
        {
            WriteWarning($"'{file.Path}' is of a release without the column '{missing.ToString().ToLowerInvariant()}'; the property is empty.");
        }
    }
}
