BeforeDiscovery {
    Import-Module "$PSScriptRoot/Packaged.psm1"
    Import-Module (Get-PackagedModule) -Force
    # Verbs that write, or take away what is there.
    $writing = Get-Command -Module PD12M | Where-Object Verb -In 'Add', 'Clear', 'Export', 'Move', 'New', 'Register', 'Remove', 'Repair', 'Save', 'Set', 'Sync', 'Unregister', 'Update' | ForEach-Object Name
}

BeforeAll {
    Import-Module "$PSScriptRoot/Packaged.psm1"
    Import-Module (Get-PackagedModule) -Force
    Push-Location $TestDrive
    $null = New-PD12MSample ./pd12m -Count 60
    $bucket = Start-Bucket ([System.IO.Path]::Combine($TestDrive, 'pd12m'))
    $PSDefaultParameterValues = @{ '*-PD12M*:EndpointUrl' = $bucket.Address }
}

AfterAll {
    Stop-Bucket $bucket
    Pop-Location
}

Describe '<_> writes, so it' -ForEach $writing {
    It 'has -WhatIf and -Confirm' {
        (Get-Command $_).Parameters.Keys | Should -Contain 'WhatIf'
        (Get-Command $_).Parameters.Keys | Should -Contain 'Confirm'
    }
}

Describe 'Pipelines as in the README' {
    It 'reads, filters and counts' {
        Get-PD12MRecord ./pd12m/metadata -First 5 | Should -HaveCount 5
        $piped = (Get-PD12MRecord ./pd12m/metadata | Where-Object Width -ge 1024 | Measure-Object).Count
        $min = 1024
        @(Get-PD12MRecord ./pd12m/metadata -Filter { width -ge $min }).Count | Should -Be $piped
        (Measure-PD12MRecord ./pd12m/metadata -Filter "width -ge 1024").Count | Should -Be $piped
    }

    It 'saves, verifies, and skips what is there' {
        $records = @(Get-PD12MRecord ./pd12m/metadata -First 10)
        $results = @($records | Save-PD12MImage ./images -PassThru | Test-PD12MHash)
        $results | Should -HaveCount 10
        $results.Status | Select-Object -Unique | Should -Be 'Match'
        @($records | Save-PD12MImage ./images -PassThru).Status | Select-Object -Unique | Should -Be 'AlreadyThere'
        ($records | Test-PD12MHash -Root ./images -Quiet) | Should -BeTrue
    }

    It 'saves from a list that went through a file' {
        Get-PD12MRecord ./pd12m/metadata -First 3 | Select-Object Id, Url, Hash | Export-Csv ./list.csv -NoTypeInformation
        Import-Csv ./list.csv | Save-PD12MImage ./listed -PassThru | Should -HaveCount 3
    }

    It 'writes nothing with -WhatIf' {
        Get-PD12MRecord ./pd12m/metadata -First 3 | Save-PD12MImage ./nowhere -WhatIf
        New-PD12MSample ./no-sample -WhatIf
        './nowhere', './no-sample' | Should -Not -Exist
    }

    It 'gives one error for a bad item and goes on' {
        $good = Get-PD12MRecord ./pd12m/metadata -First 1
        $bad = [pscustomobject]@{ Id = '../x'; Url = $good.Url; Hash = $good.Hash }
        $saved = $bad, ($good | Select-Object Id, Url, Hash) | Save-PD12MImage ./some -PassThru -ErrorVariable failed -ErrorAction SilentlyContinue
        $saved | Should -HaveCount 1
        $failed.FullyQualifiedErrorId | Should -BeLike 'ImageInvalidId,*'
    }

    It 'ends early when nobody wants more' {
        Get-PD12MRecord ./pd12m/metadata | Select-Object -First 2 | Should -HaveCount 2
    }
}

Describe 'A pipeline that is stopped' {
    It 'leaves no file that is not whole' {
        $shell = [powershell]::Create().AddScript({
            param($module, $folder, $endpoint)
            Import-Module $module
            1..1000 | ForEach-Object { Get-PD12MRecord "$folder/pd12m/metadata" } | Save-PD12MImage "$folder/stopped" -EndpointUrl $endpoint -Force -PassThru
        }).AddArgument((Get-PackagedModule)).AddArgument($TestDrive).AddArgument($bucket.Address)
        $output = [System.Management.Automation.PSDataCollection[psobject]]::new()
        $run = $shell.BeginInvoke([System.Management.Automation.PSDataCollection[psobject]]::new(), $output)
        try {
            while ($output.Count -lt 20 -and -not $run.IsCompleted) { $null = $run.AsyncWaitHandle.WaitOne(20) }
            $shell.Stop()
        } finally {
            $shell.Dispose()
        }
        Get-ChildItem ./stopped/.pd12m -Recurse -File -ErrorAction Ignore | Where-Object Extension -ne '.lock' | Where-Object Length -gt 0 | Should -BeNullOrEmpty
        @(Get-PD12MRecord ./pd12m/metadata -First 5 | Test-PD12MHash -Root ./stopped).Status | Should -BeIn 'Match', 'Missing'
    }
}

Describe 'Tables at <_> columns' -ForEach 80, 120 {
    BeforeAll {
        $width = $_
        $records = Get-PD12MRecord ./pd12m/metadata -First 3
        $saved = $records | Save-PD12MImage "./shown$width" -PassThru
        $shown = @(
            , $records
            , $saved
            , ($saved | Test-PD12MHash)
            , (Get-PD12MFile ./pd12m/metadata)
            , (Get-PD12MFile ./pd12m/metadata).Columns
            , (Measure-PD12MRecord ./pd12m/metadata -Property License)
            , (Measure-PD12MRecord ./pd12m/metadata -Property Width)
            , (Measure-PD12MRecord ./pd12m/metadata -Histogram Width)
        )
    }

    It 'fit' {
        foreach ($objects in $shown) {
            $lines = ($objects | Out-String -Width $width).TrimEnd() -split '\r?\n'
            ($lines | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual $width -Because "$($objects[0].GetType()) must fit"
            $lines | Where-Object { $_.Trim() } | Should -Not -HaveCount 1
        }
    }

    It 'are tables with their headings' {
        foreach ($objects in $shown) {
            ($objects | Out-String -Width $width) | Should -Match '(?m)^\W*-+' -Because "$($objects[0].GetType()) must be a table"
        }
    }
}
