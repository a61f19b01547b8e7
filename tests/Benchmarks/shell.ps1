<#
.SYNOPSIS
Times a pipeline in PowerShell, round after round, and prints the timing as JSON.
.PARAMETER Work
Records or Objects (a trivial cmdlet's), to Out-Null or through Where-Object.
#>
param(
    [Parameter(Mandatory)]
    [ValidateSet('RecordsNull', 'ObjectsNull', 'RecordsWhere', 'ObjectsWhere')]
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

public sealed class TrivialObject
{
    public long? Width { get; set; }
    public long? Height { get; set; }
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
'@
    Import-Module $types[0].Assembly
}
$pipeline = switch ($Work) {
    'RecordsNull' { { Get-PD12MRecord -Path $Folder | Out-Null } }
    'ObjectsNull' { { Get-TrivialObject | Out-Null } }
    'RecordsWhere' { { Get-PD12MRecord -Path $Folder | Where-Object Width -ge 1024 | Out-Null } }
    'ObjectsWhere' { { Get-TrivialObject | Where-Object Width -ge 1024 | Out-Null } }
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
