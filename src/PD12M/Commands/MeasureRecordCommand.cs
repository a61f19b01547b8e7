using System.Management.Automation;
using PD12M.Commands.Completion;
using PD12M.Dataset;

namespace PD12M.Commands;

/// <summary>Measure-PD12MRecord: counts records and their values, sums up numbers and makes histograms, from the columns alone.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "PD12MRecord", DefaultParameterSetName = "Path")]
[OutputType(typeof(RecordCount), typeof(NumberMeasure), typeof(ValueCount), typeof(HistogramBin))]
public sealed class MeasureRecordCommand : MetadataCmdlet
{
    private const int UsualBins = 20;

    private readonly List<string> _measuredFiles = [];
    private RecordFilter? _filter;
    private RecordMeasurement? _measurement;
    private MeasureTally? _total;
    private WorkPool<Job, Outcome>? _pool;
    private SemaphoreSlim? _slots;

    /// <summary>The condition on the records to measure: a string or a script block, as for Get-PD12MRecord.</summary>
    [Parameter]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(FilterCompleter))]
    public object? Filter { get; set; }

    /// <summary>The properties to sum up, if they are numbers, or to count by value, if they are texts.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(MeasuredColumnCompleter))]
    public string[] Property { get; set; } = [];

    /// <summary>The properties of numbers to make a histogram of.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NumberColumnCompleter))]
    public string[] Histogram { get; set; } = [];

    /// <summary>How many bins of one width a histogram has between the smallest and the largest value; 20 by default.</summary>
    [Parameter]
    [ValidateRange(1, HistogramScale.MostBins)]
    public int BinCount { get; set; }

    /// <summary>The width of a histogram's bins, of which one starts at 0.</summary>
    [Parameter]
    [ValidateRange(1e-100, 1e100)]
    public double BinWidth { get; set; }

    /// <summary>How many files, or parts of files with several row groups, are read at once.</summary>
    [Parameter]
    [ValidateRange(1, 256)]
    public int ThrottleLimit { get; set; } = Environment.ProcessorCount;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        if (BinCount > 0 && BinWidth > 0)
        {
            ThrowTerminatingError(Errors.MeasureBinsAmbiguous(BinWidth));
        }
        _filter = Filter is null ? null : FilterArgument.Parse(this, Filter);
        IEnumerable<MeasuredColumn> columns = Property.Select(name => new MeasuredColumn(FilterColumn.Find(name)))
            .Concat(Histogram.Select(name => new MeasuredColumn(FilterColumn.Find(name), NumbersOnly: true, BinWidth > 0 ? HistogramScale.OfWidth(name, BinWidth) : null)));
        _measurement = new RecordMeasurement(_filter, [.. columns]);
        if (_measurement.Measured.FirstOrDefault(column => !column.IsMeasurable) is { } wrong)
        {
            ThrowTerminatingError(Errors.MeasurePropertyInvalid(wrong.Name, wrong.NumbersOnly));
        }
        _total = new MeasureTally(_measurement.Measured);
        _slots = new SemaphoreSlim(ThrottleLimit);
        _pool = new WorkPool<Job, Outcome>(ThrottleLimit, inOrder: true, MeasureAsync, Take, static () => { }, StopToken);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string path in ResolveFiles())
        {
            WithinLimits(() => _pool!.Add(new Job(path, _measurement!, file => _measuredFiles.Add(file), _total!)));
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        WithinLimits(() =>
        {
            _pool!.Finish();
            MeasureTally bins = CountBins();
            if (_total!.Properties.Count == 0)
            {
                WriteObject(new RecordCount(_total.Count, _total.Files));
            }
            int next = 0;
            foreach (PropertyTally tally in _total.Properties)
            {
                bool isDivided = tally.Column is { NumbersOnly: true, Scale: null };
                if (!isDivided || ((SummaryTally)tally.Numbers).Count > 0)
                {
                    WriteObject((isDivided ? bins.Properties[next++] : tally).Results(), enumerateCollection: true);
                }
            }
        });
        WriteMissingColumns();
        if (_filter is not null)
        {
            ReportPruning(_measurement!.Pruning);
        }
        ReportTraffic();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _pool?.Dispose();
            _slots?.Dispose();
        }
        base.Dispose(disposing);
    }

    /// <summary>Reads the files a second time for the histograms whose bins follow from the smallest and the largest value.</summary>
    private MeasureTally CountBins()
    {
        int bins = BinCount > 0 ? BinCount : UsualBins;
        MeasuredColumn[] divided = [.. _total!.Properties
            .Where(tally => tally.Column is { NumbersOnly: true, Scale: null } && ((SummaryTally)tally.Numbers).Count > 0)
            .Select(tally => tally.Column with { Scale = HistogramScale.Between(tally.Column.Name, ((SummaryTally)tally.Numbers).Minimum, ((SummaryTally)tally.Numbers).Maximum, bins) })];
        var total = new MeasureTally(divided);
        if (divided.Length > 0)
        {
            var measurement = new RecordMeasurement(_filter, divided);
            foreach (string path in _measuredFiles)
            {
                _pool!.Add(new Job(path, measurement, null, total));
            }
            _pool!.Finish();
        }
        return total;
    }

    private async Task<Outcome> MeasureAsync(Job job, CancellationToken token)
    {
        try
        {
            using MetadataFile file = OpenFile(job.Path, StopToken);
            return new Outcome(job, await file.MeasureAsync(job.Measurement, _slots!, ThrottleLimit, token).ConfigureAwait(false), null);
        }
        catch (Exception error) when (Errors.Metadata(job.Path, error) is not null)
        {
            return new Outcome(job, null, error);
        }
    }

    private void Take(Outcome outcome)
    {
        Job job = outcome.Job;
        if (outcome.Tally is null)
        {
            WriteFileError(job.Path, outcome.Error!);
            return;
        }
        NoteReadable();
        if (outcome.Tally.Missing != RecordFields.None && job.Measured is not null)
        {
            WriteWarning($"'{job.Path}' is of a release without the column '{outcome.Tally.Missing.ToString().ToLowerInvariant()}'; the property is empty.");
        }
        job.Total.Merge(outcome.Tally);
        job.Measured?.Invoke(job.Path);
    }

    private void WithinLimits(Action work)
    {
        try
        {
            work();
        }
        catch (MeasureLimitException error)
        {
            ThrowTerminatingError(Errors.MeasureLimitExceeded(error));
        }
        catch (FilterException error)
        {
            ThrowTerminatingError(Errors.FilterInvalid(error));
        }
    }

    /// <summary>A file to measure.</summary>
    /// <param name="Path">The file.</param>
    /// <param name="Measurement">What to measure.</param>
    /// <param name="Measured">Is told the path when the file has been measured.</param>
    /// <param name="Total">Takes what was measured.</param>
    private sealed record Job(string Path, RecordMeasurement Measurement, Action<string>? Measured, MeasureTally Total);

    private sealed record Outcome(Job Job, MeasureTally? Tally, Exception? Error);
}
