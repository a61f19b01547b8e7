<#
.SYNOPSIS
Times a pipeline in PowerShell, round after round, and prints the timing as JSON.
.PARAMETER Work
Records, or a trivial cmdlet's Objects (two numbers each) or Rows (four new strings besides), to Out-Null or through Where-Object.
#>
param(
    [Parameter(Mandatory)]
    [ValidateSet('RecordsNull', 'ObjectsNull', 'RowsNull', 'RecordsWhere', 'ObjectsWhere', 'RowsWhere')]
    [string] $Work,

    [Parameter(Mandatory)]
    [string] $Module,

    [Parameter(Mandatory)]
    [string] $Folder,

    [int] $Rounds = 5
)
$ErrorActionPreference = 'Stop'
$warmUps = 1

if ($Work -like 'Records*') {
    Import-Module $Module
}
else {
    $types = Add-Type -PassThru -TypeDefinition @'
using System.Management.Automation;

public class TrivialObject
{
    public long? Width { get; set; }
    public long? Height { get; set; }
}

public sealed class TrivialRow : TrivialObject
{
    public string Id { get; set; }
    public string Url { get; set; }
    public string Caption { get; set; }
    public string Hash { get; set; }
}

[Cmdlet(VerbsCommon.Get, "TrivialObject")]
public sealed class GetTrivialObjectCommand : PSCmdlet
{
    protected override void EndProcessing()
    {
        for (long i = 0; i < 1000000; i++)
        {
            WriteObject(new TrivialObject { Width = 256 + i * 7919 % 1536, Height = 512 });
        }
    }
}

[Cmdlet(VerbsCommon.Get, "TrivialRow")]
public sealed class GetTrivialRowCommand : PSCmdlet
{
    protected override void EndProcessing()
    {
        for (long i = 0; i < 1000000; i++)
        {
            WriteObject(new TrivialRow
            {
                Width = 256 + i * 7919 % 1536,
                Height = 512,
                Id = new string('i', 36),
                Url = new string('u', 90),
                Caption = new string('c', 170),
                Hash = new string('h', 32),
            });
        }
    }
}
'@
    Import-Module $types[0].Assembly
}
$pipeline = switch ($Work) {
    'RecordsNull' { { Get-PD12MRecord -Path $Folder | Out-Null } }
    'ObjectsNull' { { Get-TrivialObject | Out-Null } }
    'RowsNull' { { Get-TrivialRow | Out-Null } }
    'RecordsWhere' { { Get-PD12MRecord -Path $Folder | Where-Object Width -ge 1024 | Out-Null } }
    'ObjectsWhere' { { Get-TrivialObject | Where-Object Width -ge 1024 | Out-Null } }
    'RowsWhere' { { Get-TrivialRow | Where-Object Width -ge 1024 | Out-Null } }
}
$process = [System.Diagnostics.Process]::GetCurrentProcess()
$seconds = [System.Collections.Generic.List[double]]::new()
$cpuSeconds = [System.Collections.Generic.List[double]]::new()
for ($round = -$warmUps; $round -lt $Rounds; $round++) {
    $process.Refresh()
    $cpu = $process.TotalProcessorTime
    $watch = [System.Diagnostics.Stopwatch]::StartNew()
    & $pipeline
    $elapsed = $watch.Elapsed
    $process.Refresh()
    if ($round -ge 0) {
        $seconds.Add($elapsed.TotalSeconds)
        $cpuSeconds.Add(($process.TotalProcessorTime - $cpu).TotalSeconds)
    }
}
@{ seconds = $seconds; cpuSeconds = $cpuSeconds; result = 0; peakBytes = $process.PeakWorkingSet64 } | ConvertTo-Json -Compress
