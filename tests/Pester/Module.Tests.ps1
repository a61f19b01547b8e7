BeforeDiscovery {
    Import-Module "$PSScriptRoot/Packaged.psm1"
    $manifest = Import-PowerShellDataFile (Get-PackagedModule)
    $cmdlets = $manifest.CmdletsToExport
}

BeforeAll {
    Import-Module "$PSScriptRoot/Packaged.psm1"
    $module = Get-PackagedModule
    Import-Module $module -Force
}

Describe 'The module' {
    It 'has a manifest that the shell accepts' {
        $tested = Test-ModuleManifest $module -ErrorAction Stop
        $tested.Name | Should -Be 'PD12M'
        $tested.ProjectUri, $tested.LicenseUri | Should -Not -BeNullOrEmpty
        $tested.ReleaseNotes | Should -Not -BeNullOrEmpty
    }

    It 'exports the cmdlets that its manifest names, and nothing else' {
        $exported = (Get-Module PD12M).ExportedCommands.Values
        $exported.CommandType | Select-Object -Unique | Should -Be 'Cmdlet'
        $exported.Name | Sort-Object | Should -Be ((Import-PowerShellDataFile $module).CmdletsToExport | Sort-Object)
    }

    It 'uses approved verbs' {
        (Get-Command -Module PD12M).Verb | Should -BeIn (Get-Verb).Verb
    }

    It 'is imported by a fresh shell' {
        # The times are for whoever reads the log; they are no test.
        $times = foreach ($round in 1..3) {
            Invoke-FreshShell { param($module) $watch = [Diagnostics.Stopwatch]::StartNew(); Import-Module $module; $watch.ElapsedMilliseconds } $module
        }
        Write-Host "      Import-Module took $($times -join ', ') ms."
        $times | Should -HaveCount 3
    }

    It 'has its commands again after Import-Module -Force' {
        $found = Invoke-FreshShell { param($module) Import-Module $module; Import-Module $module -Force; (Get-Command -Module PD12M).Count } $module
        $found | Should -Be (Import-PowerShellDataFile $module).CmdletsToExport.Count
    }

    It 'is gone after Remove-Module, and comes back' {
        Invoke-FreshShell { param($module) Import-Module $module; Remove-Module PD12M; @(Get-Command -Module PD12M).Count; Import-Module $module; @(Get-Command -Module PD12M).Count } $module |
            Should -Be 0, (Import-PowerShellDataFile $module).CmdletsToExport.Count
    }

    It 'ends a script with the exit code 1 when an error stops it' {
        $null = Invoke-FreshShell { param($module) $ErrorActionPreference = 'Stop'; Import-Module $module; Get-PD12MRecord ./not-there.parquet } $module 2>&1
        $LASTEXITCODE | Should -Be 1
    }
}

Describe 'The help of <_>' -ForEach $cmdlets {
    BeforeAll { $help = Get-Help $_ -Full }

    It 'has a synopsis, a description and three examples' {
        $help.Synopsis | Should -Not -BeLike "*$_ ``[*"
        $help.Description.Text | Should -Not -BeNullOrEmpty
        @($help.Examples.Example).Count | Should -BeGreaterOrEqual 3
        @($help.Examples.Example).Code | Should -Not -BeNullOrEmpty
    }

    It 'describes every parameter' {
        $common = [System.Management.Automation.PSCmdlet]::CommonParameters
        foreach ($name in (Get-Command $_).Parameters.Keys | Where-Object { $_ -notin $common }) {
            (Get-Help $_ -Parameter $name).Description.Text | Should -Not -BeNullOrEmpty -Because "-$name must be described"
        }
    }

    It 'shows every parameter set' {
        @($help.Syntax.SyntaxItem).Count | Should -Be (Get-Command $_).ParameterSets.Count
    }

    It 'leads somewhere with -Online' {
        @($help.RelatedLinks.NavigationLink)[0].Uri | Should -Match '^https://'
    }

    It 'is whole when it is printed' {
        $help | Out-String -Width 100 | Should -Match 'EXAMPLE|Example 1'
        Get-Help $_ -Examples | Out-String | Should -Match 'Example 3'
    }
}

Describe 'The topic <_>' -ForEach 'about_PD12M', 'about_PD12M_Filter' {
    It 'is found by Get-Help' {
        Get-Help $_ | Out-String | Should -Match "(?s)TOPIC.+$_.+LONG DESCRIPTION"
    }
}
