using PD12M.Hosting;

namespace PD12M.Tests;

/// <summary>This project's engine: the stand-in.</summary>
public static class EngineUnderTest
{
    public const string AssemblyName = "PD12M.Tests";

    public static string? WhySkipped => null;

    /// <summary>Why some of this project's own tests are skipped.</summary>
    public static string? Obstacle => null;

    public static void Install() => ShellEngine.UseStandIn(ShellEngine.WhyNoReal ?? "the real engine has its own run, PD12M.RealEngine.Tests");
}
