<#
.SYNOPSIS
Builds the module into out/PD12M, and tests it.
.EXAMPLE
./build.ps1
Builds the module. Then: Import-Module ./out/PD12M
.EXAMPLE
./build.ps1 Test
Builds and runs all tests.
#>
[CmdletBinding()]
param(
    [Parameter(Position = 0)]
    [ValidateSet('Build', 'Test', 'Demo', 'Clean')]
    [string] $Task = 'Build',

    [ValidateSet('Release', 'Debug')]
    [string] $Configuration = 'Release'
)
$ErrorActionPreference = 'Stop'

function Invoke-DotNet {
    & dotnet @args
    if ($LASTEXITCODE -ne 0) {
        throw "dotnet $args failed with exit code $LASTEXITCODE."
    }
}

switch ($Task) {
    'Build' { Invoke-DotNet build "$PSScriptRoot/src/PD12M" --configuration $Configuration }
    'Test' { Invoke-DotNet test "$PSScriptRoot/PD12M.sln" --configuration $Configuration }
    'Demo' { Invoke-DotNet run --project "$PSScriptRoot/tests/Demo" --configuration $Configuration }
    'Clean' {
        Remove-Item "$PSScriptRoot/out" -Recurse -Force -ErrorAction Ignore
        Get-ChildItem "$PSScriptRoot/src", "$PSScriptRoot/tests" -Directory -Recurse -Include bin, obj |
            Remove-Item -Recurse -Force
    }
}
