using System.Management.Automation;
using PD12M.Probe;

namespace PD12M.Tests.Engine;

public sealed class LifeCycleTests : EngineTests
{
    [ShellFact]
    public void Every_command_begins_before_the_first_object_and_is_disposed_after_the_last_has_ended()
    {
        ShellResult result = Shell.Run(p => p.AddCommand("Get-ProbeNumber").AddArgument(2).AddCommand("Copy-ProbeInput")).Succeeded();

        Assert.Equal([1, 2], result.Objects);
        Assert.Equal(
            ["source begin", "copy begin", "copy process", "copy process", "source process", "source end", "copy end", "source dispose", "copy dispose"],
            Journal.Entries);
        Assert.Equal(PSInvocationState.Completed, result.State);
        Assert.False(result.HadErrors);
    }

    [ShellFact]
    public void After_Select_Object_First_the_source_is_only_disposed()
    {
        ShellResult result = Shell.Run(p => p.AddCommand("Get-ProbeNumber").AddArgument(10)
            .AddCommand("Copy-ProbeInput").AddCommand("Select-Object").AddParameter("First", 2)).Succeeded();

        Assert.Equal([1, 2], result.Objects);
        Assert.Equal(
            ["source begin", "copy begin", "copy process", "copy process", "source saw PipelineStoppedException", "source dispose", "copy dispose"],
            Journal.Entries);
        Assert.Equal(PSInvocationState.Completed, result.State);
    }

    [ShellFact]
    public void Commands_behind_Select_Object_First_end_as_usual()
    {
        ShellResult result = Shell.Run(p => p.AddCommand("Get-ProbeNumber").AddArgument(10)
            .AddCommand("Select-Object").AddParameter("First", 1).AddCommand("Copy-ProbeInput")).Succeeded();

        Assert.Equal([1], result.Objects);
        Assert.Equal(["source begin", "copy begin", "copy process", "source saw PipelineStoppedException", "copy end", "source dispose", "copy dispose"], Journal.Entries);
    }

    [ShellFact]
    public void A_stop_calls_StopProcessing_and_then_disposes()
    {
        using PowerShell shell = Shell.Build(p => p.AddCommand("Watch-ProbeStop"));
        using PSDataCollection<PSObject> output = [];
        using ManualResetEventSlim running = new();
        output.DataAdded += (_, _) => running.Set();

        IAsyncResult invocation = shell.BeginInvoke<PSObject, PSObject>(null, output);
        Assert.True(running.Wait(TimeSpan.FromSeconds(30)));
        shell.Stop();

        Assert.ThrowsAny<PipelineStoppedException>(() => shell.EndInvoke(invocation));
        Assert.Equal(PSInvocationState.Stopped, shell.InvocationStateInfo.State);
        Assert.Equal("running", Assert.Single(output).ToString());
        Assert.Equal(["watch stop", "stopping True", "watch saw PipelineStoppedException", "watch dispose"], Journal.Entries);
    }

    [ShellFact]
    public void A_stop_ends_the_wait_for_input()
    {
        using PowerShell shell = Shell.Build(p => p.AddCommand("Copy-ProbeInput"));
        using PSDataCollection<int> input = [];
        using PSDataCollection<int> output = [];
        using ManualResetEventSlim running = new();
        output.DataAdded += (_, _) => running.Set();
        IAsyncResult invocation = shell.BeginInvoke(input, output);
        input.Add(1);
        Assert.True(running.Wait(TimeSpan.FromSeconds(30)));

        shell.Stop();

        // Whether EndProcessing still runs is a race in PowerShell: closing the input can end the pipeline before the stop reaches it.
        Assert.True(invocation.IsCompleted);
        Assert.Equal("copy dispose", Journal.Entries[^1]);
    }

    [ShellFact]
    public void A_failure_in_Dispose_is_not_told()
    {
        ShellResult result = Shell.Run(p => p.AddCommand("Get-ProbeNumber").AddArgument(1).AddCommand("Copy-ProbeInput").AddParameter("FailIn", "dispose")).Succeeded();

        Assert.Equal([1], result.Objects);
        Assert.Empty(result.Errors);
        Assert.Equal("copy dispose", Journal.Entries[^1]);
    }

    [ShellFact]
    public void A_failure_downstream_reaches_the_source_as_a_stop()
    {
        ShellResult result = Shell.Run(p => p.AddCommand("Get-ProbeNumber").AddCommand("Copy-ProbeInput").AddParameter("FailIn", "process"));

        CmdletInvocationException failure = Assert.IsAssignableFrom<CmdletInvocationException>(result.Terminating);
        Assert.IsType<InvalidDataException>(failure.InnerException);
        Assert.Equal("System.IO.InvalidDataException,PD12M.Probe.CopyProbeInputCommand", result.TerminatingError!.FullyQualifiedErrorId);
        Assert.Equal(["source begin", "copy begin", "copy process", "source saw PipelineStoppedException", "source dispose", "copy dispose"], Journal.Entries);
        Assert.Equal(PSInvocationState.Failed, result.State);
        Assert.True(result.HadErrors);
    }

    [ShellTheory]
    [InlineData("begin")]
    [InlineData("end")]
    public void A_failure_at_the_edges_ends_the_pipeline(string step)
    {
        ShellResult result = Shell.Run(p => p.AddCommand("Get-ProbeNumber").AddArgument(1).AddCommand("Copy-ProbeInput").AddParameter("FailIn", step));

        Assert.Equal("failed in " + step, result.Terminating!.Message);
        Assert.Equal("copy dispose", Journal.Entries[^1]);
        Assert.Equal(step == "end" ? 1 : 0, result.Output.Count);
    }

    [ShellFact]
    public void Writing_from_another_thread_is_refused_and_from_Dispose_is_not()
    {
        ShellResult result = Shell.Run(p => p.AddCommand("Write-ProbeForbidden")).Succeeded();

        Assert.Equal(["done", 2], result.Objects);
        Assert.Equal(["thread PSInvalidOperationException", "warning PSInvalidOperationException", "dispose wrote"], Journal.Entries);
    }

    [ShellFact]
    public void Input_from_the_caller_feeds_the_first_command()
    {
        ShellResult result = Shell.Run(new[] { 7, 8 }, p => p.AddCommand("Copy-ProbeInput")).Succeeded();

        Assert.Equal([7, 8], result.Objects);
    }

    [ShellFact]
    public void A_command_without_input_runs_once_and_one_with_empty_input_not_at_all()
    {
        Assert.Equal([0], Shell.Run(p => p.AddCommand("Copy-ProbeInput")).Succeeded().Objects);
        Assert.Empty(Shell.Run(p => p.AddCommand("Get-ProbeNumber").AddArgument(0).AddCommand("Copy-ProbeInput")).Succeeded().Objects);
        Assert.Equal([0], Shell.Run(Array.Empty<int>(), p => p.AddCommand("Copy-ProbeInput")).Succeeded().Objects);
    }

    [ShellFact]
    public void The_invocation_tells_the_position()
    {
        ShellResult result = Shell.Run(p => p.AddCommand("Get-ProbeNumber").AddCommand("gpi").AddCommand("Write-Output")).Succeeded();

        Assert.Equal(["Get-ProbeInvocation 2/3 True __AllParameterSets"], result.Text);
    }

    [ShellFact]
    public void Among_several_statements_one_that_fails_is_an_error_and_the_next_runs()
    {
        ShellResult result = Shell.Run(p => p.AddCommand("Copy-ProbeInput").AddParameter("FailIn", "begin").AddStatement()
            .AddCommand("Get-ProbeNothing").AddStatement().AddCommand("Get-ProbeNumber").AddArgument(1)).Succeeded();

        Assert.Equal(["System.IO.InvalidDataException,PD12M.Probe.CopyProbeInputCommand", "CommandNotFoundException"], result.ErrorIds);
        Assert.Equal([1], result.Objects);
        Assert.Equal(PSInvocationState.Completed, result.State);
        Assert.True(result.HadErrors);
    }

    [ShellFact]
    public void Statements_run_one_after_the_other()
    {
        ShellResult result = Shell.Run(p => p.AddCommand("Get-ProbeNumber").AddArgument(1).AddStatement().AddCommand("Get-ProbeNumber").AddArgument(2)).Succeeded();

        Assert.Equal([1, 1, 2], result.Objects);
    }
}
