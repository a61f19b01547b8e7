<#
.SYNOPSIS
Makes terminal.svg: runs commands in this shell, on a sample data set, and draws what they print.
.DESCRIPTION
Any web server that serves a folder with the sample below pd12m/ is the bucket:

    New-PD12MSample /tmp/site/pd12m -Count 3000
    python3 -m http.server 8099 --bind 127.0.0.1 --directory /tmp/site
    ./docs/images/New-Terminal.ps1 -Sample /tmp/site/pd12m -EndpointUrl http://127.0.0.1:8099
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [string] $Sample,

    [Parameter(Mandatory)]
    [uri] $EndpointUrl,

    [string] $Module = "$PSScriptRoot/../../out/PD12M",

    [int] $Columns = 100
)
$ErrorActionPreference = 'Stop'
Import-Module $Module

$commands = @(
    'Get-PD12MRecord ./pd12m/metadata -First 3'
    'Measure-PD12MRecord ./pd12m/metadata -Property License'
    'Get-PD12MRecord ./pd12m/metadata -Filter { width -ge 1024 -and caption -like ''*lighthouse*'' } |
    Save-PD12MImage ./lighthouses -Summary'
    'Get-PD12MRecord ./pd12m/metadata -Filter { width -ge 1024 -and caption -like ''*lighthouse*'' } |
    Test-PD12MHash -Root ./lighthouses | Group-Object Status -NoElement'
)
$global:PSDefaultParameterValues['Save-PD12MImage:EndpointUrl'] = $EndpointUrl
$PSStyle.OutputRendering = 'Ansi'
$folder = Join-Path ([System.IO.Path]::GetTempPath()) "terminal-$PID"
$null = New-Item $folder -ItemType Directory
$null = New-Item $folder/pd12m -ItemType SymbolicLink -Target (Convert-Path $Sample)
Push-Location $folder
try {
    $lines = foreach ($command in $commands) {
        "`e[36mPS>`e[0m $($command -replace "`n", "`n`e[36m>>`e[0m ")" -split "`n"
        $printed = & ([scriptblock]::Create($command)) | Out-String -Stream -Width $Columns
        # One empty line between commands is enough in a picture.
        ($printed -join "`n").Trim("`n").Replace($folder, '~') -split "`n"
        ''
    }
}
finally {
    Pop-Location
    $global:PSDefaultParameterValues.Remove('Save-PD12MImage:EndpointUrl')
    Remove-Item $folder/pd12m
    Remove-Item $folder -Recurse
}

# The colours that the shell uses here; any other is drawn as plain text.
$colours = @{ '32;1' = '#8ae234'; '32;1;3' = '#8ae234'; '36' = '#34e2e2'; '36;1' = '#34e2e2'; '33;1' = '#fce94f'; '31;1' = '#ef2929'; '32' = '#8ae234' }
$fontSize = 13
$lineHeight = 17
$y = 30
$body = foreach ($line in $lines) {
    $spans = [regex]::Matches($line, '(?:\x1b\[([0-9;]*)m)?([^\x1b]*)') | Where-Object Length | ForEach-Object {
        $text = [System.Security.SecurityElement]::Escape($_.Groups[2].Value)
        $colour = $colours[$_.Groups[1].Value]
        if ($text -and $colour) { "<tspan fill=""$colour"">$text</tspan>" } else { $text }
    }
    if ($spans) {
        "<text x=""16"" y=""$y"">$(-join $spans)</text>"
    }
    $y += $lineHeight
}
$width = [int] (32 + $Columns * $fontSize * 0.602)
$svg = @"
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 $width $y" width="$width" height="$y" font-family="Cascadia Mono, Consolas, Menlo, DejaVu Sans Mono, monospace" font-size="$fontSize" xml:space="preserve">
<rect width="100%" height="100%" rx="8" fill="#1c1f26"/>
<g fill="#d3d7cf">
$($body -join "`n")
</g>
</svg>
"@
[System.IO.File]::WriteAllText("$PSScriptRoot/terminal.svg", $svg.Replace("`r", '') + "`n")
