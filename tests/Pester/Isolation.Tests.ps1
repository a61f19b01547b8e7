BeforeAll {
    Import-Module "$PSScriptRoot/Packaged.psm1"
    $module = Get-PackagedModule
    Import-Module $module -Force
    $null = New-PD12MSample "$TestDrive/pd12m" -Count 5
    $bucket = Start-Bucket ([System.IO.Path]::Combine($TestDrive, 'pd12m'))

    # Another module's SDK: the same name and version, other content. The build makes it.
    $decoy = (Get-ChildItem "$PSScriptRoot/Decoy/bin/*/net472/AWSSDK.Core.dll" | Sort-Object LastWriteTime | Select-Object -Last 1).FullName

    $save = {
        param($module, $folder, $endpoint, $decoy, $order)
        $ErrorActionPreference = 'Stop'
        if ($order -eq 'before') { $null = [System.Reflection.Assembly]::LoadFrom($decoy) }
        Import-Module $module
        if ($order -eq 'after') { $null = [System.Reflection.Assembly]::LoadFrom($decoy) }
        # A signed request is what takes the SDK.
        $signed = @{ EndpointUrl = $endpoint; Credential = [pscredential]::new('key', ('secret' | ConvertTo-SecureString -AsPlainText -Force)); PassThru = $true }
        $images = [System.IO.Path]::Combine($folder, "images-$order")
        (Get-PD12MRecord "$folder/pd12m/metadata" | Save-PD12MImage $images @signed | Measure-Object).Count
        if ($order -eq 'between') {
            $null = [System.Reflection.Assembly]::LoadFrom($decoy)
            Import-Module $module -Force
            (Get-PD12MRecord "$folder/pd12m/metadata" | Save-PD12MImage $images -Force @signed | Measure-Object).Count
        }
        ([AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -eq 'AWSSDK.Core' } | Measure-Object).Count
    }
}

AfterAll { Stop-Bucket $bucket }

Describe 'Another AWSSDK.Core' {
    It 'does no harm when it is loaded <_> the module' -ForEach 'before', 'after' {
        Invoke-FreshShell $save $module, $TestDrive.ToString(), $bucket.Address, $decoy, $_ | Should -Be 5, 2
    }

    It 'does no harm between two imports' {
        Invoke-FreshShell $save $module, $TestDrive.ToString(), $bucket.Address, $decoy, 'between' | Should -Be 5, 5, 2
    }

    It 'would do harm to a module that shares the default context' -Skip:($PSVersionTable.PSEdition -ne 'Core') {
        $sdk = [System.IO.Path]::Combine([System.IO.Path]::GetDirectoryName($module), 'bin', 'net8.0', 'AWSSDK.Core.dll')
        Invoke-FreshShell {
            param($decoy, $sdk)
            $null = [System.Reflection.Assembly]::LoadFrom($decoy)
            try { $null = [System.Reflection.Assembly]::LoadFrom($sdk); 'loaded' } catch { 'refused' }
        } $decoy, $sdk | Should -Be 'refused'
    }
}

Describe 'The SDK' {
    It 'is not loaded before an image is saved' {
        Invoke-FreshShell {
            param($module, $folder)
            Import-Module $module
            $null = Get-Command -Module PD12M
            foreach ($line in 'Save-PD12M', 'Save-PD12MImage -', 'Save-PD12MImage -Layout ', 'Get-PD12MRecord -Property ') {
                $null = TabExpansion2 $line $line.Length
            }
            $null = Get-PD12MRecord "$folder/pd12m/metadata" -First 1
            @([AppDomain]::CurrentDomain.GetAssemblies() | ForEach-Object { $_.GetName().Name } | Where-Object { $_ -like 'AWSSDK*' }).Count
        } $module, $TestDrive.ToString() | Should -Be 0
    }
}

Describe 'Two runspaces' {
    It 'save at the same time' {
        $shells = foreach ($number in 1, 2) {
            $shell = [powershell]::Create().AddScript({
                param($module, $folder, $endpoint, $number)
                Import-Module $module
                (Get-PD12MRecord "$folder/pd12m/metadata" | Save-PD12MImage "$folder/runspace-$number" -EndpointUrl $endpoint -PassThru | Measure-Object).Count
            }).AddArgument($module).AddArgument($TestDrive.ToString()).AddArgument($bucket.Address).AddArgument($number)
            [pscustomobject]@{ Shell = $shell; Run = $shell.BeginInvoke() }
        }
        foreach ($started in $shells) {
            $started.Run.AsyncWaitHandle.WaitOne(60000) | Should -BeTrue
            $started.Shell.EndInvoke($started.Run) | Should -Be 5
            $started.Shell.Dispose()
        }
    }
}
