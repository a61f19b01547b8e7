namespace System.Management.Automation.Commands;

[Cmdlet("Import", "Module")]
internal sealed class ImportModuleCommand : PSCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public string[] Name { get; set; } = [];

    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override void ProcessRecord()
    {
        foreach (string name in Name)
        {
            Runtime!.Pipeline.Runspace.Commands.Import(name, SessionState.Path.CurrentFileSystemLocation.Path);
        }
    }
}

[Cmdlet("Remove", "Module")]
internal sealed class RemoveModuleCommand : PSCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public string[] Name { get; set; } = [];

    protected override void ProcessRecord()
    {
        foreach (string name in Name)
        {
            if (Runtime!.Pipeline.Runspace.Commands.Remove(name) == 0)
            {
                InvalidOperationException absent = new($"The module '{name}' is not loaded.");
                WriteError(new ErrorRecord(absent, "Modules_NoModulesRemoved", ErrorCategory.InvalidOperation, name));
            }
        }
    }
}

[Cmdlet("Set", "Location", DefaultParameterSetName = "Path")]
internal sealed class SetLocationCommand : PSCmdlet
{
    [Parameter(Position = 0, ParameterSetName = "Path", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public string Path { get; set; } = "~";

    [Parameter(Mandatory = true, ParameterSetName = "LiteralPath", ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP")]
    public string? LiteralPath { get; set; }

    protected override void ProcessRecord()
    {
        try
        {
            if (LiteralPath is null)
            {
                SessionState.Path.SetLocation(Path);
            }
            else
            {
                SessionState.Path.MoveToLiteral(LiteralPath);
            }
        }
        catch (ItemNotFoundException absent)
        {
            WriteError(new ErrorRecord(absent.ErrorRecord, absent));
        }
    }
}
