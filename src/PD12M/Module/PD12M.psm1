# Loads the edition's assemblies; the cmdlets come from bin/<framework>/PD12M.dll.
$framework = if ($PSVersionTable.PSEdition -eq 'Core') { 'net8.0' } else { 'net472' }
$folder = Join-Path (Join-Path $PSScriptRoot 'bin') $framework
$null = [System.Reflection.Assembly]::LoadFrom((Join-Path $folder 'PD12M.Engine.dll'))
$inner = Import-Module -Assembly ([PD12M.LoadContext]::LoadCmdlets($folder)) -PassThru -ErrorAction Stop

# A module that is imported from an assembly again (Import-Module -Force) does not export its cmdlets a second time
# by itself: https://github.com/PowerShell/PowerShell/issues/20710
$addExportedCmdlet = [System.Management.Automation.PSModuleInfo].GetMethod(
    'AddExportedCmdlet', [System.Reflection.BindingFlags]'Instance, NonPublic')
foreach ($cmdlet in $inner.ExportedCmdlets.Values) {
    $addExportedCmdlet.Invoke($ExecutionContext.SessionState.Module, @(, $cmdlet))
}
