BeforeAll {
    Import-Module "$PSScriptRoot/Packaged.psm1"
    Import-Module (Get-PackagedModule) -Force
}

Describe 'A scheduled task' {
    It 'is registered with the Task Scheduler, replaced with -Force, and runs' {
        if ($PSVersionTable.PSEdition -eq 'Core' -and -not $IsWindows) {
            Set-ItResult -Skipped -Because 'there is no Windows Task Scheduler'
            return
        }
        $name = "PD12M test $([guid]::NewGuid())"
        $task = @{ TaskName = $name; At = '00:00'; Until = '23:59'; Path = "$TestDrive/it's a folder"; User = 'SYSTEM'; Register = $true }
        try {
            New-PD12MScheduledTask @task { 'done' | Set-Content "$PSScriptRoot/done.txt" }
            { New-PD12MScheduledTask @task { } } | Should -Throw -ErrorId 'ScheduledTaskExists,*'
            New-PD12MScheduledTask @task -Force { 'done' | Set-Content "$PSScriptRoot/done.txt" }
            schtasks.exe /Query /TN $name /XML | Out-String | Should -Match 'IgnoreNew'
            schtasks.exe /Run /TN $name
            foreach ($try in 1..300) { if (Test-Path "$($task.Path)/done.txt") { break } else { Start-Sleep -Milliseconds 200 } }
            "$($task.Path)/done.txt" | Should -Exist
        } finally {
            schtasks.exe /Delete /TN $name /F
        }
    }

    It 'consists of a script and an XML file' {
        $files = New-PD12MScheduledTask nightly -At 22:00 -Until 06:00 -Path $TestDrive -PassThru { Get-Date }
        $files.Name | Should -Be 'nightly.ps1', 'nightly.xml'
        ([xml](Get-Content $files[1].FullName -Raw)).Task.Settings.ExecutionTimeLimit | Should -Be 'PT8H10M'
    }
}
