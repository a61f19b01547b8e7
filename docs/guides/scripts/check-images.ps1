<#
.SYNOPSIS
Checks all saved images against the metadata; with -Remove it removes damaged ones, so that the next night fetches them again.
.DESCRIPTION
Images that are not there are not counted. The others that are not as they should be are in <Destination>.damaged.csv.
Exit codes: 0 all are right; 2 some are damaged or cannot be read; 130 stopped; 1 anything else.
.EXAMPLE
pwsh -NoProfile -NonInteractive -File check-images.ps1 /data/pd12m/metadata /data/images -Remove
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $Metadata,
    [Parameter(Mandatory)] [string] $Destination,
    [switch] $Remove,
    [string] $Module = 'PD12M'
)
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

$code = 130
try {
    Import-Module $Module
    $wrong = 0
    Get-PD12MRecord $Metadata |
        Test-PD12MHash -Root $Destination |
        Where-Object Status -NotIn 'Match', 'Missing' |
        ForEach-Object {
            $wrong++
            if ($Remove -and $_.Status -eq 'Mismatch') { Remove-Item -LiteralPath $_.Path }
            $_
        } |
        Select-Object Id, Status, Path, Problem |
        Export-Csv "$Destination.damaged.csv" -NoTypeInformation
    Write-Output "$wrong images are damaged or cannot be read."
    $code = if ($wrong -gt 0) { 2 } else { 0 }
} catch {
    Write-Error $_ -ErrorAction Continue
    $code = 1
} finally {
    # A script with declared parameters loses the code of exit when it is stopped.
    if ($code -eq 130) { [Environment]::Exit($code) }
    exit $code
}
