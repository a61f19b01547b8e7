using System.Management.Automation;

namespace PD12M.Tests.Engine;

public sealed class PipelineBindingTests : EngineTests
{
    [ShellFact]
    public void A_typed_object_binds_by_value_and_another_by_its_properties()
    {
        // What an earlier object bound stays named in BoundParameters, with its value from before.
        PSObject parts = new();
        parts.Properties.Add(new PSNoteProperty("Title", "t"));
        parts.Properties.Add(new PSNoteProperty("Size", "12"));

        ShellResult result = Shell.Run(new object[] { new Version(1, 2), parts, new { Name = "n" } }, p => p.AddCommand("Test-ProbePipeline")).Succeeded();

        Assert.Equal(["Version: 1.2 - - [Version]", "Parts: - t 12 [Name,Size,Version]", "Parts: - n - [Name,Size,Version]"], result.Text);
        Assert.Empty(result.Errors);
    }

    [ShellFact]
    public void Text_is_coerced_where_nothing_fits_as_it_is()
    {
        Assert.Equal(["Version: 3.4 - - [Version]"], Shell.Run(new object[] { "3.4" }, p => p.AddCommand("Test-ProbePipeline")).Succeeded().Text);
        Assert.Equal(["Path: 12 5"], Shell.Run(new object[] { 12 }, p => p.AddCommand("Test-ProbeSet")).Succeeded().Text);
        Assert.Equal([5], Shell.Run(new object[] { "5" }, p => p.AddCommand("Copy-ProbeInput")).Succeeded().Objects);
    }

    [ShellFact]
    public void An_object_that_fits_nothing_is_an_error_and_the_next_goes_on()
    {
        object misfit = new { Other = 1 };

        ShellResult result = Shell.Run(new object[] { misfit, new Version(1, 0) }, p => p.AddCommand("Test-ProbePipeline")).Succeeded();

        Assert.Equal(["Version: 1.0 - - [Version]"], result.Text);
        ErrorRecord error = Assert.Single(result.Errors);
        Assert.Equal("InputObjectNotBound,PD12M.Probe.TestProbePipelineCommand", error.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.InvalidArgument, error.CategoryInfo.Category);
        Assert.Same(misfit, error.TargetObject);
        Assert.IsAssignableFrom<ParameterBindingException>(error.Exception);
        Assert.True(result.HadErrors);
    }

    [ShellFact]
    public void A_command_that_takes_no_input_refuses_each_object()
    {
        ShellResult result = Shell.Run(new object[] { 1, 2 }, p => p.AddCommand("Get-ProbeNumber")).Succeeded();

        Assert.Empty(result.Output);
        Assert.Equal(["InputObjectNotBound,PD12M.Probe.GetProbeNumberCommand", "InputObjectNotBound,PD12M.Probe.GetProbeNumberCommand"], result.ErrorIds);
    }

    [ShellFact]
    public void A_file_binds_by_its_full_name()
    {
        string file = Path.Combine(Path.GetTempPath(), "probe.txt");

        Assert.Equal([$"LiteralPath: {file} 5"], Shell.Run(new object[] { new { FullName = file } }, p => p.AddCommand("Test-ProbeSet")).Succeeded().Text);
    }

    [ShellFact]
    public void A_parameter_bound_by_name_is_not_bound_again_by_the_pipeline()
    {
        ShellResult result = Shell.Run(new object[] { 9 }, p => p.AddCommand("Copy-ProbeInput").AddParameter("Number", 1));

        Assert.Equal(["InputObjectNotBound,PD12M.Probe.CopyProbeInputCommand"], result.ErrorIds);
    }

    [ShellFact]
    public void A_value_that_fails_its_validation_is_an_error_of_that_object()
    {
        ShellResult result = Shell.Run(new object[] { new { Range = 11 }, new { Range = 2 } }, p => p.AddCommand("Test-ProbeValidation")).Succeeded();

        Assert.Equal(["ParameterArgumentValidationError,PD12M.Probe.TestProbeValidationCommand"], result.ErrorIds);
        Assert.Equal(["2 0 "], result.Text);
    }

    [ShellFact]
    public void An_untyped_parameter_sees_the_object_in_its_wrapper()
    {
        Assert.Equal(["PSObject"], Shell.Run(new object[] { 1 }, p => p.AddCommand("Test-ProbeObject")).Succeeded().Text);
        Assert.Equal(["null"], Shell.Run(new object?[] { null }, p => p.AddCommand("Test-ProbeObject")).Succeeded().Text);
    }

    [ShellFact]
    public void Notes_added_to_an_object_stay_with_it_on_its_way()
    {
        Version version = new(1, 0);
        PSObject.AsPSObject(version).Properties.Add(new PSNoteProperty("Remark", "r"));

        Assert.Equal(["r"], Shell.Run(new object[] { version }, p => p.AddCommand("Select-Object").AddParameter("ExpandProperty", "Remark")).Succeeded().Text);
    }
}
