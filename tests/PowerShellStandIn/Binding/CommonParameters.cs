namespace System.Management.Automation.Binding;

internal sealed class CommonParameters
{
    [Parameter]
    [Alias("vb")]
    public SwitchParameter? Verbose { get; set; }

    [Parameter]
    [Alias("db")]
    public SwitchParameter? Debug { get; set; }

    [Parameter]
    [Alias("ea")]
    public ActionPreference? ErrorAction { get; set; }

    [Parameter]
    [Alias("wa")]
    public ActionPreference? WarningAction { get; set; }

    [Parameter]
    [Alias("infa")]
    public ActionPreference? InformationAction { get; set; }

    [Parameter]
    [Alias("proga")]
    public ActionPreference? ProgressAction { get; set; }

    // The variables below are known for the sake of prefixes and collisions; nothing fills them here.
    [Parameter]
    [Alias("ev")]
    public string ErrorVariable
    {
        get => "";
        set => throw Unsupported(nameof(ErrorVariable));
    }

    [Parameter]
    [Alias("wv")]
    public string WarningVariable
    {
        get => "";
        set => throw Unsupported(nameof(WarningVariable));
    }

    [Parameter]
    [Alias("iv")]
    public string InformationVariable
    {
        get => "";
        set => throw Unsupported(nameof(InformationVariable));
    }

    [Parameter]
    [Alias("ov")]
    public string OutVariable
    {
        get => "";
        set => throw Unsupported(nameof(OutVariable));
    }

    [Parameter]
    [Alias("ob")]
    public int OutBuffer
    {
        get => 0;
        set => throw Unsupported(nameof(OutBuffer));
    }

    [Parameter]
    [Alias("pv")]
    public string PipelineVariable
    {
        get => "";
        set => throw Unsupported(nameof(PipelineVariable));
    }

    public bool? WhatIf { get; set; }

    public bool? Confirm { get; set; }

    private static PSNotSupportedException Unsupported(string name) => new($"The stand-in has no -{name}.");
}

internal sealed class ShouldProcessParameters(CommonParameters common)
{
    [Parameter]
    [Alias("wi")]
    public SwitchParameter WhatIf
    {
        get => common.WhatIf ?? false;
        set => common.WhatIf = value;
    }

    [Parameter]
    [Alias("cf")]
    public SwitchParameter Confirm
    {
        get => common.Confirm ?? false;
        set => common.Confirm = value;
    }
}
