namespace PD12M.Testing;

/// <summary>
/// The rules by which an <see cref="ObjectServer"/> misbehaves. They are tried in the order of addition: latency and
/// dripping add up, as gathering does, the first other rule that strikes decides. A rule counts the matching requests that reach it.
/// Thread-safe.
/// </summary>
public sealed class FaultPlan
{
    private readonly Lock _gate = new();
    private volatile Fault[] _faults = [];

    internal FaultPlan()
    {
    }

    /// <summary>Adds a rule behind the others and returns it, so that its <see cref="Fault.Fired"/> can be watched.</summary>
    public Fault Add(Fault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        lock (_gate)
        {
            _faults = [.. _faults, fault];
        }

        return fault;
    }

    /// <summary>Removes a rule; requests already struck keep their fault.</summary>
    public bool Remove(Fault fault)
    {
        lock (_gate)
        {
            int before = _faults.Length;
            _faults = [.. _faults.Where(other => other != fault)];
            return _faults.Length < before;
        }
    }

    /// <summary>Removes every rule.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _faults = [];
        }
    }

    internal FaultDecision Decide(string key)
    {
        FaultDecision decision = default;
        foreach (Fault fault in _faults)
        {
            if (!fault.Strikes(key))
            {
                continue;
            }

            switch (fault.Kind)
            {
                case FaultKind.Latency:
                    decision = decision with { Latency = decision.Latency + fault.Delay };
                    break;
                case FaultKind.Gather:
                    decision = decision with { Gathered = fault.Gathered };
                    break;
                case FaultKind.BytesPerSecond:
                    decision = decision with { BytesPerSecond = fault.Rate };
                    break;
                default:
                    return decision with { Fault = fault };
            }
        }

        return decision;
    }
}

/// <summary>What the plan holds for one request.</summary>
/// <param name="Fault">The rule that decides; null for none.</param>
/// <param name="Latency">The delay before the first byte.</param>
/// <param name="BytesPerSecond">The speed of the body; 0 for unlimited.</param>
/// <param name="Gathered">What the first byte waits for; null for nothing.</param>
internal readonly record struct FaultDecision(Fault? Fault, TimeSpan Latency, double BytesPerSecond, Task? Gathered);
