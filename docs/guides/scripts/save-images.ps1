<#
.SYNOPSIS
Saves the images that are not there yet, and says by its exit code how that went.
.DESCRIPTION
Exit codes: 0 all there; 2 some images failed, and <Destination>.failed.csv has them; 3 the time was over, the next run goes
on; 4 another run saves to the destination; 130 stopped by Ctrl+C or SIGINT; 1 anything else, too little disk space included.
.EXAMPLE
pwsh -NoProfile -NonInteractive -File save-images.ps1 /data/pd12m/metadata /data/images -StopAfter 06:00
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $Metadata,
    [Parameter(Mandatory)] [string] $Destination,
    [string] $Filter,
    [string] $StopAfter,
    [uri] $EndpointUrl,
    [string] $Module = 'PD12M'
)
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

# What stays when the run is stopped: then only the block behind finally still runs.
$code = 130
try {
    Import-Module $Module
    $read = @{ Path = $Metadata }
    if ($Filter) { $read.Filter = $Filter }
    $save = @{
        Destination  = $Destination
        LogPath      = "$Destination.jsonl"
        FailurePath  = "$Destination.failed.csv"
        MinFreeSpace = 1GB
        Summary      = $true
        # The failed images are in the list and in the log.
        ErrorAction  = 'SilentlyContinue'
    }
    if ($StopAfter) { $save.StopAfter = $StopAfter }
    if ($EndpointUrl) { $save.EndpointUrl = $EndpointUrl }
    $run = Get-PD12MRecord @read | Save-PD12MImage @save
    # A run that was stopped has no summary.
    if ($run) {
        Write-Output "$($run.Saved) saved, $($run.AlreadyThere) there already, $($run.Failed) failed, in $($run.Elapsed)."
        $code = if ($run.Failed -gt 0) { 2 } else { 0 }
    }
} catch {
    Write-Error $_ -ErrorAction Continue
    $code = switch -Wildcard ($_.FullyQualifiedErrorId) {
        'TimeLimitReached,*' { 3 }
        'DestinationInUse,*' { 4 }
        default { 1 }
    }
} finally {
    # A script with declared parameters loses the code of exit when it is stopped.
    if ($code -eq 130) { [Environment]::Exit($code) }
    exit $code
}
