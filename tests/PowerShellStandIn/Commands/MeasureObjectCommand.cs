namespace System.Management.Automation.Commands;

internal sealed class GenericMeasureInfo
{
    public int Count { get; set; }

    public double? Average { get; set; }

    public double? Sum { get; set; }

    public double? Maximum { get; set; }

    public double? Minimum { get; set; }

    public double? StandardDeviation { get; set; }

    public string? Property { get; set; }
}

[Cmdlet("Measure", "Object")]
internal sealed class MeasureObjectCommand : PSCmdlet
{
    private int _count;
    private double _sum;
    private double? _minimum;
    private double? _maximum;

    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    [Parameter(Position = 0)]
    public string? Property { get; set; }

    [Parameter]
    public SwitchParameter Sum { get; set; }

    [Parameter]
    public SwitchParameter Average { get; set; }

    [Parameter]
    public SwitchParameter Minimum { get; set; }

    [Parameter]
    public SwitchParameter Maximum { get; set; }

    protected override void ProcessRecord()
    {
        object? value = Property is null ? PSObject.Base(InputObject) : InputObject?.Properties[Property]?.Value;
        if (value is null)
        {
            return;
        }

        _count++;
        if (Sum || Average || Minimum || Maximum)
        {
            double number = LanguagePrimitives.ConvertTo<double>(value);
            _sum += number;
            _minimum = Math.Min(_minimum ?? number, number);
            _maximum = Math.Max(_maximum ?? number, number);
        }
    }

    protected override void EndProcessing() => WriteObject(new GenericMeasureInfo
    {
        Count = _count,
        Property = Property,
        Sum = Sum ? _sum : null,
        Average = Average && _count > 0 ? _sum / _count : null,
        Minimum = Minimum ? _minimum : null,
        Maximum = Maximum ? _maximum : null,
    });
}

[Cmdlet("Sort", "Object")]
internal sealed class SortObjectCommand : PSCmdlet
{
    private readonly List<PSObject> _items = [];

    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    [Parameter(Position = 0)]
    public string[]? Property { get; set; }

    [Parameter]
    public SwitchParameter Descending { get; set; }

    protected override void ProcessRecord()
    {
        if (InputObject is not null)
        {
            _items.Add(InputObject);
        }
    }

    protected override void EndProcessing()
    {
        Comparer<PSObject> order = Comparer<PSObject>.Create(Compare);
        foreach (PSObject item in Descending ? _items.OrderDescending(order) : _items.Order(order))
        {
            WriteObject(item);
        }
    }

    private int Compare(PSObject left, PSObject right) => Property is null
        ? LanguagePrimitives.Compare(left, right, true)
        : Property.Select(p => LanguagePrimitives.Compare(left.Properties[p]?.Value, right.Properties[p]?.Value, true)).FirstOrDefault(c => c != 0);
}
