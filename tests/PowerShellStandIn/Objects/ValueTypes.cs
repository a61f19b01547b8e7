using System.Net;
using System.Security;

namespace System.Management.Automation;

public struct SwitchParameter(bool isPresent) : IEquatable<SwitchParameter>
{
    private readonly bool _isPresent = isPresent;

    public static SwitchParameter Present => new(true);

    public bool IsPresent => _isPresent;

    public static implicit operator bool(SwitchParameter switchParameter) => switchParameter._isPresent;

    public static implicit operator SwitchParameter(bool value) => new(value);

    public static bool operator ==(SwitchParameter first, SwitchParameter second) => first._isPresent == second._isPresent;

    public static bool operator !=(SwitchParameter first, SwitchParameter second) => first._isPresent != second._isPresent;

    public static bool operator ==(SwitchParameter first, bool second) => first._isPresent == second;

    public static bool operator !=(SwitchParameter first, bool second) => first._isPresent != second;

    public readonly bool ToBool() => _isPresent;

    public readonly bool Equals(SwitchParameter other) => _isPresent == other._isPresent;

    public override readonly bool Equals(object? obj) => obj is bool truth ? truth == _isPresent : obj is SwitchParameter other && Equals(other);

    public override readonly int GetHashCode() => _isPresent.GetHashCode();

    public override readonly string ToString() => _isPresent.ToString();
}

public enum ActionPreference
{
    SilentlyContinue,
    Stop,
    Continue,
    Inquire,
    Ignore,
    Suspend,
    Break,
}

public sealed class PSCredential(string userName, SecureString password)
{
    public static PSCredential Empty { get; } = new("", new SecureString());

    public string UserName { get; } = userName;

    public SecureString Password { get; } = password;

    public NetworkCredential GetNetworkCredential() => new(UserName, Password);
}

public class ScriptBlock
{
    private readonly string _text;

    private ScriptBlock(string text)
    {
        _text = text;
    }

    public static ScriptBlock Create(string script) => new(script);

    public override string ToString() => _text;
}

public sealed class PSReference(object value)
{
    public object Value { get; set; } = value;
}
