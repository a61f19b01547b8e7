<#
.SYNOPSIS
Runs the tests of this folder on the module in out/PD12M, in the shell that calls it.
.DESCRIPTION
The last line counts: '12 passed, 0 failed, 1 skipped'. Without Pester 5 one line says so, and nothing has failed.
#>
[CmdletBinding()]
param()
$ErrorActionPreference = 'Stop'

if (-not (Get-Module Pester -ListAvailable | Where-Object Version -ge '5.0')) {
    Write-Output "Pester 5 is not installed in PowerShell $($PSVersionTable.PSVersion): tests/Pester is not run."
    exit 0
}
Import-Module Pester -MinimumVersion 5.0
$configuration = New-PesterConfiguration
$configuration.Run.Path = $PSScriptRoot
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'Detailed'
$run = Invoke-Pester -Configuration $configuration
$failed = $run.FailedCount + $run.FailedContainersCount + $run.FailedBlocksCount
Write-Output "Pester: $($run.PassedCount) passed, $failed failed, $($run.SkippedCount) skipped"
exit [int]($failed -gt 0)
