using System.Management.Automation;
using System.Management.Automation.Host;
using PD12M.Probe;

namespace PD12M.Tests.Engine;

public sealed class ShouldProcessTests : EngineTests
{
    [ShellFact]
    public void WhatIf_says_so_to_the_host_and_does_nothing()
    {
        ShellResult result = Shell.Run(p => p.AddCommand("Set-ProbeTarget").AddArgument("door").AddParameter("WhatIf")).Succeeded();

        Assert.Equal(["not varnished: WhatIf"], result.Text);
        Assert.Equal(["What if: Performing the operation \"Paint\" on target \"door\".", "What if: Varnishing it"], result.HostLines);
        Assert.Empty(result.Information);
    }

    [ShellFact]
    public void WhatIf_without_a_user_interface_is_silent()
    {
        using PowerShell shell = PowerShell.Create();
        shell.AddCommand("Import-Module").AddArgument(typeof(Journal).Assembly.Location).AddStatement()
            .AddCommand("Set-ProbeTarget").AddArgument("door").AddParameter("WhatIf");

        Assert.Equal(["not varnished: WhatIf"], shell.Invoke<string>());
        Assert.Empty(shell.Streams.Information);
    }

    [ShellFact]
    public void Below_the_threshold_nobody_is_asked()
    {
        ShellResult result = Shell.Run(p => p.AddCommand("Set-ProbeTarget").AddArgument("door").AddParameter("Verbose")).Succeeded();

        Assert.Equal(["painted door"], result.Text);
        Assert.Equal(["Performing the operation \"Paint\" on target \"door\".", "Varnishing it"], result.Verbose);
        Assert.Empty(Shell.Host.Questions);
    }

    [ShellFact]
    public void Confirm_asks_for_each_action()
    {
        Shell.Host.Answers.Enqueue("&Yes");
        Shell.Host.Answers.Enqueue("&No");

        ShellResult result = Shell.Run(p => p.AddCommand("Set-ProbeTarget").AddArgument("door").AddParameter("Confirm")).Succeeded();

        Assert.Equal(["painted door", "not varnished: None"], result.Text);
        Assert.Equal(2, Shell.Host.Questions.Count);
        Assert.StartsWith("Confirm: Are you sure you want to perform this action?", Shell.Host.Questions[0], StringComparison.Ordinal);
        Assert.StartsWith("Varnish: Varnish it?", Shell.Host.Questions[1], StringComparison.Ordinal);
    }

    [ShellFact]
    public void Yes_to_all_is_asked_once()
    {
        Shell.Host.Answers.Enqueue("Yes to &All");

        ShellResult result = Shell.Run(new[] { "a", "b" }, p => p.AddCommand("Set-ProbeTarget").AddParameter("Confirm")).Succeeded();

        Assert.Equal(["painted a", "painted b"], result.Text);
        Assert.Single(Shell.Host.Questions);
    }

    [ShellFact]
    public void The_preference_lowers_the_threshold_and_the_parameter_lifts_it()
    {
        Shell["ConfirmPreference"] = "Medium";
        Shell.Host.Answers.Enqueue("No to A&ll");
        Assert.Equal(["not varnished: None"], Shell.Run(p => p.AddCommand("Set-ProbeTarget").AddArgument("a")).Succeeded().Text);

        Assert.Equal(["painted a"], Shell.Run(p => p.AddCommand("Set-ProbeTarget").AddArgument("a").AddParameter("Confirm", false)).Succeeded().Text);
    }

    [ShellFact]
    public void ShouldContinue_asks_whatever_the_preference()
    {
        Shell.Host.Answers.Enqueue("&Yes");

        ShellResult result = Shell.Run(p => p.AddCommand("Set-ProbeTarget").AddArgument("a").AddParameter("Continue").AddParameter("Confirm", false)).Succeeded();

        Assert.Equal(["painted a", "continued"], result.Text);
        Assert.Equal(["Sure: Really? (&Yes,&No,&Suspend, 0)"], Shell.Host.Questions);
    }

    [ShellFact]
    public void A_question_that_nobody_answers_ends_the_pipeline()
    {
        ShellResult result = Shell.Run(p => p.AddCommand("Set-ProbeTarget").AddArgument("a").AddParameter("Confirm"));

        Assert.IsType<CmdletInvocationException>(result.Terminating, exactMatch: false);
        Assert.IsType<HostException>(result.Terminating!.InnerException, exactMatch: false);
    }

    [ShellFact]
    public void A_question_without_a_user_interface_ends_the_pipeline()
    {
        using PowerShell shell = PowerShell.Create();
        shell.AddCommand("Import-Module").AddArgument(typeof(Journal).Assembly.Location).Invoke();
        shell.Commands.Clear();
        shell.AddCommand("Set-ProbeTarget").AddArgument("door").AddParameter("Confirm");

        CmdletInvocationException thrown = Assert.ThrowsAny<CmdletInvocationException>(() => shell.Invoke());
        Assert.IsType<HostException>(thrown.InnerException, exactMatch: false);
    }

    [ShellTheory]
    [InlineData(null, "ParameterArgumentValidationErrorNullNotAllowed")]
    [InlineData("", "ParameterArgumentValidationErrorEmptyStringNotAllowed")]
    public void A_mandatory_text_is_not_empty(string? value, string id)
    {
        ShellResult result = Shell.Run(p => p.AddCommand("Set-ProbeTarget").AddParameter("Target", value));

        Assert.Equal(id + ",PD12M.Probe.SetProbeTargetCommand", result.TerminatingError!.FullyQualifiedErrorId);
    }
}
