@{
    RootModule             = 'PD12M.psm1'
    ModuleVersion          = '0.1.0'
    GUID                   = 'cbe258be-d72a-42c0-9ff1-0e2b994808f8'
    Author                 = 'The PD12M for PowerShell authors'
    CompanyName            = 'The PD12M for PowerShell authors'
    Copyright              = '(c) The PD12M for PowerShell authors. MIT License.'
    Description            = 'Streams the metadata of the PD12M data set (12.4 million public-domain image-caption pairs) through the pipeline, saves its images with many transfers at once and verifies their MD5.'
    PowerShellVersion      = '5.1'
    DotNetFrameworkVersion = '4.7.2'
    CompatiblePSEditions   = @('Core', 'Desktop')
    FormatsToProcess       = @('PD12M.Format.ps1xml')
    CmdletsToExport        = @('Find-PD12MDuplicate', 'Find-PD12MSimilar', 'Get-PD12MEmbedding', 'Get-PD12MFile', 'Get-PD12MRecord', 'Measure-PD12MRecord', 'New-PD12MIndex', 'New-PD12MSample', 'New-PD12MScheduledTask', 'Save-PD12MImage', 'Save-PD12MMetadata', 'Test-PD12MHash', 'Test-PD12MImage')
    FunctionsToExport      = @()
    AliasesToExport        = @()
    VariablesToExport      = @()
    PrivateData            = @{
        PSData = @{
            Tags         = @('PD12M', 'dataset', 'parquet', 'S3', 'images', 'download', 'MD5', 'PSEdition_Core', 'PSEdition_Desktop', 'Windows', 'Linux', 'MacOS')
            LicenseUri   = 'https://opensource.org/license/mit'
            ProjectUri   = 'https://www.powershellgallery.com/packages/PD12M'
            ReleaseNotes = 'The first release: metadata, filters, verified downloads, checks of files, search by likeness, nightly tasks. The changes are in docs/CHANGELOG.md.'
        }
    }
}
