<#
.SYNOPSIS
Builds the module into out/PD12M, and tests it.
.EXAMPLE
./build.ps1
Builds the module. Then: Import-Module ./out/PD12M
.EXAMPLE
./build.ps1 Test
Builds and runs all tests; those of tests/Pester too, for which Pester 5 is restored where it is not installed.
.EXAMPLE
./build.ps1 Pack
Makes out/PD12M.<version>.nupkg, the package for the PowerShell Gallery.
#>
[CmdletBinding()]
param(
    [Parameter(Position = 0)]
    [ValidateSet('Build', 'Test', 'Demo', 'Docs', 'Pack', 'Clean')]
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
    'Test' {
        Invoke-DotNet test "$PSScriptRoot/PD12M.sln" --configuration $Configuration
        & "$PSScriptRoot/tests/Pester/Invoke-PesterTests.ps1"
        if ($LASTEXITCODE -ne 0) {
            throw 'Pester tests failed.'
        }
    }
    'Demo' { Invoke-DotNet run --project "$PSScriptRoot/tests/Demo" --configuration $Configuration }
    'Docs' { Invoke-DotNet build "$PSScriptRoot/src/PD12M" --configuration $Configuration --framework net8.0 '-target:MakeHelp' }
    'Pack' { Invoke-DotNet pack "$PSScriptRoot/src/PD12M" --configuration $Configuration }
    'Clean' {
        Remove-Item "$PSScriptRoot/out" -Recurse -Force -ErrorAction Ignore
        # Only beside projects: packages of node have folders of these names, too.
        Get-ChildItem "$PSScriptRoot/src", "$PSScriptRoot/tests" -Filter *.csproj -Recurse |
            ForEach-Object { "$($_.DirectoryName)/bin", "$($_.DirectoryName)/obj" } |
            Remove-Item -Recurse -Force -ErrorAction Ignore
    }
}
