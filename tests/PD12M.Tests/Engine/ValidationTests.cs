using System.Management.Automation;

namespace PD12M.Tests.Engine;

public sealed class ValidationTests : EngineTests
{
    public static TheoryData<string, object?, string> Refused => new()
    {
        { "Range", 0, "ParameterArgumentValidationError" },
        { "Range", 11, "ParameterArgumentValidationError" },
        { "Set", "gamma", "ParameterArgumentValidationError" },
        { "Pattern", new[] { "abc", "xyz" }, "ParameterArgumentValidationError" },
        { "Length", "abcd", "ParameterArgumentValidationError" },
        { "Count", new[] { 1, 2, 3 }, "ParameterArgumentValidationError" },
        { "NotNull", null, "ParameterArgumentValidationError" },
        { "NotEmpty", "", "ParameterArgumentValidationError" },
        { "Even", 3, "ParameterArgumentValidationError" },
        { "Double", "bad", "ParameterArgumentTransformationError" },
    };

    [ShellTheory]
    [MemberData(nameof(Refused))]
    public void What_is_not_valid_is_refused(string parameter, object? value, string id)
    {
        ShellResult result = Shell.Run(p => p.AddCommand("Test-ProbeValidation").AddParameter(parameter, value));

        ParameterBindingException refusal = Assert.IsAssignableFrom<ParameterBindingException>(result.Terminating);
        Assert.Equal(id + ",PD12M.Probe.TestProbeValidationCommand", result.TerminatingError!.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.InvalidData, result.TerminatingError.CategoryInfo.Category);
        Assert.Equal(parameter, refusal.ParameterName);
    }

    [ShellFact]
    public void What_is_valid_passes()
    {
        ShellResult result = Shell.Run(p => p.AddCommand("Test-ProbeValidation")
            .AddParameter("Range", 10).AddParameter("Set", "ALPHA").AddParameter("Pattern", "ABC").AddParameter("Length", "abc")
            .AddParameter("Count", 1).AddParameter("Even", 4).AddParameter("Double", 4).AddArgument("x").AddArgument("y"));

        Assert.Equal(["10 8 x|y"], result.Succeeded().Text);
    }

    [ShellTheory]
    [InlineData(null, "ParameterArgumentValidationErrorNullNotAllowed")]
    [InlineData("", "ParameterArgumentValidationErrorEmptyStringNotAllowed")]
    [InlineData(new string[0], "ParameterArgumentValidationErrorEmptyArrayNotAllowed")]
    [InlineData(new[] { "a", "" }, "ParameterArgumentValidationErrorEmptyStringNotAllowed")]
    public void A_mandatory_value_is_not_empty(object? value, string id)
    {
        ShellResult result = Shell.Run(p => p.AddCommand("Test-ProbeMandatory").AddParameter("Strict", value));

        Assert.Equal(id + ",PD12M.Probe.TestProbeMandatoryCommand", result.TerminatingError!.FullyQualifiedErrorId);
    }

    [ShellFact]
    public void An_optional_value_may_be_empty()
    {
        Assert.Equal(["a"], Shell.Run(p => p.AddCommand("Test-ProbeMandatory").AddArgument("a").AddArgument(null)).Succeeded().Text);
        Assert.Equal(["a"], Shell.Run(p => p.AddCommand("Test-ProbeMandatory").AddArgument("a").AddArgument("")).Succeeded().Text);
    }
}
