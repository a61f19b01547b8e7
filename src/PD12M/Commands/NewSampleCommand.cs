using System.Management.Automation;
using PD12M.Samples;

namespace PD12M.Commands;

/// <summary>New-PD12MSample: makes a small data set in PD12M's own layout.</summary>
[Cmdlet(VerbsCommon.New, "PD12MSample", SupportsShouldProcess = true)]
[OutputType(typeof(Sample))]
public sealed class NewSampleCommand : PD12MCmdlet
{
    private const int PatienceMilliseconds = 200;

    /// <summary>The folder to write to.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>How many records.</summary>
    [Parameter(Position = 1)]
    [ValidateRange(1, 10_000_000)]
    public int Count { get; set; } = 1000;

    /// <summary>Writes over the files of an earlier sample.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        string folder = ResolveFolder(Path);
        if (!ShouldProcess(folder, $"Make a sample of {Count} records"))
        {
            return;
        }
        if (!Force && SampleDataSet.FirstExisting(folder, Count, new SampleOptions(), StopToken) is { } existing)
        {
            ThrowTerminatingError(Errors.SampleExists(existing));
        }
        try
        {
            Write(folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            ThrowTerminatingError(Errors.SampleWriteFailed(folder, error));
        }
        WriteObject(new Sample(folder, Count));
    }

    private void Write(string folder)
    {
        var report = new ProgressReport(this, 3, $"Making a sample in {folder}");
        var counter = new Counter();
        Task writing = Task.Run(() => SampleDataSet.Write(folder, Count, new SampleOptions { Overwrite = true }, counter, StopToken), CancellationToken.None);
        try
        {
            while (!((IAsyncResult)writing).AsyncWaitHandle.WaitOne(PatienceMilliseconds))
            {
                report.Show(counter.Done, null, (double)counter.Done / Count);
            }
            writing.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (Stopping)
        {
            throw new PipelineStoppedException();
        }
        report.Complete();
    }

    /// <summary>Keeps the last report; unlike <see cref="Progress{T}"/> it posts to no other thread.</summary>
    private sealed class Counter : IProgress<SampleProgress>
    {
        private volatile int _done;

        public int Done => _done;

        public void Report(SampleProgress value) => _done = value.Done;
    }
}
