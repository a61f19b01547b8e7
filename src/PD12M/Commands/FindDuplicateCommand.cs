using System.Management.Automation;
using PD12M.Commands.Completion;
using PD12M.Dataset;
using PD12M.Embeddings;

namespace PD12M.Commands;

/// <summary>Find-PD12MDuplicate: finds groups of images whose embeddings are nearly the same.</summary>
[Cmdlet(VerbsCommon.Find, "PD12MDuplicate")]
[OutputType(typeof(DuplicateGroup))]
public sealed class FindDuplicateCommand : EmbeddingCmdlet
{
    /// <summary>Records that one reading of the metadata looks up, but for those of one group, which come at once.</summary>
    private const int MostPending = 1 << 16;

    private IndexSet? _index;

    /// <summary>The score that two embeddings have at least to be alike.</summary>
    [Parameter(Position = 1)]
    [ValidateRange(0.5, 1.0)]
    public double Threshold { get; set; } = 0.95;

    /// <summary>The properties to fill; only their columns are read.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ColumnCompleter))]
    public string[]? Property { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        RecordSelection selection = Property is null ? RecordSelection.Everything : RecordSelection.Of(Property);
        _index = OpenIndex("");
        List<int[]> pending = [];
        int rows = 0;
        bool isAny = false;
        foreach (int[] group in Search(_index))
        {
            isAny = true;
            pending.Add(group);
            rows += group.Length;
            if (rows >= MostPending)
            {
                Write(pending, selection);
                pending.Clear();
                rows = 0;
            }
        }
        Write(pending, selection);
        if (!isAny)
        {
            WriteWarning($"No two of the {Data.Embeddings.Rows.Count} images are as alike as {Threshold}. A lower -Threshold finds more.");
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            _index?.Dispose();
        }
    }

    private IEnumerable<int[]> Search(IndexSet index)
    {
        DuplicateSearch search;
        try
        {
            search = new DuplicateSearch(index);
        }
        catch (IndexException error)
        {
            ThrowTerminatingError(Errors.Index(error.Path, error)!);
            throw;
        }
        var progress = new ProgressReport(this, 7, "Finding duplicates");
        IEnumerable<int[]> groups = AwaitOrEnd(
            () => search.Find(Threshold, ThrottleLimit, StopToken),
            () => progress.Show((long)(search.Progress * Data.Embeddings.Rows.Count), null, search.Progress));
        progress.Complete();
        return groups;
    }

    private void Write(List<int[]> groups, RecordSelection selection)
    {
        Dictionary<long, Record> records = Read(() => Data.Records(groups.SelectMany(group => group).Select(row => (long)row), selection, StopToken));
        foreach (int[] group in groups)
        {
            float[] first = VectorOf(group[0]);
            double minScore = group.Skip(1).Min(row => Score(first, row));
            WriteObject(new DuplicateGroup([.. group.Select(row => records[row])], minScore));
        }
    }

    private double Score(float[] first, int row)
    {
        // A group may have millions of rows, and lie on a slow disk.
        return Stopping ? throw new PipelineStoppedException() : VectorMath.Cosine(first, VectorOf(row));
    }
}
