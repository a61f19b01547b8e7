using System.Collections;
using System.Text.RegularExpressions;

namespace System.Management.Automation.Commands;

[Cmdlet("Where", "Object")]
internal sealed class WhereObjectCommand : PSCmdlet
{
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    [Parameter(Mandatory = true, Position = 0)]
    public string Property { get; set; } = "";

    [Parameter(Position = 1)]
    public object? Value { get; set; }

    [Parameter]
    [Alias("IEQ")]
    public SwitchParameter EQ { get; set; }

    [Parameter]
    [Alias("INE")]
    public SwitchParameter NE { get; set; }

    [Parameter]
    [Alias("IGT")]
    public SwitchParameter GT { get; set; }

    [Parameter]
    [Alias("IGE")]
    public SwitchParameter GE { get; set; }

    [Parameter]
    [Alias("ILT")]
    public SwitchParameter LT { get; set; }

    [Parameter]
    [Alias("ILE")]
    public SwitchParameter LE { get; set; }

    [Parameter]
    [Alias("ILike")]
    public SwitchParameter Like { get; set; }

    [Parameter]
    [Alias("INotLike")]
    public SwitchParameter NotLike { get; set; }

    [Parameter]
    [Alias("IMatch")]
    public SwitchParameter Match { get; set; }

    [Parameter]
    [Alias("INotMatch")]
    public SwitchParameter NotMatch { get; set; }

    [Parameter]
    [Alias("IIn")]
    public SwitchParameter In { get; set; }

    [Parameter]
    [Alias("INotIn")]
    public SwitchParameter NotIn { get; set; }

    protected override void ProcessRecord()
    {
        if (InputObject is not null && IsMet(InputObject.Properties[Property]?.Value))
        {
            WriteObject(InputObject);
        }
    }

    private bool IsMet(object? left)
    {
        bool takesValue = MyInvocation.BoundParameters.ContainsKey(nameof(Value));
        return EQ ? LanguagePrimitives.Equals(left, Value, true)
            : NE ? !LanguagePrimitives.Equals(left, Value, true)
            : GT ? Order(left) > 0
            : GE ? Order(left) >= 0
            : LT ? Order(left) < 0
            : LE ? Order(left) <= 0
            : Like ? Pattern().IsMatch(LanguagePrimitives.ToText(left))
            : NotLike ? !Pattern().IsMatch(LanguagePrimitives.ToText(left))
            : Match ? IsRegexMatch(left)
            : NotMatch ? !IsRegexMatch(left)
            : In ? IsIn(left)
            : NotIn ? !IsIn(left)
            : takesValue ? LanguagePrimitives.Equals(left, Value, true) : LanguagePrimitives.IsTrue(left);
    }

    private int Order(object? left) => LanguagePrimitives.Compare(left, Value, true);

    private WildcardPattern Pattern() => new(LanguagePrimitives.ToText(Value), WildcardOptions.IgnoreCase);

    private bool IsRegexMatch(object? left) => Regex.IsMatch(LanguagePrimitives.ToText(left), LanguagePrimitives.ToText(Value), RegexOptions.IgnoreCase);

    private bool IsIn(object? left) =>
        (LanguagePrimitives.GetEnumerable(Value) ?? (IEnumerable)new[] { Value }).Cast<object?>().Any(v => LanguagePrimitives.Equals(v, left, true));
}
