using System.Collections.Concurrent;
using System.Management.Automation.Internal;
using System.Reflection;

namespace System.Management.Automation.Binding;

internal sealed record Argument(string? Name, object? Value);

internal sealed record SetMembership(uint Flag, ParameterAttribute Attribute)
{
    public bool IsIn(uint sets) => (Flag & sets) != 0;
}

internal enum ParameterOwner
{
    Cmdlet,
    Common,
    ShouldProcess,
    Paging,
}

internal sealed class BindableParameter
{
    private readonly MemberInfo _member;

    public BindableParameter(MemberInfo member, ParameterOwner owner, Func<string, uint> flagOf)
    {
        _member = member;
        Owner = owner;
        Attributes = [.. member.GetCustomAttributes<Attribute>(true)];
        Type = member is PropertyInfo property ? property.PropertyType : ((FieldInfo)member).FieldType;
        Aliases = [.. Attributes.OfType<AliasAttribute>().SelectMany(a => a.AliasNames)];
        Sets = [.. Attributes.OfType<ParameterAttribute>().Select(a => new SetMembership(
            a.ParameterSetName == ParameterAttribute.AllParameterSets ? uint.MaxValue : flagOf(a.ParameterSetName), a))];
        SetFlags = Sets.Aggregate(0u, (all, s) => all | s.Flag);
    }

    public string Name => _member.Name;

    public ParameterOwner Owner { get; }

    public Type Type { get; }

    public IReadOnlyList<Attribute> Attributes { get; }

    public IReadOnlyList<string> Aliases { get; }

    public IReadOnlyList<SetMembership> Sets { get; }

    public uint SetFlags { get; }

    public IEnumerable<SetMembership> In(uint sets) => Sets.Where(s => s.IsIn(sets));

    public bool Has<T>()
        where T : Attribute => Attributes.OfType<T>().Any();

    public object? Get(object target) => _member is PropertyInfo property
        ? (property.GetMethod is null ? null : property.GetValue(target))
        : ((FieldInfo)_member).GetValue(target);

    public void Set(object target, object? value)
    {
        if (_member is PropertyInfo property)
        {
            property.SetValue(target, value);
        }
        else
        {
            ((FieldInfo)_member).SetValue(target, value);
        }
    }
}

internal sealed class CmdletMetadata
{
    private static readonly ConcurrentDictionary<Type, CmdletMetadata> s_known = new();
    private readonly Dictionary<string, uint> _sets = new(StringComparer.OrdinalIgnoreCase);

    private CmdletMetadata(Type type)
    {
        Cmdlet = type.GetCustomAttribute<CmdletAttribute>() ?? throw new InvalidOperationException($"{type} has no CmdletAttribute.");
        List<BindableParameter> parameters = [.. ParametersOf(type, ParameterOwner.Cmdlet), .. ParametersOf(typeof(CommonParameters), ParameterOwner.Common)];
        if (Cmdlet.SupportsShouldProcess)
        {
            parameters.AddRange(ParametersOf(typeof(ShouldProcessParameters), ParameterOwner.ShouldProcess));
        }

        if (Cmdlet.SupportsPaging)
        {
            parameters.AddRange(ParametersOf(typeof(PagingParameters), ParameterOwner.Paging));
        }

        if (Cmdlet.DefaultParameterSetName is { } name)
        {
            DefaultSet = FlagOf(name);
        }

        Parameters = parameters;
    }

    public CmdletAttribute Cmdlet { get; }

    public IReadOnlyList<BindableParameter> Parameters { get; }

    public uint DefaultSet { get; }

    public uint AllSets => _sets.Count == 0 ? uint.MaxValue : (1u << _sets.Count) - 1;

    public static CmdletMetadata Of(Type type) => s_known.GetOrAdd(type, t => new CmdletMetadata(t));

    public string NameOf(uint sets) =>
        _sets.FirstOrDefault(s => s.Value == sets).Key ?? ParameterAttribute.AllParameterSets;

    private uint FlagOf(string set)
    {
        if (!_sets.TryGetValue(set, out uint flag))
        {
            flag = 1u << _sets.Count;
            _sets.Add(set, flag);
        }

        return flag;
    }

    private IEnumerable<BindableParameter> ParametersOf(Type type, ParameterOwner owner) =>
        type.GetMembers(BindingFlags.Public | BindingFlags.Instance)
            .Where(m => m is PropertyInfo or FieldInfo && m.IsDefined(typeof(ParameterAttribute), true))
            .DistinctBy(m => m.Name)
            .Select(m => new BindableParameter(m, owner, FlagOf));
}
