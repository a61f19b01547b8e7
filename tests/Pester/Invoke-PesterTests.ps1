<#
.SYNOPSIS
Runs the tests of this folder on the module in out/PD12M, in the shell that calls it.
.DESCRIPTION
The last line counts: '12 passed, 0 failed, 1 skipped'. Where the shell has no Pester 5, the package is restored; where that
fails, one line says so, and nothing has failed.
#>
[CmdletBinding()]
param()
$ErrorActionPreference = 'Stop'

function Find-Pester {
    $installed = Get-Module Pester -ListAvailable | Where-Object Version -ge '5.0' | Select-Object -First 1
    if ($installed) {
        return $installed.Path
    }
    $project = "$PSScriptRoot/Pester.csproj"
    $output = dotnet restore $project
    if ($LASTEXITCODE -eq 0) {
        return dotnet msbuild $project -getProperty:PesterManifest
    }
    Write-Warning ($output -join "`n")
}

$pester = Find-Pester
if (-not $pester) {
    Write-Output "Pester 5 is not installed in PowerShell $($PSVersionTable.PSVersion), and no package of it can be restored: tests/Pester is not run."
    exit 0
}
Import-Module $pester
$configuration = New-PesterConfiguration
$configuration.Run.Path = $PSScriptRoot
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'Detailed'
$run = Invoke-Pester -Configuration $configuration
$failed = $run.FailedCount + $run.FailedContainersCount + $run.FailedBlocksCount
Write-Output "Pester: $($run.PassedCount) passed, $failed failed, $($run.SkippedCount) skipped"
exit [int]($failed -gt 0)
