using System.Collections;
using System.Management.Automation;

namespace PD12M.Tests.Engine;

public sealed class BindingTests : EngineTests
{
    private const string Types = ",PD12M.Probe.TestProbeTypeCommand";

    public static TheoryData<string, object?, string> Conversions => new()
    {
        { "Whole", "42", "Whole=42:Int32" },
        { "Whole", "0x10", "Whole=16:Int32" },
        { "Whole", 2.5, "Whole=2:Int32" },
        { "whole", "2.5", "Whole=2:Int32" },
        { "whole", "3.5", "Whole=4:Int32" },
        { "Whole", "1kb", "Whole=1024:Int32" },
        { "Whole", "", "Whole=0:Int32" },
        { "Long", "5000000000", "Long=5000000000:Int64" },
        { "Long", null, "Long=:" },
        { "Real", "0.25", "Real=0.25:Double" },
        { "Real", "1e3", "Real=1000:Double" },
        { "Truth", true, "Truth=True:Boolean" },
        { "Truth", 0, "Truth=False:Boolean" },
        { "Color", "green", "Color=Green:ProbeColor" },
        { "Color", "bl", "Color=Blue:ProbeColor" },
        { "Color", 3, "Color=Blue:ProbeColor" },
        { "Address", "http://localhost/a", "Address=http://localhost/a:Uri" },
        { "When", "2024-02-03", "When=02/03/2024 00:00:00:DateTime" },
        { "Span", "00:01:00", "Span=00:01:00:TimeSpan" },
        { "Span", 10, "Span=00:00:00.0000010:TimeSpan" },
        { "Id", "6f9619ff-8b86-d011-b42d-00cf4fc964ff", "Id=6f9619ff-8b86-d011-b42d-00cf4fc964ff:Guid" },
        { "Text", "one", "Text=one:String[]" },
        { "Lines", new object[] { 1, "two", 2.5 }, "Text=1|two|2.5:String[]" },
        { "Single", 1.5, "Single=1.5:String" },
        { "Single", null, "Single=:" },
        { "Present", true, "Present=True:SwitchParameter" },
        { "Anything", 7, "Anything=7:Int32" },
    };

    public static TheoryData<string, object?, string> Misfits => new()
    {
        { "Whole", "many", "CannotConvertArgumentNoMessage" },
        { "Whole", "99999999999", "CannotConvertArgumentNoMessage" },
        { "Whole", new[] { 1, 2 }, "CannotConvertArgument" },
        { "Truth", "yes", "CannotConvertArgument" },
        { "Color", "gre", "CannotConvertArgumentNoMessage" },
        { "Color", "purple", "CannotConvertArgumentNoMessage" },
        { "Color", 9, "CannotConvertArgumentNoMessage" },
        { "Single", new[] { "a", "b" }, "CannotConvertArgument" },
        { "Table", "text", "CannotConvertArgumentNoMessage" },
        { "Present", "text", "CannotConvertArgument" },
        { "Nothing", 1, "NamedParameterNotFound" },
        { "When", null, "ParameterBindingFailed" },
        { "Whole", null, "ParameterBindingFailed" },
    };

    [ShellTheory]
    [MemberData(nameof(Conversions))]
    public void Arguments_are_converted(string parameter, object? value, string bound)
    {
        Assert.Equal([bound], Shell.Run(p => p.AddCommand("Test-ProbeType").AddParameter(parameter, value)).Succeeded().Text);
    }

    [ShellTheory]
    [MemberData(nameof(Misfits))]
    public void Arguments_that_do_not_fit_are_refused(string parameter, object? value, string id)
    {
        ShellResult result = Shell.Run(p => p.AddCommand("Test-ProbeType").AddParameter(parameter, value));

        Assert.IsAssignableFrom<ParameterBindingException>(result.Terminating);
        Assert.Equal(id + Types, result.TerminatingError!.FullyQualifiedErrorId);
        Assert.Empty(result.Errors);
    }

    [ShellFact]
    public void A_prefix_of_a_name_or_an_alias_is_enough_if_it_is_the_only_one()
    {
        Assert.Contains("Truth=True:Boolean", Shell.Run(p => p.AddCommand("test-probetype").AddParameter("tr", true).AddParameter("Verb")).Succeeded().Text);
        Assert.Equal(["Text=a:String[]"], Shell.Run(p => p.AddCommand("Test-ProbeType").AddParameter("wor", "a")).Succeeded().Text);
        Assert.Equal("AmbiguousParameter" + Types, Shell.Run(p => p.AddCommand("Test-ProbeType").AddParameter("w", 1)).TerminatingError!.FullyQualifiedErrorId);
    }

    [ShellFact]
    public void A_parameter_beats_a_common_one_of_the_same_prefix()
    {
        Assert.Equal(["OtherText=a:String[]"], Shell.Run(p => p.AddCommand("Test-ProbeType").AddParameter("o", "a")).Succeeded().Text);
    }

    [ShellFact]
    public void A_parameter_given_twice_or_an_argument_too_many_is_refused()
    {
        Assert.Equal("ParameterAlreadyBound" + Types, Shell.Run(p => p.AddCommand("Test-ProbeType").AddParameter("Whole", 1).AddParameter("Whole", 1)).TerminatingError!.FullyQualifiedErrorId);
        Assert.Equal("PositionalParameterNotFound" + Types, Shell.Run(p => p.AddCommand("Test-ProbeType").AddArgument(1)).TerminatingError!.FullyQualifiedErrorId);
    }

    [ShellFact]
    public void An_unknown_command_is_not_found()
    {
        ShellResult result = Shell.Run(p => p.AddCommand("Get-ProbeNothing"));

        Assert.Equal("Get-ProbeNothing", Assert.IsAssignableFrom<CommandNotFoundException>(result.Terminating).CommandName);
        Assert.Equal("CommandNotFoundException", result.TerminatingError!.FullyQualifiedErrorId);
    }

    [ShellFact]
    public void Sets_are_chosen_by_what_is_bound()
    {
        Assert.Equal(["Path: a 5"], Shell.Run(p => p.AddCommand("Test-ProbeSet").AddArgument("a")).Succeeded().Text);
        Assert.Equal(["Path: a|b 2"], Shell.Run(p => p.AddCommand("Test-ProbeSet").AddArgument(new[] { "a", "b" }).AddArgument("2")).Succeeded().Text);
        Assert.Equal(["LiteralPath: a 5"], Shell.Run(p => p.AddCommand("Test-ProbeSet").AddParameter("PSPath", "a")).Succeeded().Text);
        Assert.Equal(["LiteralPath: a 3"], Shell.Run(p => p.AddCommand("Test-ProbeSet").AddParameter("LiteralPath", "a").AddArgument(3)).Succeeded().Text);
        Assert.Equal(["Address: http://localhost/ 5"], Shell.Run(p => p.AddCommand("Test-ProbeSet").AddParameter("Address", "http://localhost")).Succeeded().Text);
    }

    [ShellFact]
    public void Parameters_of_two_sets_do_not_mix()
    {
        ShellResult result = Shell.Run(p => p.AddCommand("Test-ProbeSet").AddParameter("Path", "a").AddParameter("LiteralPath", "b"));

        Assert.Equal("AmbiguousParameterSet,PD12M.Probe.TestProbeSetCommand", result.TerminatingError!.FullyQualifiedErrorId);
    }

    [ShellFact]
    public void A_mandatory_parameter_of_the_default_set_that_nobody_gives_is_missing()
    {
        ShellResult result = Shell.Run(p => p.AddCommand("Test-ProbeSet"));

        Assert.IsAssignableFrom<ParameterBindingException>(result.Terminating);
        Assert.Equal("MissingMandatoryParameter,PD12M.Probe.TestProbeSetCommand", result.TerminatingError!.FullyQualifiedErrorId);
    }

    [ShellFact]
    public void Without_a_default_set_the_sets_stay_ambiguous()
    {
        Assert.Equal(["A"], Shell.Run(p => p.AddCommand("Test-ProbeAmbiguity").AddParameter("A", "a").AddParameter("Shared", 1)).Succeeded().Text);
        ShellResult result = Shell.Run(p => p.AddCommand("Test-ProbeAmbiguity").AddParameter("Shared", 1));
        Assert.Equal("AmbiguousParameterSet,PD12M.Probe.TestProbeAmbiguityCommand", result.TerminatingError!.FullyQualifiedErrorId);
    }

    [ShellFact]
    public void A_wrapped_argument_is_unwrapped()
    {
        Assert.Equal(["Whole=3:Int32"], Shell.Run(p => p.AddCommand("Test-ProbeType").AddParameter("Whole", PSObject.AsPSObject(3))).Succeeded().Text);
        Assert.Equal(["Text=a|b:String[]"], Shell.Run(p => p.AddCommand("Test-ProbeType").AddParameter("Text", PSObject.AsPSObject(new ArrayList { "a", PSObject.AsPSObject("b") }))).Succeeded().Text);
    }

    [ShellFact]
    public void Parameters_come_from_a_table_too()
    {
        Hashtable table = new() { ["Whole"] = 1, ["Single"] = "s" };

        Assert.Equal(["Single=s:String", "Whole=1:Int32"], Shell.Run(p => p.AddCommand("Test-ProbeType").AddParameters(table)).Succeeded().Text);
    }
}
