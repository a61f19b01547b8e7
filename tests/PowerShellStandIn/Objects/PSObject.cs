using System.Collections.Concurrent;
using System.Collections.ObjectModel;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace System.Management.Automation;

public class PSCustomObject
{
    private PSCustomObject()
    {
    }

    internal static PSCustomObject Instance { get; } = new();

    public override string ToString() => "";
}

public class PSObject : IFormattable, IComparable
{
    private static readonly ConditionalWeakTable<object, List<PSPropertyInfo>> s_notesOfObjects = [];
    private static readonly ConcurrentDictionary<Type, MemberInfo[]> s_members = new();
    private readonly List<PSPropertyInfo>? _ownNotes;

    public PSObject()
    {
        BaseObject = PSCustomObject.Instance;
        _ownNotes = [];
    }

    public PSObject(object obj)
    {
        ArgumentNullException.ThrowIfNull(obj);
        BaseObject = Base(obj)!;
        _ownNotes = obj is PSObject { _ownNotes: { } notes } ? notes : BaseObject is ValueType or string ? [] : null;
    }

    public object BaseObject { get; }

    public object ImmediateBaseObject => BaseObject;

    public PSMemberInfoCollection<PSPropertyInfo> Properties => new MemberView<PSPropertyInfo>(this);

    public PSMemberInfoCollection<PSMemberInfo> Members => new MemberView<PSMemberInfo>(this);

    public Collection<string> TypeNames => field ??= new Collection<string>(TypeNamesOf(BaseObject));

    internal List<PSPropertyInfo> Notes => _ownNotes ?? s_notesOfObjects.GetOrCreateValue(BaseObject);

    public static PSObject AsPSObject(object obj) => obj as PSObject ?? new PSObject(obj);

    public override string ToString() =>
        BaseObject is PSCustomObject
            ? "@{" + string.Join("; ", Notes.Select(n => $"{n.Name}={LanguagePrimitives.ToText(n.Value)}")) + "}"
            : LanguagePrimitives.ToText(BaseObject);

    public string ToString(string? format, IFormatProvider? formatProvider) =>
        BaseObject is IFormattable formattable ? formattable.ToString(format, formatProvider ?? CultureInfo.InvariantCulture) : ToString();

    public int CompareTo(object? obj) => LanguagePrimitives.Compare(this, obj);

    public override bool Equals(object? obj) =>
        ReferenceEquals(this, obj) || (BaseObject is not PSCustomObject && LanguagePrimitives.Equals(BaseObject, obj));

    public override int GetHashCode() => BaseObject is PSCustomObject ? RuntimeHelpers.GetHashCode(this) : BaseObject.GetHashCode();

    internal static object? Base(object? value) =>
        value is PSObject wrapper ? wrapper.BaseObject is PSCustomObject ? wrapper : wrapper.BaseObject : value;

    internal PSPropertyInfo? Find(string name)
    {
        PSPropertyInfo? note = Notes.Find(n => n.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (note is not null)
        {
            return note;
        }

        MemberInfo? member = Array.Find(MembersOf(BaseObject.GetType()), m => m.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        return member is null ? null : new PSProperty(BaseObject, member);
    }

    internal IEnumerable<PSPropertyInfo> All() =>
        Notes.Concat(MembersOf(BaseObject.GetType())
            .Where(m => !Notes.Exists(n => n.Name.Equals(m.Name, StringComparison.OrdinalIgnoreCase)))
            .Select(m => new PSProperty(BaseObject, m)));

    private static MemberInfo[] MembersOf(Type type) => s_members.GetOrAdd(type, t =>
    [
        .. t.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.GetMethod is { IsPublic: true } && p.GetIndexParameters().Length == 0).DistinctBy(p => p.Name),
        .. t.GetFields(BindingFlags.Public | BindingFlags.Instance),
    ]);

    private static List<string> TypeNamesOf(object value)
    {
        List<string> names = [];
        for (Type? type = value.GetType(); type is not null; type = type.BaseType)
        {
            names.Add(type.FullName!);
        }

        return names;
    }
}
