namespace PD12M.Engine.Tests.Peers;

/// <summary>A test that asks another program (through Node); skipped where Node or its packages are not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PeerFactAttribute : FactAttribute
{
    public PeerFactAttribute() => Skip = Peer.Missing;
}

/// <summary>A theory that asks another program (through Node); skipped where Node or its packages are not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PeerTheoryAttribute : TheoryAttribute
{
    public PeerTheoryAttribute() => Skip = Peer.Missing;
}
