BeforeAll {
    Import-Module "$PSScriptRoot/Packaged.psm1"
    $module = Get-PackagedModule
    Import-Module $module -Force
    $null = New-PD12MSample "$TestDrive/pd12m" -Count 5
    $bucket = Start-Bucket ([System.IO.Path]::Combine($TestDrive, 'pd12m'))

    # Another module's SDK: the same name, version and public key, other content. Windows PowerShell's compiler cannot sign
    # with a public key alone, so there the decoy lacks the key.
    $binaries = [System.IO.Path]::Combine([System.IO.Path]::GetDirectoryName($module), 'bin', 'net8.0')
    $decoy = [System.IO.Path]::Combine($TestDrive, 'AWSSDK.Core.dll')
    $compiler = @{}
    if ($PSVersionTable.PSEdition -eq 'Core') {
        $key = [System.IO.Path]::Combine($TestDrive, 'public.snk')
        [System.IO.File]::WriteAllBytes($key, [System.Reflection.AssemblyName]::GetAssemblyName("$binaries/AWSSDK.Core.dll").GetPublicKey())
        $compiler.CompilerOptions = "/publicsign+ /keyfile:$key"
    }
    Add-Type @compiler -OutputAssembly $decoy -TypeDefinition '[assembly: System.Reflection.AssemblyVersion("4.0.0.0")] namespace Amazon { public class Decoy { } }'

    $save = {
        param($module, $folder, $endpoint, $decoy, $order)
        $ErrorActionPreference = 'Stop'
        if ($order -eq 'before') { $null = [System.Reflection.Assembly]::LoadFrom($decoy) }
        Import-Module $module
        if ($order -eq 'after') { $null = [System.Reflection.Assembly]::LoadFrom($decoy) }
        $images = [System.IO.Path]::Combine($folder, "images-$order")
        (Get-PD12MRecord "$folder/pd12m/metadata" | Save-PD12MImage $images -EndpointUrl $endpoint -PassThru | Measure-Object).Count
        if ($order -eq 'between') {
            $null = [System.Reflection.Assembly]::LoadFrom($decoy)
            Import-Module $module -Force
            (Get-PD12MRecord "$folder/pd12m/metadata" | Save-PD12MImage $images -EndpointUrl $endpoint -Force -PassThru | Measure-Object).Count
        }
    }
}

AfterAll { Stop-Bucket $bucket }

Describe 'Another AWSSDK.Core' {
    It 'does no harm when it is loaded <_> the module' -ForEach 'before', 'after' {
        Invoke-FreshShell $save $module, $TestDrive.ToString(), $bucket.Address, $decoy, $_ | Should -Be 5
    }

    It 'does no harm between two imports' {
        Invoke-FreshShell $save $module, $TestDrive.ToString(), $bucket.Address, $decoy, 'between' | Should -Be 5, 5
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
