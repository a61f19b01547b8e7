namespace PD12M.Engine.Tests;

/// <summary>A fact about .NET; skipped where the tests run on .NET Framework or Mono (PD12M.Engine.Framework.Tests).</summary>
/// <param name="reason">What is otherwise there.</param>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NetFactAttribute(string reason) : FactAttribute
{
    public string Reason { get; } = reason;

    public override string? Skip { get; set; } = UnlessNet(reason);

    public static string? UnlessNet(string reason) =>
#if NET
        null;
#else
        reason;
#endif
}

/// <inheritdoc cref="NetFactAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NetTheoryAttribute(string reason) : TheoryAttribute
{
    public string Reason { get; } = reason;

    public override string? Skip { get; set; } = NetFactAttribute.UnlessNet(reason);
}
