using System.Management.Automation;

namespace PD12M.Tests.Engine;

/// <summary>The shell's own commands, as far as the stand-in has them.</summary>
public sealed class CommandTests : EngineTests
{
    private static readonly object[] s_items =
    [
        new { Name = "alpha", Width = 100L, Tags = (string[])["x", "y"], Ready = true },
        new { Name = "Beta", Width = 300L, Tags = (string[])["z"], Ready = false },
        new { Name = "gamma", Width = 200L, Tags = Array.Empty<string>(), Ready = true },
    ];

    public static TheoryData<string, string, object?, string> Filters => new()
    {
        { "Width", "EQ", "300", "Beta" },
        { "Width", "NE", 300, "alpha gamma" },
        { "Width", "GT", 100, "Beta gamma" },
        { "Width", "GE", "200", "Beta gamma" },
        { "Width", "LT", 200.5, "alpha gamma" },
        { "Width", "LE", 100, "alpha" },
        { "Name", "EQ", "BETA", "Beta" },
        { "Name", "GT", "beta", "gamma" },
        { "Name", "Like", "*A", "alpha Beta gamma" },
        { "Name", "Like", "b*", "Beta" },
        { "Name", "NotLike", "b*", "alpha gamma" },
        { "Name", "Match", "^[ab]", "alpha Beta" },
        { "Name", "NotMatch", "^[AB]", "gamma" },
        { "Name", "In", new[] { "ALPHA", "gamma" }, "alpha gamma" },
        { "Name", "NotIn", new[] { "ALPHA", "gamma" }, "Beta" },
        { "Missing", "EQ", 1, "" },
        { "Missing", "NE", 1, "alpha Beta gamma" },
        { "Missing", "LT", 1, "alpha Beta gamma" },
        { "Missing", "GE", 1, "" },
    };

    [ShellTheory]
    [MemberData(nameof(Filters))]
    public void Where_Object_compares_a_property(string property, string comparison, object? value, string expected)
    {
        ShellResult result = Shell.Run(s_items, p => p.AddCommand("Where-Object").AddParameter("Property", property).AddParameter(comparison).AddParameter("Value", value)
            .AddCommand("ForEach-Object").AddParameter("MemberName", "Name")).Succeeded();

        Assert.Equal(expected, string.Join(' ', result.Text));
    }

    [ShellFact]
    public void Where_Object_takes_a_property_that_is_true()
    {
        Assert.Equal(["alpha", "gamma"], Names(Shell.Run(s_items, p => p.AddCommand("Where-Object").AddArgument("Ready"))));
        Assert.Equal(["Beta"], Names(Shell.Run(s_items, p => p.AddCommand("Where-Object").AddArgument("Width").AddArgument(300).AddParameter("EQ"))));
    }

    [ShellFact]
    public void Select_Object_picks_by_place()
    {
        Assert.Equal([2, 3], Shell.Run(p => p.AddCommand("Get-ProbeNumber").AddCommand("Select-Object").AddParameter("Skip", 1)).Succeeded().Objects);
        Assert.Equal([2], Shell.Run(p => p.AddCommand("Get-ProbeNumber").AddCommand("Select-Object").AddParameter("Skip", 1).AddParameter("First", 1)).Succeeded().Objects);
        Assert.Equal([3], Shell.Run(p => p.AddCommand("Get-ProbeNumber").AddCommand("Select-Object").AddParameter("Last", 1)).Succeeded().Objects);
        Assert.Empty(Shell.Run(p => p.AddCommand("Get-ProbeNumber").AddCommand("Select-Object").AddParameter("First", 0)).Succeeded().Objects);
    }

    [ShellFact]
    public void Select_Object_picks_properties()
    {
        ShellResult result = Shell.Run(s_items, p => p.AddCommand("Select-Object").AddParameter("Property", new[] { "name", "Missing" }).AddParameter("First", 1)).Succeeded();

        PSObject selected = Assert.Single(result.Output);
        Assert.Equal(["Name", "Missing"], selected.Properties.Select(p => p.Name));
        Assert.Equal("alpha", selected.Properties["Name"].Value);
        Assert.Null(selected.Properties["Missing"].Value);
        Assert.Equal("@{Name=alpha; Missing=}", selected.ToString());
        Assert.Equal(["x", "y", "z"], Shell.Run(s_items, p => p.AddCommand("Select-Object").AddParameter("ExpandProperty", "Tags")).Succeeded().Text);
    }

    [ShellFact]
    public void Measure_Object_counts_and_sums()
    {
        PSObject count = Assert.Single(Shell.Run(s_items, p => p.AddCommand("Measure-Object")).Succeeded().Output);
        PSObject sums = Assert.Single(Shell.Run(s_items, p => p.AddCommand("Measure-Object").AddArgument("Width")
            .AddParameter("Sum").AddParameter("Average").AddParameter("Minimum").AddParameter("Maximum")).Succeeded().Output);

        Assert.Equal(3, count.Properties["Count"].Value);
        Assert.Null(count.Properties["Sum"].Value);
        Assert.Equal(600d, sums.Properties["Sum"].Value);
        Assert.Equal(200d, sums.Properties["Average"].Value);
        Assert.Equal(100d, sums.Properties["Minimum"].Value);
        Assert.Equal(300d, sums.Properties["Maximum"].Value);
        Assert.Equal("Width", sums.Properties["Property"].Value);
    }

    [ShellFact]
    public void Sort_Object_sorts_without_regard_to_case()
    {
        Assert.Equal(["alpha", "Beta", "gamma"], Names(Shell.Run(s_items.Reverse(), p => p.AddCommand("Sort-Object").AddArgument("Name"))));
        Assert.Equal(["Beta", "gamma", "alpha"], Names(Shell.Run(s_items, p => p.AddCommand("Sort-Object").AddArgument("Width").AddParameter("Descending"))));
    }

    [ShellFact]
    public void The_small_commands_do_their_part()
    {
        Assert.Empty(Shell.Run(s_items, p => p.AddCommand("Out-Null")).Succeeded().Output);
        Assert.Equal([1, 2], Shell.Run(p => p.AddCommand("Write-Output").AddParameter("InputObject", new[] { 1, 2 })).Succeeded().Objects);
        Assert.Equal(["ALPHA", "BETA", "GAMMA"], Shell.Run(Names(Shell.Run(s_items, p => p.AddCommand("Write-Output"))), p => p.AddCommand("ForEach-Object").AddParameter("MemberName", "ToUpper")).Succeeded().Text);
    }

    [ShellFact]
    public void Pages_are_cut_by_the_command()
    {
        ShellResult result = Shell.Run(p => p.AddCommand("Get-ProbePage").AddParameter("First", 2).AddParameter("Skip", 3).AddParameter("IncludeTotalCount")).Succeeded();

        Assert.Equal([10ul, 3ul, 4ul], result.Objects);
        Assert.Equal(1.0, result.Output[0].Properties["Accuracy"].Value);
        Assert.Equal(10, Shell.Run(p => p.AddCommand("Get-ProbePage")).Succeeded().Output.Count);
    }

    [ShellFact]
    public void Several_results_can_be_awaited_as_they_come()
    {
        using PowerShell shell = Shell.Build(p => p.AddCommand("Get-ProbeNumber").AddArgument(1000));
        using PSDataCollection<int> output = [];
        IAsyncResult invocation = shell.BeginInvoke<int, int>(null, output);

        int sum = 0;
        foreach (int number in output)
        {
            sum += number;
            if (number == 1000)
            {
                break;
            }
        }

        shell.EndInvoke(invocation);
        Assert.Equal(500_500, sum);
    }

    [ShellFact]
    public void Input_can_be_given_while_the_pipeline_runs()
    {
        using PowerShell shell = Shell.Build(p => p.AddCommand("Copy-ProbeInput"));
        using PSDataCollection<int> input = [];
        IAsyncResult invocation = shell.BeginInvoke(input);
        input.Add(1);
        input.Add(2);
        input.Complete();

        Assert.Equal(["1", "2"], shell.EndInvoke(invocation).Select(o => o.ToString()));
    }

    private static IEnumerable<string> Names(ShellResult result) => result.Succeeded().Output.Select(o => (string)o.Properties["Name"].Value);
}
