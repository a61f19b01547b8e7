namespace System.Management.Automation.Commands;

[Cmdlet("Out", "Null")]
internal sealed class OutNullCommand : PSCmdlet
{
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }
}

[Cmdlet("Write", "Output")]
internal sealed class WriteOutputCommand : PSCmdlet
{
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyCollection]
    [AllowEmptyString]
    public PSObject? InputObject { get; set; }

    [Parameter]
    public SwitchParameter NoEnumerate { get; set; }

    protected override void ProcessRecord() => WriteObject(PSObject.Base(InputObject), !NoEnumerate);
}

[Cmdlet("ForEach", "Object")]
internal sealed class ForEachObjectCommand : PSCmdlet
{
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    [Parameter(Mandatory = true, Position = 0)]
    public string MemberName { get; set; } = "";

    protected override void ProcessRecord()
    {
        if (InputObject is null)
        {
            return;
        }

        if (InputObject.Properties[MemberName] is { } property)
        {
            WriteObject(property.Value, true);
        }
        else if (InputObject.BaseObject.GetType().GetMethod(MemberName, Type.EmptyTypes) is { } method)
        {
            WriteObject(method.Invoke(InputObject.BaseObject, null), true);
        }
        else
        {
            WriteObject(null);
        }
    }
}

[Cmdlet("Select", "Object", DefaultParameterSetName = "Default")]
internal sealed class SelectObjectCommand : PSCmdlet
{
    private readonly Queue<PSObject?> _last = [];
    private int _seen;
    private int _written;

    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    [Parameter(Position = 0)]
    public string[]? Property { get; set; }

    [Parameter]
    public string? ExpandProperty { get; set; }

    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int? First { get; set; }

    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int Skip { get; set; }

    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int? Last { get; set; }

    protected override void ProcessRecord()
    {
        if (First == 0)
        {
            Runtime!.StopUpstream();
        }

        if (Last is null && _seen++ < Skip)
        {
            return;
        }

        if (Last is { } last)
        {
            _last.Enqueue(InputObject);
            if (_last.Count > last + Skip)
            {
                _last.Dequeue();
            }

            return;
        }

        Emit(InputObject);
        if (++_written == First)
        {
            Runtime!.StopUpstream();
        }
    }

    protected override void EndProcessing()
    {
        while (_last.Count > Skip)
        {
            Emit(_last.Dequeue());
        }
    }

    private void Emit(PSObject? item)
    {
        if (ExpandProperty is not null)
        {
            Expand(item);
            return;
        }

        if (Property is null || item is null)
        {
            WriteObject(item);
            return;
        }

        PSObject selected = new();
        foreach (string name in Property)
        {
            PSPropertyInfo? property = item.Properties[name];
            selected.Properties.Add(new PSNoteProperty(property?.Name ?? name, property?.Value));
        }

        selected.TypeNames.Insert(0, "Selected." + item.TypeNames[0]);
        WriteObject(selected);
    }

    private void Expand(PSObject? item)
    {
        if (item?.Properties[ExpandProperty!] is { } property)
        {
            WriteObject(property.Value, true);
            return;
        }

        PSArgumentException absent = new($"Property \"{ExpandProperty}\" cannot be found.");
        WriteError(new ErrorRecord(absent, "ExpandPropertyNotFound", ErrorCategory.InvalidArgument, item));
    }
}
