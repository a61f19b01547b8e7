namespace PD12M.Tests;

/// <summary>A fact about cmdlets: skipped where this project's engine is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ShellFactAttribute : FactAttribute
{
    public ShellFactAttribute()
    {
        Skip = EngineUnderTest.WhySkipped;
    }
}

[AttributeUsage(AttributeTargets.Method)]
public sealed class ShellTheoryAttribute : TheoryAttribute
{
    public ShellTheoryAttribute()
    {
        Skip = EngineUnderTest.WhySkipped;
    }
}
