using System.Management.Automation.Host;

namespace System.Management.Automation;

public sealed class SessionState
{
    internal SessionState()
    {
        Path = new PathIntrinsics(PSVariable);
    }

    public PathIntrinsics Path { get; }

    public PSVariableIntrinsics PSVariable { get; } = new();

    internal T Preference<T>(string variable, T fallback)
        where T : struct => LanguagePrimitives.TryConvertTo(PSVariable.GetValue(variable, fallback), out T value) ? value : fallback;
}

public class PSVariable(string name, object? value)
{
    public string Name { get; } = name;

    public virtual object? Value { get; set; } = value;
}

public sealed class PSVariableIntrinsics
{
    private readonly Dictionary<string, PSVariable> _variables = new(StringComparer.OrdinalIgnoreCase);

    internal PSVariableIntrinsics()
    {
    }

    public PSVariable? Get(string name) => _variables.GetValueOrDefault(name);

    public object? GetValue(string name) => GetValue(name, null);

    public object? GetValue(string name, object? defaultValue) => _variables.TryGetValue(name, out PSVariable? variable) ? variable.Value : defaultValue;

    public void Set(string name, object? value) => _variables[name] = new PSVariable(name, value);

    public void Remove(string name) => _variables.Remove(name);
}

public class EngineIntrinsics
{
    internal EngineIntrinsics(SessionState sessionState, PSHost host)
    {
        SessionState = sessionState;
        Host = host;
    }

    public SessionState SessionState { get; }

    public PSHost Host { get; }
}

public interface IModuleAssemblyInitializer
{
    void OnImport();
}
