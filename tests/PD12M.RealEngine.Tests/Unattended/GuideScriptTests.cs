using System.Text.Json;
using PD12M.Testing;

namespace PD12M.Tests.Unattended;

/// <summary>The scripts of docs/guides/scripts, run as cron runs them.</summary>
public sealed class GuideScriptTests : IDisposable
{
    private readonly UnattendedFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [ShellFact]
    public void A_whole_set_is_0_and_the_second_night_saves_nothing()
    {
        ShellExit first = _fixture.Save();
        Assert.Equal((0, "", UnattendedFixture.Count), (first.Code, first.Errors, _fixture.Saved));
        Assert.StartsWith($"{UnattendedFixture.Count} saved, 0 there already, 0 failed", first.Output, StringComparison.Ordinal);
        Assert.StartsWith($"0 saved, {UnattendedFixture.Count} there already", _fixture.Save().Output, StringComparison.Ordinal);
        Assert.Equal(4, File.ReadAllLines(_fixture["images.jsonl"]).Count(line => Event(line) is "start" or "end"));
    }

    [ShellFact]
    public void Images_that_fail_are_2_and_in_the_list()
    {
        _fixture.Server.Faults.Add(new Fault(FaultKind.Status) { Status = 404, Every = 10 });
        Assert.Equal(2, _fixture.Save("-Filter", "width -ge 1").Code);
        Assert.Equal(4, File.ReadAllLines(_fixture["images.failed.csv"]).Count(line => line.Contains("ImageNotFound", StringComparison.Ordinal)));
        _fixture.Server.Faults.Clear();
        Assert.Equal((0, UnattendedFixture.Count), (_fixture.Save().Code, _fixture.Saved));
    }

    [ShellFact]
    public void A_night_that_is_too_short_is_3()
    {
        ShellExit exit = _fixture.Save("-StopAfter", "2020-01-01 06:00");
        Assert.Equal((3, 0), (exit.Code, _fixture.Saved));
        Assert.Contains("The time of this run is over", exit.Errors, StringComparison.Ordinal);
    }

    [ShellFact]
    public void Anything_else_is_1()
    {
        using ShellProcess process = ShellProcess.Start(Path.Combine(UnattendedFixture.Scripts, "save-images.ps1"), _fixture["nowhere"], _fixture.Images, "-Module", Shell.ManifestPath);
        Assert.Equal(1, process.WaitForExit().Code);
        using ShellProcess asking = ShellProcess.Start(Path.Combine(UnattendedFixture.Scripts, "save-images.ps1"));
        Assert.Equal(1, asking.WaitForExit().Code);
    }

    [SignalFact]
    public async Task A_second_run_is_4_and_SIGINT_ends_the_first_in_order()
    {
        using ShellProcess first = StartSlowly();
        await _fixture.WaitForTransfersAsync();
        Assert.Equal(4, _fixture.Save().Code);
        first.Signal("INT");
        Assert.Equal(130, first.WaitForExit().Code);
        Assert.Empty(_fixture.Leftovers);
        Assert.Equal("Stopped", JsonDocument.Parse(File.ReadAllLines(_fixture["images.jsonl"]).Last(line => Event(line) == "end")).RootElement.GetProperty("reason").GetString());
    }

    [SignalTheory]
    [InlineData("TERM", 143)]
    [InlineData("HUP", 129)]
    [InlineData("KILL", 137)]
    public async Task A_run_that_is_killed_leaves_what_the_next_one_clears_away(string signal, int code)
    {
        using (ShellProcess killed = StartSlowly())
        {
            await _fixture.WaitForTransfersAsync();
            killed.Signal(signal);
            Assert.Equal(code, killed.WaitForExit().Code);
        }
        Assert.NotEmpty(_fixture.Leftovers);
        _fixture.Server.Faults.Clear();
        Assert.Equal((0, UnattendedFixture.Count), (_fixture.Save().Code, _fixture.Saved));
        Assert.Empty(_fixture.Leftovers);
    }

    [ShellFact]
    public void The_check_finds_what_is_damaged_and_the_next_night_repairs_it()
    {
        Assert.Equal(0, _fixture.Save().Code);
        string damaged = Directory.GetFiles(_fixture.Images, "*.*", SearchOption.AllDirectories)[0];
        File.WriteAllText(damaged, "no picture");
        Assert.Equal(2, Check().Code);
        Assert.Contains("Mismatch", File.ReadAllText(_fixture["images.damaged.csv"]), StringComparison.Ordinal);
        Assert.True(File.Exists(damaged));
        Assert.Equal((2, false), (Check("-Remove").Code, File.Exists(damaged)));
        Assert.Equal((0, 0), (_fixture.Save().Code, Check().Code));
    }

    private static string? Event(string line) => JsonDocument.Parse(line).RootElement.GetProperty("event").GetString();

    private ShellExit Check(params string[] arguments)
    {
        using ShellProcess process = _fixture.Start("check-images.ps1", arguments);
        return process.WaitForExit();
    }

    private ShellProcess StartSlowly()
    {
        _fixture.Server.Faults.Add(new Fault(FaultKind.BytesPerSecond) { Rate = 1 });
        return _fixture.Start("save-images.ps1", "-EndpointUrl", _fixture.Server.Endpoint.AbsoluteUri);
    }
}

/// <summary>A fact about signals: skipped on Windows, which has none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SignalFactAttribute : FactAttribute
{
    private const int Interrupt = 2;

    public SignalFactAttribute() => Skip = Obstacle;

    public static string? Obstacle => EngineUnderTest.WhySkipped ?? (OperatingSystem.IsWindows() ? "Windows has no signals."
        : IsInterruptIgnored() ? "SIGINT is ignored here, as in what a script starts in the background, and so it is in all that is started from here." : null);

    /// <summary>Whether this process has inherited that; a shell sets it for asynchronous commands (POSIX, 2.9.3.1).</summary>
    private static bool IsInterruptIgnored()
    {
        const string Ignored = "SigIgn:";
        string? line = File.Exists("/proc/self/status") ? File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith(Ignored, StringComparison.Ordinal)) : null;
        return line is not null && (Convert.ToUInt64(line[Ignored.Length..].Trim(), 16) & 1UL << (Interrupt - 1)) != 0;
    }
}

[AttributeUsage(AttributeTargets.Method)]
internal sealed class SignalTheoryAttribute : TheoryAttribute
{
    public SignalTheoryAttribute() => Skip = SignalFactAttribute.Obstacle;
}
