using System.Management.Automation;

namespace PD12M.Tests.Engine;

public sealed class StreamTests : EngineTests
{
    private const string Id = "BadItem,PD12M.Probe.WriteProbeStreamCommand";

    [ShellFact]
    public void By_default_verbose_and_debug_are_silent()
    {
        ShellResult result = Shell.Run(p => p.AddCommand("Write-ProbeStream")).Succeeded();

        Assert.Empty(result.Verbose);
        Assert.Empty(result.Debug);
        Assert.Equal(["warning"], result.Warnings);
        Assert.Equal(["information"], result.Information);
        Assert.Equal(50, Assert.Single(result.Progress).PercentComplete);
        Assert.Equal([Id], result.ErrorIds);
        Assert.True(result.HadErrors);
        Assert.Equal(PSInvocationState.Completed, result.State);
    }

    [ShellFact]
    public void Only_enumerated_collections_come_apart()
    {
        ShellResult result = Shell.Run(p => p.AddCommand("Write-ProbeStream").AddParameter("ErrorAction", "Ignore")).Succeeded();

        Assert.Equal([1, 2, new[] { 3, 4 }, "text", null], result.Objects);
    }

    [ShellFact]
    public void An_error_record_keeps_what_it_was_given()
    {
        ErrorRecord error = Assert.Single(Shell.Run(p => p.AddCommand("Write-ProbeStream")).Errors);

        Assert.IsType<InvalidDataException>(error.Exception);
        Assert.Equal("bad item, in detail", error.ToString());
        Assert.Equal("do better", error.ErrorDetails.RecommendedAction);
        Assert.Equal("the item", error.TargetObject);
        Assert.Equal(ErrorCategory.InvalidData, error.CategoryInfo.Category);
        Assert.Equal("Write-ProbeStream", error.CategoryInfo.Activity);
        Assert.Equal("InvalidDataException", error.CategoryInfo.Reason);
        Assert.Equal("String", error.CategoryInfo.TargetType);
        Assert.Equal("Write-ProbeStream", error.InvocationInfo.MyCommand.Name);
    }

    [ShellFact]
    public void Verbose_and_debug_are_heard_when_asked_for()
    {
        // With somebody to ask, -Debug asks after each message.
        Shell.Host.Answers.Enqueue("&Yes");

        ShellResult result = Shell.Run(p => p.AddCommand("Write-ProbeStream").AddParameter("Verbose").AddParameter("Debug")).Succeeded();

        Assert.Equal(["verbose"], result.Verbose);
        Assert.Equal(["debug"], result.Debug);
    }

    [ShellFact]
    public void Preference_variables_work_as_the_parameters_do()
    {
        Shell["VerbosePreference"] = "Continue";
        Shell["WarningPreference"] = ActionPreference.SilentlyContinue;
        Shell["ProgressPreference"] = "SilentlyContinue";

        ShellResult result = Shell.Run(p => p.AddCommand("Write-ProbeStream")).Succeeded();

        Assert.Equal(["verbose"], result.Verbose);
        Assert.Empty(result.Warnings);
        Assert.Empty(result.Progress);
    }

    [ShellFact]
    public void Streams_are_silenced_one_by_one()
    {
        ShellResult result = Shell.Run(p => p.AddCommand("Write-ProbeStream")
            .AddParameter("WarningAction", "SilentlyContinue").AddParameter("InformationAction", "Ignore").AddParameter("ProgressAction", "Ignore")).Succeeded();

        Assert.Empty(result.Warnings);
        Assert.Empty(result.Information);
        Assert.Empty(result.Progress);
    }

    [ShellTheory]
    [InlineData("SilentlyContinue", true)]
    [InlineData("Ignore", true)]
    public void An_error_can_be_silenced(string action, bool hadErrors)
    {
        ShellResult result = Shell.Run(p => p.AddCommand("Write-ProbeStream").AddParameter("ErrorAction", action)).Succeeded();

        Assert.Empty(result.Errors);
        Assert.Equal(hadErrors, result.HadErrors);
        Assert.Equal(5, result.Output.Count);
    }

    [ShellFact]
    public void ErrorAction_Stop_makes_the_first_error_the_last()
    {
        ShellResult result = Shell.Run(p => p.AddCommand("Write-ProbeStream").AddParameter("ErrorAction", "Stop"));

        Assert.IsAssignableFrom<ActionPreferenceStopException>(result.Terminating);
        Assert.Equal(Id, result.TerminatingError!.FullyQualifiedErrorId);
        Assert.Empty(result.Output);
        Assert.Empty(result.Errors);
        Assert.Equal(PSInvocationState.Failed, result.State);
    }

    [ShellFact]
    public void A_warning_can_stop_too()
    {
        ShellResult result = Shell.Run(p => p.AddCommand("Write-ProbeStream").AddParameter("WarningAction", "Stop"));

        Assert.IsAssignableFrom<ActionPreferenceStopException>(result.Terminating);
        Assert.Empty(result.Output);
    }

    [ShellFact]
    public void A_terminating_error_carries_its_record()
    {
        ShellResult result = Shell.Run(p => p.AddCommand("Write-ProbeStream").AddParameter("Terminate"));

        CmdletInvocationException thrown = Assert.IsAssignableFrom<CmdletInvocationException>(result.Terminating);
        Assert.IsType<InvalidDataException>(thrown.InnerException);
        Assert.Equal(Id, result.TerminatingError!.FullyQualifiedErrorId);
        Assert.Equal("bad item, in detail", thrown.Message);
        Assert.Empty(result.Errors);
    }

    [ShellFact]
    public void ErrorAction_does_not_soften_a_terminating_error()
    {
        ShellResult result = Shell.Run(p => p.AddCommand("Write-ProbeStream").AddParameter("Terminate").AddParameter("ErrorAction", "SilentlyContinue"));

        Assert.Equal(Id, result.TerminatingError!.FullyQualifiedErrorId);
    }

    [ShellFact]
    public void A_stray_exception_is_named_by_its_type()
    {
        ShellResult result = Shell.Run(p => p.AddCommand("Write-ProbeStream").AddParameter("Throw"));

        Assert.Equal("System.IO.InvalidDataException,PD12M.Probe.WriteProbeStreamCommand", result.TerminatingError!.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.NotSpecified, result.TerminatingError.CategoryInfo.Category);
        Assert.IsType<InvalidDataException>(result.TerminatingError.Exception);
    }

    [ShellFact]
    public void Streams_tell_of_each_record_as_it_comes()
    {
        using PowerShell shell = Shell.Build(p => p.AddCommand("Write-ProbeStream"));
        List<string> seen = [];
        shell.Streams.Progress.DataAdded += (sender, e) => seen.Add(((PSDataCollection<ProgressRecord>)sender!)[e.Index].Activity);

        shell.Invoke();

        Assert.Equal(["activity"], seen);
    }
}
