using System.Collections;
using System.Management.Automation;

namespace PD12M.Probe;

public enum ProbeColor
{
    Red,
    Green,
    Greenish,
    Blue,
}

/// <summary>Returns what was bound, as text.</summary>
[Cmdlet(VerbsDiagnostic.Test, "ProbeType")]
public sealed class TestProbeTypeCommand : PSCmdlet
{
    [Parameter]
    public int Whole { get; set; }

    [Parameter]
    public long? Long { get; set; }

    [Parameter]
    public double Real { get; set; }

    [Parameter]
    public bool Truth { get; set; }

    [Parameter]
    public ProbeColor Color { get; set; }

    [Parameter]
    public Uri? Address { get; set; }

    [Parameter]
    public DateTime When { get; set; }

    [Parameter]
    public TimeSpan Span { get; set; }

    [Parameter]
    [Alias("Words", "Lines")]
    public string[]? Text { get; set; }

    [Parameter]
    public string? Single { get; set; }

    [Parameter]
    public SwitchParameter Present { get; set; }

    [Parameter]
    public Hashtable? Table { get; set; }

    [Parameter]
    public object? Anything { get; set; }

    [Parameter]
    public Guid Id { get; set; }

    [Parameter]
    public string[]? OtherText { get; set; }

    protected override void ProcessRecord()
    {
        foreach (string name in MyInvocation.BoundParameters.Keys.Order(StringComparer.Ordinal))
        {
            object? value = MyInvocation.BoundParameters[name];
            string text = value is IEnumerable and not string ? string.Join("|", ((IEnumerable)value).Cast<object?>()) : string.Format(System.Globalization.CultureInfo.InvariantCulture, "{0}", value);
            WriteObject($"{name}={text}:{value?.GetType().Name}");
        }
    }
}

/// <summary>Paths or literal paths or records, as the module's cmdlets take them.</summary>
[Cmdlet(VerbsDiagnostic.Test, "ProbeSet", DefaultParameterSetName = "Path")]
public sealed class TestProbeSetCommand : PSCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Path", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string[]? Path { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "LiteralPath", ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "FullName")]
    public string[]? LiteralPath { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "Address")]
    public Uri? Address { get; set; }

    [Parameter(Position = 1)]
    public int Level { get; set; } = 5;

    protected override void ProcessRecord() =>
        WriteObject($"{ParameterSetName}: {string.Join("|", Path ?? LiteralPath ?? [Address?.ToString() ?? ""])} {Level}");
}

/// <summary>Without a default set.</summary>
[Cmdlet(VerbsDiagnostic.Test, "ProbeAmbiguity")]
public sealed class TestProbeAmbiguityCommand : PSCmdlet
{
    [Parameter(Mandatory = true, ParameterSetName = "A")]
    public string? A { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "B")]
    public string? B { get; set; }

    [Parameter(ParameterSetName = "A")]
    [Parameter(ParameterSetName = "B")]
    public int Shared { get; set; }

    protected override void ProcessRecord() => WriteObject(ParameterSetName);
}

/// <summary>A typed object by value, or its parts by name.</summary>
[Cmdlet(VerbsDiagnostic.Test, "ProbePipeline", DefaultParameterSetName = "Version")]
public sealed class TestProbePipelineCommand : PSCmdlet
{
    [Parameter(Mandatory = true, ParameterSetName = "Version", ValueFromPipeline = true)]
    public Version? Version { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "Parts", ValueFromPipelineByPropertyName = true)]
    [Alias("Label", "Title")]
    public string? Name { get; set; }

    [Parameter(ParameterSetName = "Parts", ValueFromPipelineByPropertyName = true)]
    public int? Size { get; set; }

    protected override void ProcessRecord() => WriteObject(
        $"{ParameterSetName}: {Version?.ToString() ?? "-"} {Name ?? "-"} {Size?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "-"} [{string.Join(",", MyInvocation.BoundParameters.Keys.Order(StringComparer.Ordinal))}]");
}

/// <summary>By value as it comes.</summary>
[Cmdlet(VerbsDiagnostic.Test, "ProbeObject")]
public sealed class TestProbeObjectCommand : PSCmdlet
{
    [Parameter(ValueFromPipeline = true)]
    public object? InputObject { get; set; }

    protected override void ProcessRecord() => WriteObject(InputObject?.GetType().Name ?? "null");
}

[AttributeUsage(AttributeTargets.Property)]
public sealed class ValidateEvenAttribute : ValidateArgumentsAttribute
{
    protected override void Validate(object arguments, EngineIntrinsics engineIntrinsics)
    {
        if (arguments is int number && number % 2 != 0)
        {
            throw new ValidationMetadataException("is odd");
        }
    }
}

[AttributeUsage(AttributeTargets.Property)]
public sealed class DoublingAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) => inputData switch
    {
        int number => number * 2,
        "bad" => throw new ArgumentTransformationMetadataException("cannot double"),
        _ => inputData,
    };
}

/// <summary>Every validation there is.</summary>
[Cmdlet(VerbsDiagnostic.Test, "ProbeValidation")]
public sealed class TestProbeValidationCommand : PSCmdlet
{
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateRange(1, 10)]
    public int Range { get; set; } = 1;

    [Parameter]
    [ValidateSet("Alpha", "Beta")]
    public string? Set { get; set; }

    [Parameter]
    [ValidatePattern("^[a-f]+$")]
    public string[]? Pattern { get; set; }

    [Parameter]
    [ValidateLength(2, 3)]
    public string? Length { get; set; }

    [Parameter]
    [ValidateCount(1, 2)]
    public int[]? Count { get; set; }

    [Parameter]
    [ValidateNotNull]
    public object? NotNull { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? NotEmpty { get; set; }

    [Parameter]
    [ValidateEven]
    public int Even { get; set; }

    [Parameter]
    [Doubling]
    public int Double { get; set; }

    [Parameter(ValueFromRemainingArguments = true)]
    public string[]? Rest { get; set; }

    protected override void ProcessRecord() => WriteObject($"{Range} {Double} {string.Join("|", Rest ?? [])}");
}

/// <summary>Mandatory values that may or may not be empty.</summary>
[Cmdlet(VerbsDiagnostic.Test, "ProbeMandatory")]
public sealed class TestProbeMandatoryCommand : PSCmdlet
{
    [Parameter(Mandatory = true, Position = 0)]
    public string[]? Strict { get; set; }

    [Parameter(Position = 1)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public string[]? Lax { get; set; }

    protected override void ProcessRecord() => WriteObject(string.Join("|", Strict!));
}
