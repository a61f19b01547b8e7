using System.IO.Compression;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace PD12M.Package.Tests;

/// <summary>What `pack` makes: the package as the PowerShell Gallery takes it.</summary>
public sealed partial class PackageTests : IDisposable
{
    private const int MostBytes = 8_000_000;

    private static readonly string s_manifest = File.ReadAllText(Path.Combine(Repository.Root, "PD12M.psd1"));
    private static readonly string s_file = Path.Combine(Repository.Root, "out", $"PD12M.{Field("ModuleVersion")}.nupkg");

    private readonly ZipArchive _package = ZipFile.OpenRead(s_file);

    [Fact]
    public void It_is_small() => Assert.InRange(new FileInfo(s_file).Length, 1, MostBytes);

    [Fact]
    public void It_holds_the_module_for_both_editions_and_its_help()
    {
        string[] names = [.. _package.Entries.Select(entry => entry.FullName)];
        Assert.Superset(
            new HashSet<string>
            {
                "PD12M.nuspec", "PD12M.psd1", "PD12M.psm1", "PD12M.Format.ps1xml", "LICENSE",
                "en-US/PD12M.dll-Help.xml", "en-US/about_PD12M.help.txt", "en-US/about_PD12M_Filter.help.txt",
                "bin/net8.0/PD12M.dll", "bin/net8.0/PD12M.Engine.dll", "bin/net8.0/AWSSDK.Core.dll", "bin/net8.0/AWSSDK.S3.dll",
                "bin/net472/PD12M.dll", "bin/net472/PD12M.Engine.dll", "bin/net472/AWSSDK.Core.dll", "bin/net472/AWSSDK.S3.dll", "bin/net472/System.Memory.dll",
            },
            names.ToHashSet());
    }

    [Fact]
    public void It_holds_nothing_else()
    {
        // The last three are the packaging format's own.
        string[] expected = [@"^PD12M\.(nuspec|psd1|psm1|Format\.ps1xml)$", "^LICENSE$", @"^en-US/(PD12M\.dll-Help\.xml|about_PD12M\w*\.help\.txt)$",
            @"^bin/net8\.0/(PD12M|PD12M\.Engine|AWSSDK\.\w+)\.dll$", @"^bin/net472/(PD12M|PD12M\.Engine|AWSSDK\.\w+|System\.[\w.]+|Microsoft\.Bcl\.\w+)\.dll$",
            @"^_rels/\.rels$", @"^\[Content_Types\]\.xml$", @"^package/services/metadata/core-properties/\w+\.psmdcp$"];
        Assert.All(_package.Entries, entry => Assert.True(Array.Exists(expected, pattern => Regex.IsMatch(entry.FullName, pattern)), entry.FullName));
        Assert.DoesNotContain(_package.Entries, entry => entry.Name is "System.Management.Automation.dll" or "PowerShellStandIn.dll");
    }

    [Theory]
    [InlineData("id", "PD12M")]
    [InlineData("version", null, "ModuleVersion")]
    [InlineData("authors", null, "Author")]
    [InlineData("description", null, "Description")]
    [InlineData("copyright", null, "Copyright")]
    [InlineData("licenseUrl", null, "LicenseUri")]
    [InlineData("projectUrl", null, "ProjectUri")]
    [InlineData("releaseNotes", null, "ReleaseNotes")]
    public void Its_fields_are_the_manifests(string element, string? value, string field = "") => Assert.Equal(value ?? Field(field), Nuspec(element));

    [Fact]
    public void Its_tags_let_the_gallery_find_the_module_its_cmdlets_and_editions()
    {
        string[] tags = Nuspec("tags").Split(' ');
        string[] cmdlets = List("CmdletsToExport");

        Assert.NotEmpty(cmdlets);
        Assert.Equal(
            ["PSModule", "PSIncludes_Cmdlet", .. cmdlets.SelectMany(cmdlet => (string[])["PSCmdlet_" + cmdlet, "PSCommand_" + cmdlet]), .. List("Tags")],
            tags);
        Assert.Contains("PSEdition_Desktop", tags);
        Assert.Contains("PSEdition_Core", tags);
    }

    [Fact]
    public void It_depends_on_no_package() =>
        Assert.DoesNotContain(Metadata().Elements(), element => element.Name.LocalName is "dependencies" or "frameworkAssemblies");

    public void Dispose() => _package.Dispose();

    private static string Field(string name) => Regex.Match(s_manifest, $@"\b{name}\s*=\s*'([^']+)'").Groups[1].Value;

    private static string[] List(string name) =>
        [.. QuotedText().Matches(Regex.Match(s_manifest, $@"\b{name}\s*=\s*@\(([^)]+)\)").Groups[1].Value).Select(match => match.Groups[1].Value)];

    private string Nuspec(string element) => Metadata().Elements().Single(child => child.Name.LocalName == element).Value;

    private XElement Metadata()
    {
        using Stream stream = _package.GetEntry("PD12M.nuspec")!.Open();
        return XDocument.Load(stream).Root!.Elements().Single();
    }

    [GeneratedRegex("'([^']+)'")]
    private static partial Regex QuotedText();
}
