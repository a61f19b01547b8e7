using PD12M.Hosting;

namespace PD12M.Tests;

/// <summary>This project's engine: the installed PowerShell.</summary>
public static class EngineUnderTest
{
    public const string AssemblyName = "PD12M.RealEngine.Tests";

    public static string? WhySkipped { get; } = ShellEngine.WhyNoReal;

    /// <summary>Why some of this project's own tests are skipped.</summary>
    public static string? Obstacle => Unattended.SignalFactAttribute.Obstacle;

    public static void Install()
    {
        if (WhySkipped is null)
        {
            ShellEngine.UseReal();
        }
        else
        {
            // The runner looks at the skipped tests' types all the same.
            ShellEngine.UseStandIn($"every test is skipped: {WhySkipped}");
        }
    }
}
