# Loads the edition's assemblies; the cmdlets come from bin/<framework>/PD12M.dll.
# Every further cmdlet or method called here costs the import milliseconds: Join-Path alone loads a module of the shell's.
$folder = "$PSScriptRoot/bin/net8.0"
if ($PSEdition -eq 'Core') {
    $null = [System.Reflection.Assembly]::LoadFrom("$folder/PD12M.Engine.dll")
} else {
    $folder = "$PSScriptRoot\bin\net472"
    # LoadFrom would take another module's copy of a package for ours.
    $null = [System.Reflection.Assembly]::LoadFile("$folder\PD12M.Engine.dll")
}
$isAgain = [PD12M.LoadContext]::IsLoaded
$inner = Import-Module -Assembly ([PD12M.LoadContext]::LoadCmdlets($folder)) -PassThru -ErrorAction Stop

# A module that is imported from an assembly again (Import-Module -Force) does not export its cmdlets a second time
# by itself: https://github.com/PowerShell/PowerShell/issues/20710
if (-not $isAgain) {
    return
}
$addExportedCmdlet = [System.Management.Automation.PSModuleInfo].GetMethod(
    'AddExportedCmdlet', [System.Reflection.BindingFlags]'Instance, NonPublic')
foreach ($cmdlet in $inner.ExportedCmdlets.Values) {
    $addExportedCmdlet.Invoke($ExecutionContext.SessionState.Module, @(, $cmdlet))
}
