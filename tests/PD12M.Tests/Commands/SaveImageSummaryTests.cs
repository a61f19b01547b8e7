using System.Management.Automation;
using PD12M.Testing;

namespace PD12M.Tests.Commands;

public sealed class SaveImageSummaryTests(SampleBucket sample) : IClassFixture<SampleBucket>, IAsyncLifetime
{
    private readonly SaveImageSession _session = new(sample);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _session.DisposeAsync();

    [ShellFact]
    public void It_counts_what_became_of_every_image()
    {
        Record[] records = _session.Records();
        _session.SaveInput(records[..20]).Succeeded();
        _session.Server.Faults.Add(new Fault(FaultKind.Status) { Status = 404, Key = $"*{records[30].Id}*" });
        _session.Server.Faults.Add(new Fault(FaultKind.WrongBytes) { Times = 3 });
        dynamic summary = SaveImageSession.SummaryOf(_session.Save(("Summary", true)).Succeeded());
        Assert.Equal("Completed", summary.EndReason.ToString());
        Assert.Equal(_session.Images, summary.Destination);
        Assert.Equal(SampleBucket.Count - 21, summary.Saved);
        Assert.Equal(20, summary.AlreadyThere);
        Assert.Equal(1, summary.Failed);
        Assert.Equal(0, summary.Unfinished);
        Assert.Equal(3, summary.Retries);
        Assert.True(summary.BytesReceived > summary.BytesSaved);
        Assert.True(summary.LatencyMedian > TimeSpan.Zero);
        Assert.True(summary.LatencyMedian <= summary.Latency90);
        Assert.True(summary.Latency90 <= summary.Latency99);
        Assert.True(summary.Latency99 <= summary.LatencyMaximum);
    }

    [ShellFact]
    public void It_comes_behind_the_images_that_are_passed_on()
    {
        ShellResult result = _session.Save(("PassThru", true), ("Summary", true)).Succeeded();
        Assert.Equal(SampleBucket.Count + 1, result.Output.Count);
        Assert.Equal(SampleBucket.Count, SaveImageSession.SummaryOf(result).Saved);
    }

    [ShellFact]
    public void Without_being_asked_for_it_is_told_as_information_only()
    {
        ShellResult result = _session.Save().Succeeded();
        Assert.Empty(result.Output);
        Assert.Contains($"Saved = {SampleBucket.Count}", Assert.Single(result.Information), StringComparison.Ordinal);
    }

    [ShellFact]
    public void A_run_without_input_has_a_summary_too()
    {
        dynamic summary = SaveImageSession.SummaryOf(_session.Shell.Run(p => _session.Command(NoRecord(p), ("Summary", true))).Succeeded());
        Assert.Equal(0, summary.Saved);
        Assert.Equal(TimeSpan.Zero, summary.LatencyMaximum);
    }

    [ShellFact]
    public void A_second_run_to_the_same_destination_is_refused_before_its_input_begins()
    {
        _session.Server.Faults.Add(new Fault(FaultKind.Stall));
        using PowerShell first = _session.Shell.Build(p => _session.Command(p.AddCommand("Get-PD12MRecord").AddArgument(sample.Metadata)));
        IAsyncResult running = first.BeginInvoke();
        Assert.True(SpinWait.SpinUntil(() => _session.Server.Statistics.Requests > 0, TimeSpan.FromSeconds(30)));
        using (Shell other = new())
        {
            Assert.Equal(
                "DestinationInUse,PD12M.Commands.SaveImageCommand",
                other.Run(p => _session.Command(NoRecord(p))).TerminatingError!.FullyQualifiedErrorId);
        }
        first.Stop();
        Assert.True(running.IsCompleted);
    }

    [ShellFact]
    public void Durable_saves_the_same()
    {
        Assert.Empty(_session.Save(("Durable", true)).Succeeded().Errors);
        Assert.True(_session.IsWhole);
    }

    private PowerShell NoRecord(PowerShell shell) =>
        shell.AddCommand("Get-PD12MRecord").AddArgument(sample.Metadata).AddParameter("Filter", "width -lt 0");
}
