using System.Management.Automation;
using PD12M.Commands.Completion;
using PD12M.Dataset;

namespace PD12M.Commands;

/// <summary>Get-PD12MRecord: streams the records of metadata files through the pipeline.</summary>
[Cmdlet(VerbsCommon.Get, "PD12MRecord", DefaultParameterSetName = "Path", SupportsPaging = true)]
[OutputType(typeof(Record))]
public sealed class GetRecordCommand : MetadataCmdlet
{
    private readonly List<string> _files = [];
    private readonly HashSet<string> _missingIds = new(StringComparer.OrdinalIgnoreCase);
    private RecordSelection _selection = RecordSelection.Everything;
    private RecordFilter? _filter;
    private MetadataScan? _scan;

    /// <inheritdoc/>
    [Parameter(Position = 0, ParameterSetName = "Path", ValueFromPipeline = true)]
    [Parameter(Position = 0, ParameterSetName = "Id")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public override string[] Path { get; set; } = [];

    /// <summary>Ids of the records that are wanted.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Id", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string[] Id { get; set; } = [];

    /// <summary>Which records are wanted: a string or a script block, as for Where-Object or Get-ADUser. No code is executed.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FilterCompleter))]
    public object? Filter { get; set; }

    /// <summary>The properties to fill; only their columns are read.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ColumnCompleter))]
    public string[]? Property { get; set; }

    /// <summary>How many files, or parts of files with several row groups, are read at once.</summary>
    [Parameter]
    [ValidateRange(1, 256)]
    public int ThrottleLimit { get; set; } = Environment.ProcessorCount;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        if (Property is not null)
        {
            // By its id a record is known as found.
            _selection = RecordSelection.Of(ParameterSetName == "Id" ? [.. Property, nameof(Id)] : Property);
        }
        if (Filter is not null)
        {
            _filter = FilterArgument.Parse(this, Filter);
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == "Id")
        {
            // The files are read once for all ids.
            _missingIds.UnionWith(Id);
        }
        else if (PagingParameters.IncludeTotalCount)
        {
            // The total of all files comes before the first record.
            _files.AddRange(ResolveFiles());
        }
        else
        {
            Read(ResolveFiles());
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (ParameterSetName == "Id")
        {
            ReadIds();
        }
        else if (PagingParameters.IncludeTotalCount)
        {
            Read(WriteTotalCount());
        }
        WriteMissingColumns();
        if (_scan is not null && (_filter is not null || _scan.Pruning.Unusable > 0))
        {
            ReportPruning(_scan.Pruning);
        }
    }

    private static long Count(ulong rows) => (long)Math.Min(rows, long.MaxValue);

    /// <returns>The files that could be counted.</returns>
    private List<string> WriteTotalCount()
    {
        List<string> readable = [];
        ulong total = 0;
        foreach (string path in _files)
        {
            WithFile(path, file =>
            {
                total += (ulong)file.RowCount;
                readable.Add(path);
            });
        }
        WriteObject(PagingParameters.NewTotalCount(total, _filter is null && readable.Count == _files.Count ? 1.0 : 0.5));
        return readable;
    }

    private void ReadIds()
    {
        string[] ids = [.. _missingIds];
        RecordFilter wanted = RecordFilter.OfIds(ids);
        _filter = _filter is null ? wanted : wanted.And(_filter);
        Read(ResolveFiles());
        if (_scan!.IsComplete)
        {
            return;
        }
        foreach (string id in ids.Where(_missingIds.Contains))
        {
            WriteError(Errors.RecordNotFound(id));
        }
    }

    private void Read(IReadOnlyList<string> files)
    {
        _scan ??= new MetadataScan(_selection, Count(PagingParameters.Skip), Count(PagingParameters.First), StopToken)
        {
            Filter = _filter,
            RunsAtOnce = ThrottleLimit,
            Open = OpenFile,
            Opened = Announce,
            Failed = WriteFileError,
        };
        try
        {
            foreach (Record[] batch in _scan.Read(files))
            {
                foreach (Record record in batch)
                {
                    WriteObject(_selection.ExtraColumns.Count == 0 ? record : WithExtraColumns(record));
                }
                if (ParameterSetName == "Id" && IsLastFound(batch))
                {
                    break;
                }
            }
        }
        catch (OperationCanceledException) when (Stopping)
        {
            throw new PipelineStoppedException();
        }
        catch (FilterException error)
        {
            ThrowTerminatingError(Errors.FilterInvalid(error));
        }
        ReportTraffic();
    }

    /// <summary>Whether no id is missing any more: ids are unique, so the rest of the files need not be read.</summary>
    private bool IsLastFound(Record[] batch)
    {
        foreach (Record record in batch)
        {
            _missingIds.Remove(record.Id!);
        }
        return _missingIds.Count == 0;
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
        NoteReadable();
        WriteVerbose($"Reading '{file.Path}': {file.RowCount} records.");
        if (missing != RecordFields.None)
        {
            WriteWarning($"'{file.Path}' is of a release without the column '{missing.ToString().ToLowerInvariant()}'; the property is empty.");
        }
    }
}
