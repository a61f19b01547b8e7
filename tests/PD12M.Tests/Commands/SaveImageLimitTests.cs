using System.Management.Automation;
using PD12M.Testing;

namespace PD12M.Tests.Commands;

public sealed class SaveImageLimitTests(SampleBucket sample) : IClassFixture<SampleBucket>, IAsyncLifetime
{
    private readonly SaveImageSession _session = new(sample);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _session.DisposeAsync();

    [ShellFact]
    public void A_moment_that_has_passed_ends_the_run_before_its_first_image()
    {
        ShellResult result = _session.Save(("StopAfter", DateTime.Now.AddMinutes(-1)), ("Summary", true));
        dynamic summary = Ended(result, "TimeLimitReached", "TimeLimit");
        Assert.Equal(0, summary.Saved);
        Assert.Equal(1, summary.Unfinished);
        Assert.Same(summary, Assert.Single(result.Objects));
        Assert.Equal(0, _session.Server.Statistics.Requests);
    }

    [ShellFact]
    public void When_the_time_is_over_what_is_on_the_way_is_finished_and_nothing_begun()
    {
        _session.Server.Faults.Add(new Fault(FaultKind.Latency) { Delay = TimeSpan.FromMilliseconds(400) });
        ShellResult result = _session.Save(("TimeLimit", TimeSpan.FromSeconds(1)), ("ThrottleLimit", 4));
        long saved = Ended(result, "TimeLimitReached", "TimeLimit").Saved;
        Assert.InRange(saved, 4, SampleBucket.Count - 1);
        Assert.Equal(saved, _session.Server.Statistics.Requests);
        Assert.Equal(saved, _session.Names.Length);
        Assert.True(_session.IsRight);
        Assert.False(Directory.Exists(Path.Combine(_session.Images, ".pd12m")));

        _session.Server.Faults.Clear();
        Assert.Empty(_session.Save(("TimeLimit", TimeSpan.FromHours(1))).Succeeded().Errors);
        Assert.True(_session.IsWhole);
    }

    [ShellTheory]
    [InlineData("00:00")]
    [InlineData("12am")]
    [InlineData("12:00 AM")]
    [InlineData(null)]
    public void A_time_of_day_alone_is_the_next_one(string? midnight)
    {
        // Today's midnight has passed: as a moment it would end the run at once.
        Assert.Empty(_session.Save(("StopAfter", (object?)midnight ?? TimeSpan.Zero)).Succeeded().Errors);
        Assert.True(_session.IsWhole);
    }

    [ShellFact]
    public void A_moment_with_an_offset_is_that_moment()
    {
        DateTimeOffset elsewhere = DateTimeOffset.UtcNow.ToOffset(TimeSpan.FromHours(-11));
        Ended(_session.Save(("StopAfter", elsewhere.AddMinutes(-1)), ("Summary", true)), "TimeLimitReached", "TimeLimit");

        Assert.Empty(_session.Save(("StopAfter", elsewhere.AddHours(1))).Succeeded().Errors);
        Assert.True(_session.IsWhole);
    }

    [ShellTheory]
    [InlineData(6)]
    [InlineData("6")]
    [InlineData("6.5")]
    [InlineData((byte)6)]
    [InlineData(6f)]
    public void A_bare_number_is_no_time(object number)
    {
        ShellResult result = _session.Save(("StopAfter", number));

        Assert.Equal("ParameterArgumentTransformationError,PD12M.Commands.SaveImageCommand", result.TerminatingError!.FullyQualifiedErrorId);
        Assert.Contains("06:00", result.TerminatingError.Exception.Message, StringComparison.Ordinal);
    }

    [ShellFact]
    public void A_bare_number_is_no_time_limit()
    {
        ShellResult result = _session.Save(("TimeLimit", 8));
        Assert.Equal("TimeLimitInvalid,PD12M.Commands.SaveImageCommand", result.TerminatingError!.FullyQualifiedErrorId);
    }

    [ShellFact]
    public void A_volume_without_the_room_that_it_is_to_keep_takes_no_image()
    {
        ShellResult result = _session.Save(("MinFreeSpace", long.MaxValue));
        Assert.Equal(0, Ended(result, "FreeSpaceTooLow", "FreeSpace").Saved);
        Assert.Equal(0, _session.Server.Statistics.Requests);
    }

    [ShellFact]
    public void What_is_there_already_needs_no_room()
    {
        _session.Save(("MinFreeSpace", 1)).Succeeded();
        Assert.True(_session.IsWhole);
        dynamic summary = SaveImageSession.SummaryOf(_session.Save(("MinFreeSpace", long.MaxValue), ("Summary", true)).Succeeded());
        Assert.Equal("Completed", summary.EndReason.ToString());
        Assert.Equal(SampleBucket.Count, summary.AlreadyThere);
    }

    [ShellFact]
    public void All_transfers_together_keep_below_the_rate()
    {
        long bytes = Directory.GetFiles(sample.Images).Sum(path => new FileInfo(path).Length);
        dynamic summary = SaveImageSession.SummaryOf(_session.Save(("MaxBytesPerSecond", bytes), ("Summary", true)).Succeeded());
        Assert.True(_session.IsWhole);
        Assert.Equal(bytes, summary.BytesReceived);
        // All the bytes are a second's worth, less the tenth that may come at once.
        Assert.InRange((TimeSpan)summary.Elapsed, TimeSpan.FromSeconds(0.89), TimeSpan.MaxValue);
    }

    private static dynamic Ended(ShellResult result, string id, string reason)
    {
        ErrorRecord error = result.TerminatingError!;
        Assert.Equal($"{id},PD12M.Commands.SaveImageCommand", error.FullyQualifiedErrorId);
        dynamic summary = error.TargetObject is PSObject wrapped ? wrapped.BaseObject : error.TargetObject;
        Assert.Equal(reason, summary.EndReason.ToString());
        return summary;
    }
}
