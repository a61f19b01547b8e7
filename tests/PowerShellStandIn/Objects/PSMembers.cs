using System.Collections;
using System.ComponentModel;
using System.Reflection;

namespace System.Management.Automation;

public enum PSMemberTypes
{
    AliasProperty = 1,
    CodeProperty = 2,
    Property = 4,
    NoteProperty = 8,
    ScriptProperty = 16,
    Properties = 31,
}

public abstract class PSMemberInfo
{
    public string Name { get; internal set; } = "";

    public abstract object? Value { get; set; }

    public abstract PSMemberTypes MemberType { get; }

    public abstract string TypeNameOfValue { get; }
}

public abstract class PSPropertyInfo : PSMemberInfo
{
    public abstract bool IsSettable { get; }

    public abstract bool IsGettable { get; }
}

public class PSNoteProperty : PSPropertyInfo
{
    public PSNoteProperty(string name, object? value)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Name = name;
        Value = value;
    }

    public override object? Value { get; set; }

    public override PSMemberTypes MemberType => PSMemberTypes.NoteProperty;

    public override string TypeNameOfValue => Value?.GetType().FullName ?? "System.Object";

    public override bool IsSettable => true;

    public override bool IsGettable => true;

    public override string ToString() => $"{Name}={Value}";
}

public class PSProperty : PSPropertyInfo
{
    private readonly object _owner;
    private readonly MemberInfo _member;

    internal PSProperty(object owner, MemberInfo member)
    {
        _owner = owner;
        _member = member;
        Name = member.Name;
    }

    public override PSMemberTypes MemberType => PSMemberTypes.Property;

    public override string TypeNameOfValue => (_member is PropertyInfo p ? p.PropertyType : ((FieldInfo)_member).FieldType).FullName!;

    public override bool IsSettable => _member is PropertyInfo { CanWrite: true } or FieldInfo { IsInitOnly: false };

    public override bool IsGettable => true;

    public override object? Value
    {
        get
        {
            try
            {
                return _member is PropertyInfo property ? property.GetValue(_owner) : ((FieldInfo)_member).GetValue(_owner);
            }
            catch (TargetInvocationException thrown)
            {
                throw new GetValueInvocationException(Name, thrown.InnerException!);
            }
        }

        set
        {
            if (_member is PropertyInfo property)
            {
                property.SetValue(_owner, LanguagePrimitives.ConvertTo(value, property.PropertyType));
            }
            else
            {
                ((FieldInfo)_member).SetValue(_owner, LanguagePrimitives.ConvertTo(value, ((FieldInfo)_member).FieldType));
            }
        }
    }
}

public class GetValueInvocationException : RuntimeException
{
    internal GetValueInvocationException(string property, Exception inner)
        : base($"Exception getting \"{property}\": \"{inner.Message}\"", inner)
    {
        ErrorId = "CatchFromBaseGetTE";
    }
}

[EditorBrowsable(EditorBrowsableState.Advanced)]
public abstract class PSMemberInfoCollection<T> : IEnumerable<T>
    where T : PSMemberInfo
{
    public abstract T? this[string name] { get; }

    public abstract void Add(T member);

    public abstract void Add(T member, bool preValidated);

    public abstract void Remove(string name);

    public abstract IEnumerator<T> GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

internal sealed class MemberView<T>(PSObject owner) : PSMemberInfoCollection<T>
    where T : PSMemberInfo
{
    public override T? this[string name] => owner.Find(name) as T;

    public override void Add(T member) => Add(member, false);

    public override void Add(T member, bool preValidated)
    {
        if (owner.Notes.Exists(n => n.Name.Equals(member.Name, StringComparison.OrdinalIgnoreCase)))
        {
            throw new PSInvalidOperationException($"The member \"{member.Name}\" is already present.");
        }

        owner.Notes.Add((PSPropertyInfo)(PSMemberInfo)member);
    }

    public override void Remove(string name) => owner.Notes.RemoveAll(n => n.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    public override IEnumerator<T> GetEnumerator() => owner.All().OfType<T>().GetEnumerator();
}
