using System.Globalization;
using System.Management.Automation;
using PD12M.Testing;

namespace PD12M.Tests.Unattended;

/// <summary>The scripts that New-PD12MScheduledTask writes, run as the Task Scheduler runs them.</summary>
public sealed class NightlyScriptTests : IDisposable
{
    private readonly UnattendedFixture _fixture = new();
    private readonly Shell _shell = new();

    public void Dispose()
    {
        _shell.Dispose();
        _fixture.Dispose();
    }

    [ShellFact]
    public void The_commands_run_from_the_folder_that_they_were_written_in()
    {
        _shell.Location = _fixture["."];
        Assert.Equal(0, Run($"Get-PD12MRecord ./pd12m/metadata | Save-PD12MImage ./images -EndpointUrl {_fixture.Server.Endpoint}").Code);
        Assert.Equal(UnattendedFixture.Count, _fixture.Saved);
    }

    [ShellFact]
    public void Items_that_fail_are_2_also_when_their_errors_are_not_shown()
    {
        _fixture.Server.Faults.Add(new Fault(FaultKind.Status) { Status = 404, Times = 1 });
        Assert.Equal(2, Run(Save("-ErrorAction SilentlyContinue")).Code);
        Assert.Equal(UnattendedFixture.Count - 1, _fixture.Saved);
    }

    [ShellFact]
    public void The_window_ends_the_transfers()
    {
        DateTime now = DateTime.Now;
        _fixture.Server.Faults.Add(new Fault(FaultKind.Latency) { Delay = TimeSpan.FromSeconds(2) });
        // The end is written to the minute; the script is made to take the next second for it.
        string script = Write(Save("-ThrottleLimit 2"), now.AddHours(-1), now.AddHours(1));
        string text = File.ReadAllText(script);
        string minutes = $"AddMinutes({((int)now.AddHours(1).TimeOfDay.TotalMinutes).ToString(CultureInfo.InvariantCulture)})";
        Assert.Contains($"[datetime]::Today.{minutes}", text, StringComparison.Ordinal);
        File.WriteAllText(script, text.Replace($"[datetime]::Today.{minutes}", "[datetime]::Now.AddSeconds(2)", StringComparison.Ordinal));
        ShellExit exit = ShellProcess.Run(script);
        Assert.Equal(3, exit.Code);
        Assert.Contains("The time of this run is over", File.ReadAllText(_fixture["nightly.log"]), StringComparison.Ordinal);
    }

    [ShellFact]
    public void Outside_of_the_window_nothing_is_done()
    {
        DateTime now = DateTime.Now;
        string script = Write(Save(), now.AddHours(2), now.AddHours(3));
        ShellExit exit = ShellProcess.Run(script);
        Assert.Equal((5, 0), (exit.Code, _fixture.Saved));
        Assert.StartsWith("It is not between", exit.Output, StringComparison.Ordinal);
        Assert.Equal((0, UnattendedFixture.Count), (ShellProcess.Run(script, "-Now").Code, _fixture.Saved));
    }

    [ShellTheory]
    [InlineData("$unknown", 1)]
    [InlineData("Get-PD12MRecord ./nowhere.parquet -ErrorAction Stop", 1)]
    [InlineData("throw 'up'", 1)]
    [InlineData("sh -c 'exit 7'", 7)]
    [InlineData("'a line' # and a comment", 0)]
    public void Other_ends_have_their_codes(string commands, int code) => Assert.Equal(code, Run(commands).Code);

    [ShellFact]
    public void A_transcript_is_kept_and_that_of_the_night_before()
    {
        string script = Write("Write-Warning \"It is $([datetime]::Now.Ticks)\"", DateTime.Now.AddHours(-1), DateTime.Now.AddHours(1));
        Assert.Equal(0, ShellProcess.Run(script).Code);
        string first = File.ReadAllText(_fixture["nightly.log"]);
        Assert.Contains("It is ", first, StringComparison.Ordinal);
        Assert.Equal(0, ShellProcess.Run(script).Code);
        Assert.Equal(first, File.ReadAllText(_fixture["nightly.log.1"]));
        Assert.NotEqual(first, File.ReadAllText(_fixture["nightly.log"]));
    }

    [SignalFact]
    public async Task SIGINT_is_130_and_leaves_nothing()
    {
        _fixture.Server.Faults.Add(new Fault(FaultKind.BytesPerSecond) { Rate = 1 });
        using ShellProcess process = ShellProcess.Start(Write(Save(), DateTime.Now.AddHours(-1), DateTime.Now.AddHours(1)));
        await _fixture.WaitForTransfersAsync();
        process.Signal("INT");
        Assert.Equal(130, process.WaitForExit().Code);
        Assert.Empty(_fixture.Leftovers);
    }

    private string Save(string more = "") => $"Get-PD12MRecord '{_fixture.Metadata}' | Save-PD12MImage '{_fixture.Images}' -EndpointUrl {_fixture.Server.Endpoint} {more}";

    private ShellExit Run(string commands) => ShellProcess.Run(Write(commands, DateTime.Now.AddHours(-1), DateTime.Now.AddHours(1)));

    private string Write(string commands, DateTime at, DateTime until) => ((FileInfo)_shell.Run(p => p
        .AddCommand("New-PD12MScheduledTask").AddArgument("nightly").AddArgument(ScriptBlock.Create(commands))
        .AddParameter("At", at.Date.AddHours(at.Hour).AddMinutes(at.Minute)).AddParameter("Until", until.Date.AddHours(until.Hour).AddMinutes(until.Minute))
        .AddParameter("Path", _fixture["."]).AddParameter("PassThru").AddParameter("Force")).Succeeded().Objects[0]!).FullName;
}
