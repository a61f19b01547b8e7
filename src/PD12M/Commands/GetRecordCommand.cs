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
    private ulong _toSkip;
    private ulong _toTake;
    private long _emitted;

    /// <summary>The properties to fill; only their columns are read.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? Property { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _toSkip = PagingParameters.Skip;
        _toTake = PagingParameters.First;
        if (Property is not null)
        {
            _selection = RecordSelection.Of(Property);
        }
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
            ReadFiles(files);
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
        ReadFiles(readable);
    }

    private void ReadFiles(IReadOnlyList<string> files)
    {
        for (int i = 0; i < files.Count && _toTake > 0; i++)
        {
            ReadFile(files[i], files.Count - 1 - i);
        }
    }

    private void ReadFile(string path, int filesAfter)
    {
        WithFile(path, file =>
        {
            if (_toSkip >= (ulong)file.RowCount)
            {
                _toSkip -= (ulong)file.RowCount;
                return;
            }
            ulong ahead = (ulong)file.RowCount * (ulong)(1 + filesAfter) - _toSkip;
            var origin = new RecordOrigin(path, _emitted - (long)_toSkip, _emitted + (long)Math.Min(ahead, _toTake));
            WarnOfMissing(path, file.Missing(_selection));
            long skip = (long)_toSkip;
            _toSkip = 0;
            WriteVerbose($"Reading '{path}': {file.RowCount} records.");
            foreach (Record[] batch in file.Read(_selection, origin, skip, (long)Math.Min(_toTake, long.MaxValue), StopToken))
            {
                Emit(batch);
            }
        });
    }

    private void Emit(Record[] batch)
    {
        foreach (Record record in batch)
        {
            WriteObject(_selection.ExtraColumns.Count == 0 ? record : WithExtraColumns(record));
            _toTake--;
            _emitted++;
        }
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

    private void WarnOfMissing(string path, RecordFields missing)
    {
        if (missing != RecordFields.None)
        {
            WriteWarning($"'{path}' is of a release without the column '{missing.ToString().ToLowerInvariant()}'; the property is empty.");
        }
    }
}
