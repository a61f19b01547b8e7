namespace PD12M.Engine.Tests;

/// <summary>A fact about .NET; skipped where the tests run on .NET Framework or Mono (PD12M.Engine.Framework.Tests).</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NetFactAttribute : FactAttribute
{
    /// <param name="reason">What is otherwise there.</param>
    public NetFactAttribute(string reason)
    {
        Reason = reason;
#if !NET
        Skip = reason;
#endif
    }

    public string Reason { get; }
}

[AttributeUsage(AttributeTargets.Method)]
internal sealed class NetTheoryAttribute : TheoryAttribute
{
    /// <param name="reason">What is otherwise there.</param>
    public NetTheoryAttribute(string reason)
    {
        Reason = reason;
#if !NET
        Skip = reason;
#endif
    }

    public string Reason { get; }
}
