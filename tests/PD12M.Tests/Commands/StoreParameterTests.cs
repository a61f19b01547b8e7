using System.Management.Automation;
using System.Net;
using PD12M.Testing;

namespace PD12M.Tests.Commands;

public sealed class StoreParameterTests : IClassFixture<SampleBucket>, IDisposable
{
    private readonly SampleBucket _sample;
    private readonly Shell _shell = new();
    private readonly TemporaryFolder _folder = new();

    public StoreParameterTests(SampleBucket sample) => _sample = sample;

    public void Dispose()
    {
        _shell.Dispose();
        _folder.Dispose();
    }

    [ShellFact]
    public async Task A_record_that_names_another_host_is_an_error_that_says_how_to_allow_it()
    {
        await using ObjectServer server = _sample.Serve();
        Record record = FirstRecord();
        PSObject row = new();
        row.Properties.Add(new PSNoteProperty("Id", record.Id));
        row.Properties.Add(new PSNoteProperty("Url", $"{server.Endpoint}pd12m/images/{record.FileName}"));
        row.Properties.Add(new PSNoteProperty("Hash", record.Hash));

        ErrorRecord error = Assert.Single(_shell.Run((object[])[row], p => Save(p)).Succeeded().Errors);
        Assert.Equal("ImageHostNotAllowed,PD12M.Commands.SaveImageCommand", error.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.SecurityError, error.CategoryInfo.Category);
        Assert.Contains("-AllowHost '127.0.0.1'", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, server.Statistics.Requests);

        ShellResult allowed = _shell.Run((object[])[row], p => Save(p).AddParameter("AllowHost", "127.0.0.1")).Succeeded();
        Assert.Empty(allowed.Errors);
        Assert.Equal(1, server.Statistics.Requests);
    }

    [ShellFact]
    public async Task A_credential_signs_the_requests_and_shows_nowhere()
    {
        await using ObjectServer server = ObjectServer.Start(Path.GetDirectoryName(_sample.Images)!, new ObjectServerOptions { RequireCredentials = true });
        Record record = FirstRecord();

        ErrorRecord refused = Assert.Single(_shell.Run((object[])[record], p => Save(p, server)).Succeeded().Errors);
        Assert.Equal("ImageAccessDenied,PD12M.Commands.SaveImageCommand", refused.FullyQualifiedErrorId);

        ShellResult result = _shell.Run((object[])[record], p => Save(p, server)
            .AddParameter("Credential", new PSCredential("AKIDEXAMPLE", new NetworkCredential("", "very secret").SecurePassword))
            .AddParameter("Verbose")).Succeeded();
        Assert.Empty(result.Errors);
        Assert.Single(Directory.GetFiles(_folder.Path, record.FileName!, SearchOption.AllDirectories));

        server.Faults.Add(new Fault(FaultKind.Status) { Status = 403 });
        ErrorRecord error = Assert.Single(_shell.Run((object[])[record], p => Save(p, server)
            .AddParameter("Credential", new PSCredential("AKIDEXAMPLE", new NetworkCredential("", "very secret").SecurePassword))
            .AddParameter("Force")).Succeeded().Errors);
        Assert.DoesNotContain("Amz", error.Exception.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("AKID", error.Exception.ToString(), StringComparison.Ordinal);
    }

    [ShellFact]
    public async Task An_image_above_the_limit_is_an_error()
    {
        await using ObjectServer server = _sample.Serve();
        ErrorRecord error = Assert.Single(_shell.Run((object[])[FirstRecord()], p => Save(p, server).AddParameter("MaxImageBytes", 100L)).Succeeded().Errors);
        Assert.Equal("ImageTooLarge,PD12M.Commands.SaveImageCommand", error.FullyQualifiedErrorId);
    }

    [ShellTheory]
    [InlineData("AllowHost", "https://example.org/", "AllowHostInvalid", ErrorCategory.InvalidArgument)]
    [InlineData("Region", "Oregon!", "RegionInvalid", ErrorCategory.InvalidArgument)]
    [InlineData("ProfileName", "pd12m no such profile", "CredentialNotFound", ErrorCategory.AuthenticationError)]
    [InlineData("RequestPayer", true, "CredentialMissing", ErrorCategory.InvalidArgument)]
    public void What_describes_no_store_ends_the_pipeline(string parameter, object value, string id, ErrorCategory category)
    {
        ErrorRecord error = _shell.Run((object[])[FirstRecord()], p => Save(p).AddParameter(parameter, value)).TerminatingError!;
        Assert.Equal($"{id},PD12M.Commands.SaveImageCommand", error.FullyQualifiedErrorId);
        Assert.Equal(category, error.CategoryInfo.Category);
    }

    [ShellFact]
    public void Two_sources_of_credentials_are_one_too_many()
    {
        ErrorRecord error = _shell.Run((object[])[FirstRecord()], p => Save(p).AddParameter("ProfileName", "default").AddParameter("UseDefaultCredential")).TerminatingError!;
        Assert.Equal("CredentialAmbiguous,PD12M.Commands.SaveImageCommand", error.FullyQualifiedErrorId);
    }

    private Record FirstRecord() =>
        (Record)Assert.Single(_shell.Run(p => p.AddCommand("Get-PD12MRecord").AddArgument(_sample.Metadata).AddParameter("First", 1)).Succeeded().Objects)!;

    private PowerShell Save(PowerShell shell, ObjectServer? server = null)
    {
        shell.AddCommand("Save-PD12MImage").AddParameter("Destination", _folder.Path);
        return server is null ? shell : shell.AddParameter("EndpointUrl", server.Endpoint);
    }
}
