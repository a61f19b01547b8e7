using System.Collections;
using System.Collections.Specialized;
using System.Management.Automation;
using PD12M.Dataset;
using VariablePath = PD12M.Dataset.VariablePath;

namespace PD12M.Commands;

/// <summary>Understands the value of a -Filter parameter, with the variables of whoever wrote it.</summary>
internal static class FilterArgument
{
    /// <summary>Makes a filter of a string or a script block; no code is executed.</summary>
    /// <exception cref="PipelineStoppedException">It is no filter; the terminating error has been thrown.</exception>
    public static RecordFilter Parse(PSCmdlet cmdlet, object filter)
    {
        string text = filter.ToString() ?? "";
        try
        {
            return RecordFilter.Parse(text, (VariablePath variable, out object? value) => TryGetVariable(cmdlet, variable, out value));
        }
        catch (FilterException error)
        {
            cmdlet.ThrowTerminatingError(Errors.FilterInvalid(error));
            throw;
        }
    }

    private static bool TryGetVariable(PSCmdlet cmdlet, VariablePath path, out object? value)
    {
        const string Environment = "env:";
        value = null;
        if (path.Name.StartsWith(Environment, StringComparison.OrdinalIgnoreCase))
        {
            value = System.Environment.GetEnvironmentVariable(path.Name.Substring(Environment.Length));
        }
        else if (cmdlet.SessionState.PSVariable.Get(path.Name) is { } variable)
        {
            value = variable.Value;
        }
        else
        {
            return false;
        }
        foreach (object member in path.Members)
        {
            value = Member(value, member);
        }
        value = Unwrap(value);
        return true;
    }

    private static object? Member(object? value, object member) => (Unwrapped(value), member) switch
    {
        (null, _) => null,
        (IDictionary dictionary, _) when dictionary.Contains(member) => dictionary[member],
        (IOrderedDictionary dictionary, int index) => index >= 0 && index < dictionary.Count ? dictionary[index] : null,
        (IList list, int index) => index >= -list.Count && index < list.Count ? list[index < 0 ? index + list.Count : index] : null,
        (_, string name) when PSObject.AsPSObject(value).Properties[name] is { } property => property.Value,

        // What a list does not have itself, PowerShell takes of its elements.
        (IList list, string) => list.Cast<object?>().Select(element => Member(element, member)).Where(found => found is not null).ToArray(),
        _ => null,
    };

    private static object? Unwrap(object? value) => Unwrapped(value) switch
    {
        string text => text,
        IEnumerable list and not IDictionary => list.Cast<object?>().Select(Plain).ToArray(),
        { } plain => Plain(plain),
        null => null,
    };

    /// <summary>A value as one of the types that columns are compared with.</summary>
    private static object? Plain(object? value) => Unwrapped(value) switch
    {
        char letter => letter.ToString(),
        Guid id => id.ToString(),
        var plain => plain,
    };

    private static object? Unwrapped(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}
