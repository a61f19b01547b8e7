BeforeDiscovery {
    Import-Module "$PSScriptRoot/Packaged.psm1"
    Import-Module (Get-PackagedModule) -Force
    $types = (Get-Command -Module PD12M).OutputType.Name | Where-Object { $_ -like 'PD12M.*' } | Sort-Object -Unique
}

BeforeAll {
    Import-Module "$PSScriptRoot/Packaged.psm1"
    $module = Get-PackagedModule
    Import-Module $module -Force
    Push-Location $TestDrive
    $null = New-PD12MSample ./pd12m -Count 60
    $homeBefore = $env:PD12M_HOME
    $env:PD12M_HOME = $null

    # The line after the first Tab.
    function Complete {
        param($Line)
        $found = TabExpansion2 $Line $Line.Length
        if ($found.CompletionMatches.Count -gt 0) {
            $Line.Remove($found.ReplacementIndex, $found.ReplacementLength).Insert($found.ReplacementIndex, $found.CompletionMatches[0].CompletionText)
        }
    }
}

AfterAll {
    $env:PD12M_HOME = $homeBefore
    Pop-Location
}

Describe 'Tab' {
    It 'makes <Expected> of <Line>' -ForEach @(
        @{ Line = 'Get-PD12MRec'; Expected = 'Get-PD12MRecord' }
        @{ Line = 'Get-PD12MRecord ./pd12m/metadata -Property capt'; Expected = 'Get-PD12MRecord ./pd12m/metadata -Property caption' }
        @{ Line = 'Get-PD12MRecord ./pd12m/metadata -Property id, mim'; Expected = 'Get-PD12MRecord ./pd12m/metadata -Property id, mime_type' }
        @{ Line = "Get-PD12MRecord ./pd12m/metadata -Filter 'wid"; Expected = "Get-PD12MRecord ./pd12m/metadata -Filter 'width" }
        @{ Line = "Get-PD12MRecord ./pd12m/metadata -Filter 'caption -notl"; Expected = "Get-PD12MRecord ./pd12m/metadata -Filter 'caption -notlike" }
        @{ Line = "Get-PD12MRecord ./pd12m/metadata -Filter 'mime_type -eq ''image/p"; Expected = "Get-PD12MRecord ./pd12m/metadata -Filter 'mime_type -eq ''image/png''" }
        @{ Line = 'Measure-PD12MRecord ./pd12m/metadata -Histogram hei'; Expected = 'Measure-PD12MRecord ./pd12m/metadata -Histogram height' }
        @{ Line = 'Save-PD12MImage ./images -Layout F'; Expected = 'Save-PD12MImage ./images -Layout Flat' }
        @{ Line = 'Save-PD12MImage ./images -Region us-gov-w'; Expected = 'Save-PD12MImage ./images -Region us-gov-west-1' }
    ) {
        Complete $Line | Should -BeExactly $Expected
    }

    It 'gives nothing, and no error, for a file that cannot be read' {
        'no parquet file' | Set-Content ./broken.parquet
        $before = $Error.Count
        Complete "Get-PD12MRecord ./broken.parquet -Filter 'license -eq ''" | Should -BeNullOrEmpty
        $Error.Count | Should -Be $before
    }

    It 'reaches every parameter of every cmdlet without the SDK' {
        $found = Invoke-FreshShell {
            param($module, $folder)
            Import-Module $module
            Set-Location $folder
            foreach ($command in Get-Command -Module PD12M) {
                foreach ($name in $command.Parameters.Keys) {
                    $line = "$($command.Name) -$name "
                    $null = TabExpansion2 $line $line.Length
                }
            }
            @(TabExpansion2 '*-PD12M' 7).CompletionMatches.Count
            @([AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -like 'AWSSDK*' }).Count
        } $module, $TestDrive.ToString()
        $found | Should -Be (Import-PowerShellDataFile $module).CmdletsToExport.Count, 0
    }
}

Describe 'A default for a parameter' {
    It 'can be the data folder' {
        try {
            $env:PD12M_HOME = './pd12m'
            @(Get-PD12MRecord).Count | Should -Be 60
            (Measure-PD12MRecord).Count | Should -Be 60
            $told = Get-PD12MRecord -First 1 -Verbose 4>&1 | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] }
            "$told" | Should -BeLike '*-Path is not given:*PD12M_HOME*'
        } finally {
            $env:PD12M_HOME = $null
        }
    }

    It 'can be one of $PSDefaultParameterValues, which goes before the data folder' {
        $PSDefaultParameterValues = @{ 'Get-PD12MRecord:Path' = './pd12m/metadata'; '*-PD12M*:ThrottleLimit' = 1; 'Get-PD12MRecord:Property' = 'Id' }
        try {
            $env:PD12M_HOME = './not-there'
            $record = Get-PD12MRecord -First 1
            $record.Id | Should -Not -BeNullOrEmpty
            $record.Url | Should -BeNullOrEmpty
        } finally {
            $env:PD12M_HOME = $null
        }
    }

    It 'is asked of nobody: without one there is an error and no prompt' {
        foreach ($line in 'Get-PD12MRecord', 'Get-PD12MFile', 'Measure-PD12MRecord', 'New-PD12MIndex', 'Save-PD12MMetadata', 'Get-PD12MRecord ./pd12m/metadata -First 1 | Save-PD12MImage') {
            { & ([scriptblock]::Create($line)) } | Should -Throw -ErrorId 'DataFolderUnknown,*' -Because $line
        }
    }
}

Describe 'The type <_>' -ForEach $types {
    It 'has a table' {
        $view = Get-FormatData $_ -PowerShellVersion $PSVersionTable.PSVersion
        $view.FormatViewDefinition.Control | Where-Object { $_ -is [System.Management.Automation.TableControl] } | Should -Not -BeNullOrEmpty
    }
}

Describe '-WhatIf of <_>' -ForEach @(
    'New-PD12MSample ./new-sample -Count 3'
    'New-PD12MIndex ./pd12m'
    'Get-PD12MRecord ./pd12m/metadata -First 1 | Save-PD12MImage ./new-images -LogPath ./new.log -FailurePath ./new.csv'
) {
    It 'leaves everything as it is' {
        $before = (Get-ChildItem . -Recurse).FullName
        & ([scriptblock]::Create("$_ -WhatIf")) | Should -BeNullOrEmpty
        (Get-ChildItem . -Recurse).FullName | Should -Be $before
    }
}
