using PD12M.Probe;

namespace PD12M.Tests.Engine;

/// <summary>Tests of the engine itself, over the probe's cmdlets: both engines must pass the same ones.</summary>
[Collection("Journal")]
public abstract class EngineTests : IDisposable
{
    protected EngineTests()
    {
        Journal.Clear();
    }

    protected Shell Shell { get; } = EngineUnderTest.WhySkipped is null ? new(typeof(Journal).Assembly.Location) : null!;

    public void Dispose()
    {
        Shell?.Dispose();
        GC.SuppressFinalize(this);
    }
}
