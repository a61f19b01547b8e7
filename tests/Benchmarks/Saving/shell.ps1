<#
.SYNOPSIS
Saves all objects of a list through Save-PD12MImage, and prints seconds, processor seconds and failures, once earlier runs have warmed it up.
#>
param(
    [Parameter(Mandatory)]
    [string] $Module,

    [Parameter(Mandatory)]
    [uri] $Endpoint,

    [Parameter(Mandatory)]
    [string] $Destination,

    [Parameter(Mandatory)]
    [string] $List,

    [int] $ThrottleLimit
)
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$warmUps = 3
Import-Module $Module

$images = foreach ($line in [IO.File]::ReadLines($List)) {
    $name, $hash = $line.Split(' ')
    [pscustomobject]@{ Id = $hash.Substring(0, 8) + "-$name"; Url = "s3://pd12m/images/$name.jpeg"; Hash = $hash }
}
$store = @{ EndpointUrl = $Endpoint; Summary = $true }
if ($ThrottleLimit -gt 0) {
    $store.ThrottleLimit = $ThrottleLimit
}
foreach ($round in 1..$warmUps) {
    $null = $images | Save-PD12MImage "$Destination.first" @store
    Remove-Item "$Destination.first" -Recurse
    Start-Sleep -Milliseconds 500
}

$process = Get-Process -Id $PID
$before = $process.TotalProcessorTime
$watch = [Diagnostics.Stopwatch]::StartNew()
$summary = $images | Save-PD12MImage $Destination @store
$seconds = $watch.Elapsed.TotalSeconds
$process.Refresh()
'{0} {1} {2} 0 0' -f $seconds, ($process.TotalProcessorTime - $before).TotalSeconds, $summary.Failed
