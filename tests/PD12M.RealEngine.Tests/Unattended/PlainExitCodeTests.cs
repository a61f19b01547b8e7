using PD12M.Testing;

namespace PD12M.Tests.Unattended;

/// <summary>What the shell itself makes of a run, as docs/guides/unattended.md tells.</summary>
public sealed class PlainExitCodeTests : IDisposable
{
    private const string Stop = "$ErrorActionPreference = 'Stop';";

    private readonly UnattendedFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [ShellFact]
    public void Errors_of_single_images_are_0()
    {
        _fixture.Server.Faults.Add(new Fault(FaultKind.Status) { Status = 404, Times = 1 });
        Assert.Equal(0, Run(Save()).Code);
    }

    [ShellTheory]
    [InlineData("-ThrottleLimit 2 -TimeLimit 0:00:01")]
    [InlineData("-MinFreeSpace 8000PB")]
    public void A_limit_is_0_unless_errors_stop(string limit)
    {
        _fixture.Server.Faults.Add(new Fault(FaultKind.Latency) { Delay = TimeSpan.FromSeconds(2) });
        Assert.Equal((0, 1), (Run($"{Save(limit)}; 'the next statement'").Code, Run(Stop + Save(limit)).Code));
    }

    [ShellFact]
    public void A_question_is_an_error_and_does_not_wait()
    {
        ShellExit exit = Run(Stop + Save("-Confirm"));
        Assert.Equal((1, 0), (exit.Code, _fixture.Saved));
        Assert.Contains("NonInteractive", exit.Errors, StringComparison.Ordinal);
    }

    [SignalFact]
    public async Task A_second_run_is_0_unless_errors_stop_and_SIGINT_is_0()
    {
        _fixture.Server.Faults.Add(new Fault(FaultKind.BytesPerSecond) { Rate = 1 });
        File.WriteAllText(_fixture["first.ps1"], Save());
        using ShellProcess first = ShellProcess.Start(_fixture["first.ps1"]);
        await _fixture.WaitForTransfersAsync();
        Assert.Equal((0, 1), (Run(Save() + "; 'the next statement'").Code, Run(Stop + Save()).Code));
        first.Signal("INT");
        Assert.Equal(0, first.WaitForExit().Code);
        Assert.Empty(_fixture.Leftovers);
    }

    private string Save(string more = "") => $"Import-Module '{Shell.ManifestPath}'; Get-PD12MRecord '{_fixture.Metadata}' | Save-PD12MImage '{_fixture.Images}' -EndpointUrl {_fixture.Server.Endpoint} {more}";

    private ShellExit Run(string commands)
    {
        File.WriteAllText(_fixture["plain.ps1"], commands);
        return ShellProcess.Run(_fixture["plain.ps1"]);
    }
}
